"""Invented pages as the web has them, line by line: what a line is stands before it, ``-`` is the document's own text.

A line that begins with ``+`` follows without a blank line. ``[[type|words]]`` is boilerplate within a line.
"""
# ruff: noqa: E501 - lines of a page are as long as the web has them

PAGES: dict[str, list[tuple[str | None, str]]] = {
    "en": [
        (
            "2024-05-14",
            """
site_header Home > Newsroom > Press releases
share Share this article
- Example Motors and Northvale Recycling sign battery take-back agreement
- Published on 14 May 2024 [[reading_time|3 min read]]
- COVENTRY, England, 14 May 2024 /PRNewswire/ -- Example Motors plc has signed a take-back agreement with Northvale Recycling Ltd. under which up to 8,000 tonnes of end-of-life batteries a year will be treated in Sunderland.
- "This agreement closes the loop for our customers," said Jane Porter, Chief Executive of Example Motors. "We will not stop here."
- The companies did not disclose financial terms. About 200 people work at the site today.
related Read also: Example Motors signs supply deal with Ardmore Cells
caption Photo: Jane Porter (left) and Tom Hale signing the agreement in Coventry
about About Example Motors
about Example Motors plc is a car maker headquartered in Coventry. It signed the Battery Pledge in 2021 and employs 12,000 people.
about About Northvale Recycling
about Northvale Recycling Ltd. operates two plants in the north of England and was founded in 2011.
contact_footer Media contacts
contact_footer Example Motors
+contact_footer Sarah Lind
+contact_footer Tel: +44 20 7946 0000
+contact_footer Email: press@example.com
forward_looking Cautionary statement regarding forward-looking statements
forward_looking This press release contains forward-looking statements. Actual results may differ materially from those expected in the agreement, and the company undertakes no obligation to update them.
copyright © 2024 Example Motors plc. All rights reserved.
copyright Privacy policy | Terms of use | Cookie settings
""",
        ),
        (
            "2023-11-02",
            """
cookie_banner We use cookies to improve your experience on this website. By clicking "Accept all" you agree to our cookie policy.
section_label Industry news
- Indonesian province courts cathode makers
- Posted: November 2, 2023
- The governor of Central Sulawesi met executives of Batu Cathode on Thursday to discuss a plant for precursor material, officials said.
- No agreement was signed. Talks will go on in Jakarta in December, according to the provincial investment office.
+related Tags: Indonesia, nickel, cathode
+subscribe Subscribe to our free daily newsletter and get battery news in your inbox.
disclaimer Disclaimer: The views expressed in this article are solely those of the author and do not necessarily reflect the position of this website.
related Related articles
related Volta Metals and Halden Chemicals sign offtake agreement for 12,000 tonnes
related Ten takeaways from the Jakarta Battery Forum
""",
        ),
        (
            None,
            """
- Lithium hydroxide plant in Finland starts production
- Kokkola Refining Oy has commissioned its lithium hydroxide plant, the company said in a statement. It will supply Baltic Cells under a contract of 2022.
editor (Reporting by A. Writer in Helsinki)
editor Editing by B. Reader
end_mark ###
""",
        ),
    ],
    "de": [
        (
            "2025-03-12",
            """
nav Zum Inhalt springen
site_header Startseite > Presse > Pressemitteilungen
- Musterwerke AG und Elbe Recycling GmbH gründen Gemeinschaftsunternehmen
- Veröffentlicht am 12. März 2025
- Magdeburg, 12.03.2025 – Die Musterwerke AG und die Elbe Recycling GmbH haben heute einen Joint-Venture-Vertrag unterzeichnet. Die Anlage soll ab 2027 jährlich 20.000 t Altbatterien verarbeiten, d. h. rund ein Zehntel des deutschen Bedarfs.
- „Mit diesem Vertrag schließen wir den Kreislauf“, sagte Vorstandschef Dr. Jens Moritz.
- Das Land Sachsen-Anhalt fördert das Vorhaben mit 14 Mio. Euro.
caption Foto: Unterzeichnung des Vertrages im Rathaus (v. l.: Dr. Jens Moritz, Petra Lange)
about Über die Musterwerke AG
about Die Musterwerke AG ist ein Hersteller von Traktionsbatterien mit Sitz in Magdeburg. Das Unternehmen hat 2019 einen Rahmenvertrag mit dem Land geschlossen.
contact_footer Pressekontakt
contact_footer Musterwerke AG
+contact_footer Petra Lange
+contact_footer Tel.: +49 391 000000
+contact_footer E-Mail: presse@example.org
disclaimer Haftungsausschluss
disclaimer Wir übernehmen keine Haftung für die Richtigkeit und Vollständigkeit der Angaben in dieser Mitteilung.
copyright Impressum | Datenschutz | AGB
""",
        ),
        (
            "2024-09-05",
            """
cookie_banner Diese Website verwendet Cookies. Mit der weiteren Nutzung der Seite stimmen Sie der Verwendung zu und erklären sich mit unserer Datenschutzerklärung einverstanden.
section_label Wirtschaft
- Stadt Salzgitter und Nordzell einigen sich auf Eckpunkte
- 05.09.2024 [[reading_time|Lesezeit: 2 Minuten]]
- Salzgitter (dpa) - Die Stadt Salzgitter und der Zellhersteller Nordzell haben sich auf Eckpunkte für eine Ansiedlung geeinigt. Das teilte ein Sprecher am Donnerstag mit.
- Ein Vertrag sei noch nicht unterzeichnet, hieß es.
related Lesen Sie auch: Nordzell unterzeichnet Liefervertrag mit Harzmetall
share Artikel teilen
subscribe Jetzt den kostenlosen Newsletter abonnieren
related Mehr zum Thema
related Harzmetall und Land Niedersachsen schließen Absichtserklärung
copyright © 2024 Musterzeitung. Alle Rechte vorbehalten.
""",
        ),
    ],
    "zh": [
        (
            "2024-03-19",
            """
site_header 当前位置：首页 > 新闻中心 > 集团要闻
- 示例动力与长河循环签署战略合作框架协议
- 发布时间：2024-03-19 来源：示例动力 [[hits|浏览次数：1523次]] [[font|【字体：大 中 小】]]
- 3月18日，示例动力股份有限公司（以下简称“示例动力”）与长河循环科技有限公司在宜宾签署战略合作框架协议。双方将在电池回收、梯次利用等领域开展合作。
- 示例动力董事长王明表示：“此次合作是双方优势互补的重要一步，我们将共同打造绿色产业链。”
- 项目总投资约50亿元，分两期建设，年处理退役动力电池10万吨。
caption 图为签约仪式现场
editor （责任编辑：李华）
nav 上一篇：示例动力召开年度工作会议
+nav 下一篇：没有了
disclaimer 免责声明：本文仅代表作者个人观点，与本网无关。其原创性以及文中陈述内容未经本站证实，请读者仅作参考。
contact_footer 联系我们
contact_footer 地址：四川省宜宾市示例路88号
+contact_footer 电话：0831-0000000
+contact_footer 邮箱：info@example.com
copyright 版权所有：示例动力股份有限公司 蜀ICP备00000000号-1
""",
        ),
        (
            "2023-06-09",
            """
nav 首页 新闻 产业 数据 访谈 会议 关于
- 宜昌高新区集中签约12个新能源项目
- 2023-06-09 10:22 来源：示例日报 作者：张三
- 示例日报讯（记者 张三）6月8日，宜昌高新区举行新能源产业项目集中签约仪式，12个项目现场签约，总投资136.8亿元。
- 其中，华电示例年产20GWh储能电池项目投资60亿元。据悉，该项目预计明年三季度投产。
editor 编辑：王五　审核：赵六
share 分享到：微信 微博 QQ空间
related 相关阅读
related 某某公司与示例新能源签署采购合同
related 动力电池价格周报
subscribe 扫一扫关注示例日报微信公众号
copyright 主办单位：示例日报社 鄂公网安备 00000000000000号
""",
        ),
    ],
    "ru": [
        (
            "2024-06-06",
            """
site_header Главная / Новости / Пресс-релизы
- Группа «Пример» и правительство Калужской области подписали соглашение
- Дата публикации: 6 июня 2024 [[hits|Просмотров: 482]]
- На полях Петербургского международного экономического форума группа «Пример» и правительство Калужской области подписали соглашение о строительстве завода по переработке аккумуляторов. Объём инвестиций составит 4,5 млрд руб.
- «Мы рассчитываем запустить первую очередь в 2026 году», — сказал генеральный директор группы Иван Петров.
- В 2022 г. компания ввела в эксплуатацию опытную линию в г. Обнинске.
caption Фото: пресс-служба группы «Пример»
about О компании «Пример»
about Группа «Пример» объединяет пять предприятий. В 2021 году она подписала соглашение с банком.
contact_footer Контакты для СМИ
contact_footer Тел.: +7 495 000-00-00
+contact_footer e-mail: press@example.ru
related Читайте также: «Пример» договорился о поставках с «Литий-Ресурсом»
copyright © 2024 Группа «Пример». Все права защищены.
""",
        ),
        (
            "2023-09-12",
            """
cookie_banner Мы используем файлы cookie. Продолжая пользоваться сайтом, вы соглашаетесь с их обработкой.
section_label Экономика
- Приморье обсуждает с китайскими инвесторами сборку батарей
- 12 сентября 2023, 14:05
- ВЛАДИВОСТОК, 12 сентября. /Пример/. Власти Приморского края провели переговоры с компанией «Дальний Аккумулятор», сообщил губернатор.
- Соглашение пока не подписано, уточнили в правительстве края. По словам чиновников, стороны обсудили сроки.
share Поделиться
subscribe Подписывайтесь на наш Telegram-канал
related Другие новости
related Завод в Уссурийске получил оборудование
copyright Сетевое издание «Пример» зарегистрировано Роскомнадзором. 16+
""",
        ),
    ],
}

