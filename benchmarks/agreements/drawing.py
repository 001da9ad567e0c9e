"""Invented news in four languages, drawn from templates: the same number always draws the same documents."""

import random
from typing import Final, NamedTuple

SIZE: Final = 2_500
"""Bytes of a document in UTF-8, about. There is an agreement in every fourth sentence, more than in most news."""


class Told(NamedTuple):
    """A language's sentences: the head, the acts, and what else stands in the news; braces are filled in."""

    head: str
    acts: tuple[str, ...]
    others: tuple[str, ...]
    foot: str
    firms: tuple[str, ...]
    places: tuple[str, ...]


TELLING: Final[dict[str, Told]] = {
    "en": Told(
        "{a} and {b} team up on battery recycling\n\nPublished: 2026-0{m}-1{d}\n\n",
        (
            "On May {m}{d}, {a} signed a strategic cooperation agreement with {b} in {p} on battery recycling.",
            "{a} and the city government of {p} signed an investment agreement worth {n}.5 billion yuan.",
            "At the fair, {n} projects were signed with a combined investment of {n}.4 billion yuan.",
            "{b} on Tuesday started construction of a plant in {p} with an annual capacity of {n},000 tonnes.",
        ),
        (
            "The two sides will jointly build collection outlets and a dismantling line, the companies said.",
            "The market has grown by {n} percent since 2021, driven by demand for electric buses and storage.",
            "“We are ready to invest much more in the years to come,” said Jane Example, chairwoman of {a}.",
            "Retired packs are tested, sorted and taken apart; what still holds charge is used in warehouses.",
            "The project is expected to create more than {n}00 jobs once it is in operation.",
            "Nickel, cobalt and lithium are recovered in a wet process that the group has used since 2019.",
        ),
        "\nContact: press@example.com\nThis website uses cookies. By continuing you agree to their use.\n",
        ("Example Motors Co., Ltd.", "Norden Recycling Ltd.", "Kestrel Cells Inc.", "Orsk Mining Ltd.", "Vale AG"),
        ("Yichang", "Berlin", "Shanghai", "Leeds", "Hamburg"),
    ),
    "de": Told(
        "{a} und {b} arbeiten beim Recycling zusammen\n\n1{d}.0{m}.2026\n\n",
        (
            "Die {a} und die {b} haben am {m}. Mai 2026 in {p} eine Rahmenvereinbarung unterzeichnet.",
            "Die {a} und die Stadt {p} unterzeichneten eine Absichtserklärung über {n},5 Millionen Euro.",
            "Zusätzlich schloss die {a} mit der {b} einen Liefervertrag über {n}.000 Tonnen Schwarzmasse pro Jahr.",
            "Die {b} begann am Dienstag in {p} mit dem Bau einer Anlage für {n}.000 Tonnen im Jahr.",
        ),
        (
            "Beide Seiten wollen gemeinsam Sammelstellen und eine Zerlegelinie aufbauen, teilten sie mit.",
            "Der Markt ist seit 2021 um {n} Prozent gewachsen, vor allem durch Elektrobusse und Speicher.",
            "„Wir sind bereit, in den nächsten Jahren viel mehr zu investieren“, sagte Erika Beispiel von der {a}.",
            "Ausgediente Batterien werden geprüft, sortiert und zerlegt; was noch Ladung hält, dient als Speicher.",
            "Durch das Vorhaben sollen mehr als {n}0 Arbeitsplätze entstehen.",
            "Nickel, Kobalt und Lithium werden in einem nassen Verfahren zurückgewonnen.",
        ),
        "\nDiese Website verwendet Cookies. Mit „Alle akzeptieren“ stimmen Sie der Verarbeitung zu.\n",
        ("Beispiel Motoren AG", "Norden Recycling GmbH", "Turmfalke Zellen GmbH", "Orsk Bergbau AG", "Tal Metalle SE"),
        ("Salzgitter", "Berlin", "Hamburg", "Leipzig", "Kassel"),
    ),
    "zh": Told(
        "{a}与{b}签署战略合作协议\n\n发布时间：2026-0{m}-1{d}  浏览次数：31{d}\n\n",
        (
            "{m}月1{d}日，{a}与{b}在{p}签署动力电池回收战略合作协议。",
            "{a}与{p}市人民政府签订投资协议，总投资{n}.5亿元。",
            "会上共签约项目{n}个，总投资{n}00亿元。",
            "{b}年处理{n}万吨退役动力电池项目在{p}开工建设。",
        ),
        (
            "双方将在动力电池回收、拆解、梯次利用以及镍钴锂资源再生等领域开展合作，共同建设回收网点。",
            "自2021年以来，市场规模增长了百分之{n}，电动客车和储能的需求是主要原因。",
            "“今后几年，我们愿意加大投资，”{a}董事长李示例表示。",
            "退役电池经过检测、分选和拆解，仍可使用的电池用于仓库储能。",
            "项目建成后预计新增就业岗位{n}00个。",
            "镍、钴、锂通过湿法工艺回收，该集团自2019年起采用这一工艺。",
        ),
        "\n本网站声明：转载请注明出处。\n",
        ("示例汽车有限公司", "诺登循环科技有限公司", "红隼电池股份有限公司", "山谷金属有限公司", "东湖新能源有限公司"),
        ("宜昌", "上海", "宜宾", "洛阳", "武汉"),
    ),
    "ru": Told(
        "{a} и {b} займутся переработкой батарей\n\n1{d} мая 2026 года\n\n",
        (
            "1{d} мая 2026 года {a} и {b} подписали соглашение о стратегическом сотрудничестве.",
            "{a} и правительство Калужской области подписали меморандум на {n},5 млрд рублей.",
            "На форуме было подписано {n} соглашений на общую сумму {n},4 млрд рублей.",
            "{b} начала строительство завода мощностью {n} тыс. тонн в год в городе {p}.",
        ),
        (
            "Стороны намерены вместе создать пункты приёма и линию разборки аккумуляторов, сообщили компании.",
            "С 2021 года рынок вырос на {n} процентов благодаря спросу на электробусы и накопители энергии.",
            "«Мы готовы вкладывать в ближайшие годы гораздо больше», — сказал Иван Примеров, директор {a}.",
            "Отработанные батареи проверяют, сортируют и разбирают; пригодные служат накопителями на складах.",
            "Проект позволит создать более {n}00 рабочих мест.",
            "Никель, кобальт и литий извлекают гидрометаллургическим способом, который известен с 2019 года.",
        ),
        "\nПресс-служба: +7 000 000-00-00\n",
        ("ООО «Пример Моторс»", "АО «Норден Ресайклинг»", "ООО «Пустельга»", "ПАО «Долина Металл»", "АО «Орск Сырьё»"),
        ("Калуга", "Москва", "Тула", "Самара", "Казань"),
    ),
}  # fmt: skip


