# ruff: noqa: E501
"""Chinese passages to develop on, all invented: kinds of acts, and who their parties are."""

from tests.agreements.developing.zh_shapes import Passage, Want

PASSAGES = (
    Passage(
        "park investment",
        """江城锂循环动力电池回收基地落户宜昌高新区
发布时间：2025-03-12　来源：宜昌高新区　浏览次数：512

本报讯（记者 李晓明）3月11日，江城锂循环科技有限公司与宜昌高新技术产业开发区管理委员会在宜昌签署投资协议。根据协议，江城锂循环将在高新区投资20亿元建设年处理10万吨废旧动力电池的综合利用基地，项目分两期建设，达产后年产值可达50亿元，带动就业800人。

宜昌市委副书记、市长周文涛，江城锂循环董事长陈立出席签约仪式并见证签约。
""",
        (Want("investment_agreement", "signed", ("江城锂循环科技有限公司", "宜昌高新技术产业开发区管理委员会")),),
    ),
    Passage(
        "notice of a listed company",
        """证券代码：688999　证券简称：星澜股份　公告编号：2025-018

星澜新能源股份有限公司
关于签订战略合作框架协议的公告

本公司董事会及全体董事保证本公告内容不存在任何虚假记载、误导性陈述或者重大遗漏，并对其内容的真实性、准确性和完整性依法承担法律责任。

重要内容提示：
● 本次签订的战略合作框架协议仅为双方合作意向性约定，具体合作以后续签订的正式合同为准。

一、框架协议签订的基本情况
星澜新能源股份有限公司（以下简称“公司”或“星澜股份”）于2025年4月8日与远途汽车集团有限公司（以下简称“远途汽车”）签订了《战略合作框架协议》。双方将在动力电池、储能及换电领域开展合作。
""",
        (
            Want(
                "strategic_cooperation_framework_agreement",
                "signed",
                ("星澜新能源股份有限公司", "远途汽车集团有限公司"),
            ),
        ),
    ),
    Passage(
        "one with several, separately",
        """6月20日，衡阳市人民政府分别与金岭新材料有限公司、启明电芯股份有限公司签订投资合作协议，两个项目总投资36亿元。""",
        (
            Want("investment_agreement", "signed", ("衡阳市人民政府", "金岭新材料有限公司")),
            Want("investment_agreement", "signed", ("衡阳市人民政府", "启明电芯股份有限公司")),
        ),
    ),
    Passage(
        "pairs in one sentence",
        """签约仪式上，蓝洋电池与海桥物流、赤峰矿业集团与青禾正极材料有限公司分别签署了战略合作协议。""",
        (
            Want("strategic_cooperation_agreement", "signed", ("蓝洋电池", "海桥物流")),
            Want("strategic_cooperation_agreement", "signed", ("赤峰矿业集团", "青禾正极材料有限公司")),
        ),
    ),
    Passage(
        "memorandum with a foreign company",
        """新华财经雅加达9月3日电　中国锂电企业瑞驰新能源3日与印尼矿业公司PT Batu Hijau Nikel签署谅解备忘录，双方拟在中苏拉威西省共同建设一座年产6万吨的高镍三元前驱体工厂。备忘录不具有法律约束力。""",
        (Want("memorandum", "signed", ("瑞驰新能源", "PT Batu Hijau Nikel")),),
    ),
    Passage(
        "joint venture",
        """天枢动力与北辰重卡合资公司正式成立
7月1日，天枢动力科技股份有限公司（下称“天枢动力”）宣布，公司已与北辰重型汽车有限公司签署合资协议，双方共同出资10亿元设立合资公司，其中天枢动力持股51%，北辰重卡持股49%。合资公司将主要从事商用车动力电池的研发、生产和销售。""",
        (Want("joint_venture", "signed", ("天枢动力科技股份有限公司", "北辰重型汽车有限公司")),),
    ),
    Passage(
        "supply contract",
        """磷源科技晚间公告，公司全资子公司湖南磷源材料有限公司与曙光电池（常州）有限公司签订《磷酸铁锂采购合同》，约定2025年至2028年期间，湖南磷源向曙光电池供应磷酸铁锂正极材料合计不低于15万吨，合同总金额约为60亿元（含税）。""",
        (Want("supply_or_offtake", "signed", ("湖南磷源材料有限公司", "曙光电池（常州）有限公司")),),
    ),
    Passage(
        "conference totals",
        """2025新能源电池产业大会在遂宁开幕
9月18日上午，2025新能源电池产业大会在四川遂宁开幕。大会由四川省人民政府主办，遂宁市人民政府承办。开幕式上举行了重大项目集中签约仪式，现场签约项目42个，总投资318.6亿元；其中，动力电池产业链项目29个，投资额215亿元。前两届大会累计签约项目超过60个，总投资逾500亿元。""",
        (
            Want("signed_projects", "signed"),
            Want("signed_projects", "signed"),
            Want("signed_projects", "signed", historical=True),
        ),
    ),
    Passage(
        "talks",
        """5月9日，荆门市委书记刘明远会见了绿环资源循环集团董事长赵国栋一行。双方就退役动力电池梯次利用、再生利用等领域的合作进行了深入交流，并就在荆门建设区域回收中心达成初步共识。""",
        (Want("talks", "agreed_in_principle", ("荆门市委", "绿环资源循环集团")),),
    ),
    Passage(
        "building begins",
        """10月28日，总投资80亿元的启航电池年产20GWh动力电池项目在安徽省滁州市开工建设。项目一期10GWh计划于2026年底投产。""",
        (Want("construction_start", "under_construction", ("启航电池",)),),
    ),
    Passage(
        "in operation",
        """近日，由远山循环科技有限公司投资建设的废旧锂电池再生利用项目一期在赣州正式投产，年处理能力达3万吨。""",
        (Want("commissioning", "operating", ("远山循环科技有限公司",)),),
    ),
    Passage(
        "a rumour denied",
        """针对市场传闻，曜阳锂业12月2日发布澄清公告称，截至目前，公司未与任何整车企业签署供货协议，亦不存在应披露而未披露的重大事项。""",
    ),
    Passage(
        "terminated",
        """鼎盛能源公告称，经与云峰县人民政府友好协商，双方决定终止2022年签署的《锂电池产业园项目投资协议》，项目不再实施。""",
        (Want("investment_agreement", "terminated", ("鼎盛能源", "云峰县人民政府")),),
    ),
    Passage(
        "a product",
        """凌空电池发布第三代超充电芯
在昨日的发布会上，凌空电池推出第三代4C超充电芯，能量密度达到260Wh/kg，10分钟即可补能400公里。公司表示，新产品将于明年一季度量产。“我们期待与更多车企达成合作。”公司首席技术官韩松说。""",
    ),
    Passage(
        "the market",
        """中汽协会数据显示，8月我国动力电池装车量62.5GWh，同比增长32.4%。业内人士认为，欧盟与中国若就电动汽车最低限价达成协议，出口将进一步回暖。使用本网站即视为同意《用户服务协议》和《隐私协议》。""",
    ),
    Passage(
        "wages",
        """某动力电池厂工会与公司行政方经过三轮协商，签订了2025年度工资集体合同，一线职工平均工资上调5%。此外，厂足球队签约了两名前锋。""",
    ),
    Passage(
        "headline and body",
        """华梭能源与东岭集团达成战略合作 共建零碳园区

4月22日，华梭能源科技有限公司（以下简称“华梭能源”）与东岭集团股份有限公司（以下简称“东岭集团”）在陕西宝鸡举行战略合作协议签约仪式。东岭集团总裁何建平、华梭能源副总经理唐婧分别代表双方在协议上签字。

根据协议，双方将围绕源网荷储一体化、零碳园区、重卡换电等领域开展全方位合作。“未来三年，我们计划与更多伙伴签署合作协议。”唐婧表示。""",
        (
            Want(
                "strategic_cooperation_agreement",
                "signed",
                ("华梭能源科技有限公司", "东岭集团股份有限公司"),
            ),
        ),
    ),
    Passage(
        "an older framework",
        """继去年7月与贵州省人民政府签署战略合作框架协议后，黔能电池11月6日再次与贵阳市人民政府签订合作协议，将在贵阳建设电池材料研发中心。""",
        (
            Want(
                "strategic_cooperation_framework_agreement",
                "signed",
                ("黔能电池", "贵州省人民政府"),
                historical=True,
            ),
            Want("contract", "signed", ("黔能电池", "贵阳市人民政府")),
        ),
    ),
    Passage(
        "three sides",
        """日前，中科锂源研究院、南湖大学与恒瑞动力三方在合肥签署固态电池联合研发合作协议，共建固态电池联合实验室。""",
        (Want("contract", "signed", ("中科锂源研究院", "南湖大学", "恒瑞动力")),),
    ),
    Passage(
        "in traditional characters",
        """（台北訊）台灣電池廠宏鋰科技今日宣布，與德國車廠Rheintal Motoren簽署合作備忘錄，雙方將就電動車電池模組供應進行評估。""",
        (Want("memorandum", "signed", ("宏鋰科技", "Rheintal Motoren")),),
    ),
    Passage(
        "still to be signed",
        """据知情人士透露，西屏锂能拟于下月与阿根廷一家盐湖企业签署包销协议，每年采购碳酸锂2万吨。西屏锂能对此不予置评。""",
    ),
    Passage(
        "many signed at once",
        """7月15日，攀枝花市举行2025年第三季度重点项目集中签约仪式，共签约项目23个，总投资186亿元，涵盖储能、钒电池、新材料等领域。""",
        (Want("signed_projects", "signed"),),
    ),
    Passage(
        "swapping",
        """8月8日，飞渡换电携手城际出行，在广州正式签署合作协议。双方计划三年内在粤港澳大湾区建设500座换电站，投放换电车型2万辆。同日，飞渡换电还与南粤能源集团签订了框架协议。""",
        (
            Want("contract", "signed", ("飞渡换电", "城际出行")),
            Want("framework_agreement", "signed", ("飞渡换电", "南粤能源集团")),
        ),
    ),
    Passage(
        "signed between, half-width",
        """近日,由昆仑锂业与匈牙利政府共同推进的德布勒森电池工厂项目取得进展.昆仑锂业与匈牙利外交与对外经济部签署了投资协议,投资额约15亿欧元(约合人民币118亿元),预计创造2000个就业岗位.""",
        (Want("investment_agreement", "signed", ("昆仑锂业", "匈牙利外交与对外经济部")),),
    ),
    Passage(
        "a subsidiary signs",
        """瀚海集团控股子公司——瀚海储能技术有限公司日前与国网江淮综合能源服务有限公司签署《独立储能电站项目合作开发协议》。瀚海集团副总裁苏明、江淮省能源局有关负责人出席仪式。""",
        (Want("contract", "signed", ("瀚海储能技术有限公司", "国网江淮综合能源服务有限公司")),),
    ),
    Passage(
        "nominal signing",
        """随着《退役动力电池回收利用战略合作协议》的正式签署，绿途再生与众行汽车的合作进入新阶段。该协议由绿途再生总经理方毅与众行汽车副总裁秦岚于5月21日在重庆签署。""",
        (Want("strategic_cooperation_agreement", "signed", ("绿途再生", "众行汽车")),),
    ),
    Passage(
        "the short name and the pronoun",
        """湖州经济技术开发区引进百亿级项目
近日，湖州经济技术开发区与国腾电池科技有限公司就年产30GWh储能电池项目正式签约。该公司将在湖州投资102亿元，分三期建设。
国腾电池成立于2016年，总部位于深圳，是国内领先的储能电池制造商。2023年，该公司曾与江西省宜春市政府签订合作协议。""",
        (
            Want("investment_agreement", "signed", ("湖州经济技术开发区", "国腾电池科技有限公司")),
            Want("contract", "signed", ("国腾电池科技有限公司", "江西省宜春市政府"), historical=True),
        ),
    ),
    Passage(
        "forum with a list",
        """在10日举行的中德汽车产业合作论坛上，多家企业签署合作文件。其中，博众电驱与德国弗兰肯电池公司签署了技术许可协议；锦川再生与比利时金属企业Meusemetal签署黑粉长期供应协议，每年供应黑粉8000吨。""",
        (
            Want("contract", "signed", ("博众电驱", "弗兰肯电池公司")),
            Want("supply_or_offtake", "signed", ("锦川再生", "Meusemetal")),
        ),
    ),
    Passage(
        "phases with money",
        """宜宾三江新区又添百亿项目
来源：宜宾发布　时间：2024-05-20 17:42
5月20日上午，四川省宜宾市三江新区管委会与璞岳新能源集团签署项目投资协议，璞岳新能源年产50GWh动力电池及储能电池生产基地正式落户宜宾。
该项目计划总投资150亿元（约合20.7亿美元），分两期建设：一期投资60亿元，建设20GWh产能；二期投资90亿元，建设30GWh产能。项目全部建成后可新增就业岗位约5000个。
市委书记方文、璞岳新能源集团董事长兼总裁邱振海见证签约，三江新区管委会主任罗川与璞岳新能源集团执行总裁米岚代表双方签约。""",
        (Want("investment_agreement", "signed", ("四川省宜宾市三江新区管委会", "璞岳新能源集团")),),
    ),
    Passage(
        "a long-term contract, in a notice",
        """湖州天锆新材料股份有限公司关于签订日常经营重大合同的公告
一、合同签署概况
近日，湖州天锆新材料股份有限公司（以下简称“公司”或“本公司”）与韩国HANBIT Energy Co., Ltd.（以下简称“HANBIT”）签署了《长期采购协议》。协议约定，自2025年1月1日起至2029年12月31日止，HANBIT及其关联公司向公司采购三元前驱体合计约11.5万吨。公司与HANBIT不存在关联关系。
二、对公司的影响
本协议的履行对公司2025年业绩将产生积极影响。敬请广大投资者注意投资风险。""",
        (Want("supply_or_offtake", "signed", ("湖州天锆新材料股份有限公司", "HANBIT Energy Co., Ltd.")),),
    ),
    Passage(
        "two subsidiaries and an authority",
        """嘉澜控股（688321.SH）11月14日晚公告，公司下属子公司嘉澜循环与江西省上饶经济技术开发区管理委员会、上饶产投集团签订《锂电池回收再利用项目合作框架协议》，拟在上饶经开区投建退役锂电池综合利用产线，总投资约18亿元。""",
        (
            Want(
                "framework_agreement",
                "signed",
                ("嘉澜循环", "江西省上饶经济技术开发区管理委员会", "上饶产投集团"),
            ),
        ),
    ),
    Passage(
        "a joint venture with shares",
        """博瀚能源与日本Sakuraba公司、三菱樱商事在名古屋签署合资合同，三方将在泰国罗勇府合资设立电池包组装公司，博瀚能源、Sakuraba、三菱樱商事分别持股60%、30%和10%。新公司注册资本8亿泰铢，计划2026年一季度投产，年产能4GWh。""",
        (Want("joint_venture", "signed", ("博瀚能源", "Sakuraba公司", "三菱樱商事")),),
    ),
    Passage(
        "a delegation",
        """市长率团赴德国招商
当地时间3月5日，正在德国访问的长沙市市长陈默一行走访了位于慕尼黑的回收企业Altmark Batterierecycling，与该公司首席执行官托马斯·贝格尔进行会谈。双方就在长沙设立合资回收工厂交换了意见。贝格尔表示，公司看好中国市场，愿与长沙保持沟通。""",
        (Want("talks", "talks", ("长沙市", "Altmark Batterierecycling")),),
    ),
    Passage(
        "in principle",
        """经过多轮谈判，内蒙古自治区能源局与皓源储能科技就乌兰察布独立储能电站项目达成原则性共识，正式协议尚待签署。""",
        (Want("talks", "agreed_in_principle", ("内蒙古自治区能源局", "皓源储能科技")),),
    ),
    Passage(
        "a forum with three kinds of numbers",
        """11月3日，第七届中国（赣州）锂电循环产业峰会闭幕。峰会期间共签约项目58个，签约总金额412亿元。其中，亿元以上项目31个，总投资365亿元；电池回收类项目12个。赣州市市长在闭幕式上说：“我们将与更多企业签约。”""",
        (
            Want("signed_projects", "signed"),
            Want("signed_projects", "signed"),
            Want("signed_projects", "signed"),
        ),
    ),
    Passage(
        "with fund and university",
        """科大锂研与江淮理工大学共建固态电池联合研究院
12月1日，江淮理工大学与科大锂研新材料有限公司在校本部签署产学研战略合作协议，并为“固态电池联合研究院”揭牌。江淮理工大学副校长高翔、科大锂研董事长施雨出席并致辞。""",
        (Want("strategic_cooperation_agreement", "signed", ("江淮理工大学", "科大锂研新材料有限公司")),),
    ),
    Passage(
        "opening with a plant of a subsidiary",
        """1月8日，恒拓集团旗下宜昌恒拓再生资源有限公司年处理5万吨退役动力电池项目举行投产仪式。该项目于2023年3月开工，总投资12亿元。""",
        (Want("commissioning", "operating", ("宜昌恒拓再生资源有限公司",)),),
    ),
    Passage(
        "suspended",
        """据外媒报道，受需求放缓影响，瑞典电池制造商Polarvolt已暂停与加拿大魁北克省政府合作的超级工厂项目。""",
        (Want("contract", "suspended", ("Polarvolt", "加拿大魁北克省政府")),),
    ),
    Passage(
        "expected, in the future tense",
        """记者从市商务局获悉，岚桥锂能有意在我市投资建设电池材料基地，目前双方正就投资协议条款进行磋商，预计年内签约。市商务局负责人表示，将全力推动项目早签约、早开工。""",
    ),
    Passage(
        "only parts of the sentence are names",
        """国际领先的电池回收企业循锂科技今天宣布，已与欧洲某头部车企签订为期五年的黑粉销售合同。""",
        (Want("supply_or_offtake", "signed", ("循锂科技",)),),
    ),
    Passage(
        "brand with quotes",
        """“闪补”换电品牌运营方闪补能源与中原高速公路服务区管理公司签约，共建120座高速换电站。""",
        (Want("contract", "signed", ("闪补能源", "中原高速公路服务区管理公司")),),
    ),
    Passage(
        "credit and shares",
        """2月20日，钴源股份与中国某国有银行宁波分行签订授信协议，获得综合授信额度30亿元。同日，公司召开股东大会，审议通过年度报告。""",
    ),
    Passage(
        "politics",
        """两国元首举行会谈后，共同见证签署了关于加强绿色能源合作的联合声明。双方同意扩大双边贸易规模，并就关税问题达成协议。""",
    ),
    Passage(
        "an order",
        """赛峰储能再获海外大单
8月12日，赛峰储能宣布，公司与澳大利亚开发商Koorabel Power签署7.2GWh储能系统供货合同，将自2026年起分批交付。这是继去年双方签署2GWh订单之后的又一次合作。""",
        (
            Want("supply_or_offtake", "signed", ("赛峰储能", "Koorabel Power")),
            Want("supply_or_offtake", "signed", ("赛峰储能", "Koorabel Power"), historical=True),
        ),
    ),
    Passage(
        "passive and nominal",
        """在第二十届华中汽博会上，一份涉及3000辆换电重卡的采购框架协议由江汉重汽集团和电驰换电公司共同签署。湖北省经信厅、武汉市人民政府有关负责人见证。""",
        (Want("supply_or_offtake", "signed", ("江汉重汽集团", "电驰换电公司")),),
    ),
)