PAGES["en"] += [
    (
        "2022-07-08",
        """
- LONDON STOCK EXCHANGE ANNOUNCEMENT
- 8 July 2022
- Ardmore Lithium plc
- ("Ardmore" or the "Company")
- Binding offtake agreement with Halden Chemicals
- Ardmore Lithium plc (AIM: ARD), the lithium developer, is pleased to announce that it has entered into a binding offtake agreement with Halden Chemicals AS for 5,000 tonnes per annum of lithium carbonate.
- The memorandum announced in March was not binding and does not constitute a commitment of either party to the project.
- Under the agreement:
- - Halden will take 5,000 tonnes a year for seven years
- - prices are linked to published indices
- Important information for shareholders will follow.
contact_footer For further information, please contact:
contact_footer Ardmore Lithium plc
+contact_footer Tom Hale, Chief Executive
+contact_footer +44 (0)20 7946 0001
about About Ardmore
about Ardmore Lithium plc is developing the Glen project in Scotland. In 2021 the Company signed a memorandum with Volta Cells.
disclaimer Disclaimer
disclaimer No responsibility is accepted for the accuracy of the information on third-party websites that this announcement refers to.
""",
    ),
    (
        "2024-09-02",
        """
- Kent council welcomes battery recycler
- Maidstone (Example News)- Kent County Council and Northvale Recycling have agreed in principle on a site for a recycling plant, the council said on Monday.
- The council's leader said about 300 jobs would be created. About Northvale, he knew little, he said.
- Background to the deal: the parties signed a memorandum of understanding in March 2023.
wire_stamp EXNEWS02092024000045015839ID1108625738
disclaimer Legal Disclaimer:
+disclaimer The publisher provides the information "as is" without warranty of any kind. We do not accept any responsibility or liability for the accuracy of the content.
""",
    ),
]
PAGES["de"] += [
    (
        "2023-11-20",
        """
section_label Ad-hoc-Mitteilung
- Harzmetall AG: Liefervertrag über Kathodenmaterial abgeschlossen
- Goslar, 20. November 2023 - Die Harzmetall AG (ISIN DE0000000000) hat mit der Nordzell GmbH einen Liefervertrag über jährlich 12.000 t Kathodenmaterial abgeschlossen. Der Vertrag hat ein Volumen von rd. 900 Mio. Euro.
- Hinweis des Vorstands: Der im Mai vereinbarte Rahmenvertrag wird durch den neuen Vertrag ersetzt.
- Hintergrund der Einigung ist eine Absichtserklärung vom Juni 2022.
- Kontaktaufnahme und Gespräche mit weiteren Abnehmern laufen.
forward_looking Zukunftsgerichtete Aussagen
forward_looking Diese Mitteilung enthält zukunftsgerichtete Aussagen, die Risiken und Unsicherheiten unterliegen. Die tatsächlichen Ergebnisse können abweichen.
contact_footer Kontakt:
contact_footer Harzmetall AG
+contact_footer Investor Relations
+contact_footer Telefon: 05321 000000
end_mark Ende der Ad-hoc-Mitteilung
""",
    ),
]
PAGES["zh"] += [
    (
        "2024-05-08",
        """
- 证券代码：000000 证券简称：示例科技 公告编号：2024-018
- 示例科技股份有限公司关于签署战略合作框架协议的公告
disclaimer 本公司及董事会全体成员保证信息披露内容的真实、准确和完整，没有虚假记载、误导性陈述或重大遗漏。
- 特别提示：
- 1、本次签署的战略合作框架协议为框架性协议，具体合作事项以双方另行签订的合同为准，不构成关联交易。
- 2、本协议的签署对公司本年度经营业绩不构成重大影响。
- 一、协议签署概况
- 2024年5月8日，示例科技股份有限公司（以下简称“公司”）与宜昌市人民政府签署了《战略合作框架协议》，就年产10万吨磷酸铁锂项目达成合作意向。
- 二、协议主要内容
- 关于合作内容：双方将在原材料供应、电池回收等领域开展合作，项目计划总投资约30亿元。
- 三、风险提示
- 协议的履行存在政策调整等不确定性。
- 特此公告。
- 示例科技股份有限公司董事会
- 二〇二四年五月八日
""",
    ),
]
PAGES["ru"] += [
    (
        "2025-02-14",
        """
- 14.02.2025
- АО «Заря» и китайская компания договорились о поставках
- Челябинск, 14 февраля. Акционерное общество «Заря» (далее — «Заря») и компания «Хэшань Энерджи» заключили договор на поставку 3 тыс. т литиевого сырья в год.
- О сумме сделки стороны не сообщают. О компании «Хэшань» известно немного.
- Для справки: в 2023 году предприятия подписали меморандум о намерениях.
contact_footer Пресс-служба АО «Заря»
contact_footer тел.: 8 (351) 000-00-00
+contact_footer 454000, Челябинск, ул. Примерная, 1
disclaimer Отказ от ответственности
disclaimer Мнение редакции может не совпадать с мнением авторов. Редакция не несёт ответственности за информацию в рекламных материалах.
""",
    ),
]