def documents(language: str, count: int, seed: int = 7) -> list[str]:
    """Return so many documents of a language, each of about `SIZE` bytes."""
    draw = random.Random(f"{language} {seed}")
    return [_one(TELLING[language], draw, SIZE) for _ in range(count)]


def large(language: str, size: int, seed: int = 7) -> bytes:
    """Return one text of so many bytes: documents behind one another."""
    draw = random.Random(f"{language} {seed} large")
    some = "\n\n".join(_one(TELLING[language], draw, SIZE) for _ in range(400)).encode()
    return b"\n\n".join([some] * (size // len(some) + 1))[:size].decode("utf-8", "ignore").encode()


def _one(told: Told, draw: random.Random, size: int) -> str:
    a, b = draw.sample(told.firms, 2)
    said = {"a": a, "b": b, "p": draw.choice(told.places), "m": draw.randrange(1, 3), "d": draw.randrange(1, 9)}
    paragraphs, length = [told.head], 0
    while length < size:
        sentences = [draw.choice(told.acts), *draw.sample(told.others, 3)]
        paragraph = " ".join(one.format(n=draw.randrange(2, 90), **said) for one in sentences) + "\n\n"
        paragraphs.append(paragraph)
        length += len(paragraph.encode())
    return "".join([*paragraphs, told.foot]).format(n=draw.randrange(2, 90), **said)
