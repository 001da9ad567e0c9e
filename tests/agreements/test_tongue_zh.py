"""Chinese as documents about agreements write it."""

from itertools import pairwise

import pytest

from dicycle.agreements.document import Document
from dicycle.agreements.extracting.engine import Finds, extract, find
from dicycle.agreements.extracting.parts import Act
from dicycle.agreements.languages.zh import tongue
from dicycle.agreements.languages.zh.folding import fold
from dicycle.agreements.model import Record, Release
from dicycle.agreements.naming import key
from dicycle.agreements.reading import read_text
from tests.agreements.developing import zh_abroad, zh_acts, zh_authorities, zh_companies, zh_notices
from tests.agreements.developing.zh_beside import BESIDE
from tests.agreements.developing.zh_nothing import NOTHING
from tests.agreements.developing.zh_shapes import Passage, Telling, Want
from tests.agreements.developing.zh_tellings import TELLINGS

CHINESE = tongue()
PASSAGES = tuple(
    one for part in (zh_acts, zh_notices, zh_authorities, zh_abroad, zh_companies) for one in part.PASSAGES
)


def found_in(text: str) -> Finds:
    """Return what is found in a text."""
    return find(read_text(text, language="zh"), CHINESE)


def done(text: str) -> list[Act]:
    """Return the acts that are told as done."""
    return [act for act in found_in(text).acts if act.assertion == "done"]


def groups(text: str) -> list[list[str]]:
    """Return the parties of the acts told as done, a list for each agreement."""
    return [[one.name for one in group] for act in done(text) for group in act.groups]


def names(text: str, kind: str) -> list[str]:
    """Return the names of a kind, as they are mentioned."""
    return [one.name for one in found_in(text).mentions if one.kind == kind and not one.nominal]


def names_of(release: Release, record: Record) -> list[set[str]]:
    """Return all that each party of a record is called."""
    entities = {one.id: one for one in release.entities}
    who = [entities[party.entity] for party in record.parties]
    return [{key(name) for name in (one.name, *one.aliases)} for one in who]


def meets(release: Release, record: Record, want: Want) -> bool:
    """Tell whether a record is what a passage tells."""
    called = names_of(release, record)
    parties = len(called) == len(want.parties) and all(any(key(one) in each for each in called) for one in want.parties)
    told = (record.kind.value, record.status.value, record.historical)
    return parties and told == (want.kind, want.status, want.historical)


@pytest.mark.parametrize("passage", PASSAGES, ids=lambda one: one.name.replace(" ", "-"))
def test_passage_gives_its_records(passage: Passage) -> None:
    """A passage gives just the records that it tells, with their parties."""
    release = extract(read_text(passage.text, language="zh"), CHINESE)
    left = list(release.records)
    for want in passage.wants:
        same = next((one for one in left if meets(release, one, want)), None)
        assert same is not None, (want, [(one.kind.value, names_of(release, one)) for one in left])
        left.remove(same)
    assert not left


def where(release: Release, use: str) -> tuple[str | None, ...]:
    """Return the places of a use, one for each record."""
    places = [getattr(record.place, use) for record in release.records]
    return tuple(place.value if place else None for place in places)


def amounts(release: Release) -> list[int]:
    """Return all amounts of money, capacity and jobs."""
    money = [one.amount for record in release.records for one in record.money]
    capacity = [one.amount for record in release.records for one in record.capacity]
    jobs = [one.value for record in release.records for one in record.jobs]
    return sorted(int(str(one)) for one in (*money, *capacity, *jobs))


@pytest.mark.parametrize("telling", TELLINGS, ids=lambda one: one.name.replace(" ", "-"))
def test_passage_gives_just_what_it_tells(telling: Telling) -> None:
    """Dates, places, stages and figures are those of the agreement, not of what is told beside it."""
    release = extract(read_text(telling.text, language="zh"), CHINESE)
    assert amounts(release) == sorted(telling.amounts)
    if telling.dates:
        assert tuple(record.date.value for record in release.records) == telling.dates
    if telling.events:
        assert where(release, "event") == telling.events
    if telling.sites:
        assert where(release, "implementation") == telling.sites
    if telling.tags:
        assert [one.tag for record in release.records for one in record.subject] == list(telling.tags)
    if telling.statuses:
        assert tuple(record.status.value for record in release.records) == telling.statuses
    assert bool(release.records) == bool(
        telling.dates or telling.tags or telling.statuses or telling.sites or telling.amounts
    )


@pytest.mark.parametrize(("about", "text"), [(about, text) for about, texts in NOTHING.items() for text in texts])
def test_nothing_is_read_where_nothing_was_signed(about: str, text: str) -> None:
    """Rumours, plans, promises, statistics and agreements of another sense give no record."""
    release = extract(read_text(text, language="zh"), CHINESE)
    assert [(one.kind.value, one.kind.evidence) for one in release.records] == [], about


@pytest.mark.parametrize(("about", "text", "wanted"), BESIDE)
def test_figures_of_others_stay_with_them(about: str, text: str, wanted: tuple[int, ...]) -> None:
    """Subsidies, markets, what a company has and later phases are no figures of the agreement told beside them."""
    release = extract(read_text(text, language="zh"), CHINESE)
    assert len([one for one in release.records if not one.historical]) == 1, about
    assert amounts(release) == sorted(wanted), about


@pytest.mark.parametrize("passage", PASSAGES, ids=lambda one: one.name.replace(" ", "-"))
def test_mentions_lie_in_the_text(passage: Passage) -> None:
    """A mention is the characters at its place; no two share a character; acts lie in their sentences."""
    document = read_text(passage.text, language="zh")
    finds = find(document, CHINESE)
    for one in finds.mentions:
        if not one.nominal and one.kind != "company":
            assert document.text[one.start : one.end] == one.name
    spans = sorted(one.span for one in finds.mentions)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert all(act.span.within(act.sentence.span) for act in finds.acts)


def test_folding_keeps_places() -> None:
    """Folding changes no place: traditional characters and wide marks become others, one for one."""
    assert fold("宏鋰科技與（台灣）車廠簽署《備忘錄》，") == "宏锂科技与(台湾)车厂签署《备忘录》,"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "甲寰电池与乙川汽车、丙岭矿业与丁河材料分别签署合作协议。",
            [["甲寰电池", "乙川汽车"], ["丙岭矿业", "丁河材料"]],
        ),
        ("甲寰电池分别与乙川汽车、丙岭矿业签署合作协议。", [["甲寰电池", "乙川汽车"], ["甲寰电池", "丙岭矿业"]]),
        ("甲寰电池与乙川汽车、丙岭矿业签署三方协议。", [["甲寰电池", "乙川汽车", "丙岭矿业"]]),
        ("甲寰电池、乙川汽车和丙岭矿业签署三方协议。", [["甲寰电池", "乙川汽车", "丙岭矿业"]]),
        (
            "甲寰电池与乙川汽车签署合作协议，并与丙岭矿业签署供货协议。",
            [["甲寰电池", "乙川汽车"], ["甲寰电池", "丙岭矿业"]],
        ),
        ("甲寰电池董事长李明与乙川汽车总裁王芳在上海签署合作协议。", [["甲寰电池", "乙川汽车"]]),
        ("在上海市市长周平见证下，甲寰电池与乙川汽车签署合作协议。", [["甲寰电池", "乙川汽车"]]),
        ("合作协议由甲寰电池和乙川汽车于5月1日签署。", [["甲寰电池", "乙川汽车"]]),
        ("甲寰电池全资子公司乙川再生与丙岭矿业签署合作协议。", [["乙川再生", "丙岭矿业"]]),
        ("丙岭矿业与甲寰电池旗下乙川再生签署合作协议。", [["丙岭矿业", "乙川再生"]]),
        ("甲寰电池（SZ：300999）与乙川汽车（丙岭集团全资子公司）签署合作协议。", [["甲寰电池", "乙川汽车"]]),
    ],
)
def test_parties_are_grouped(text: str, wanted: list[list[str]]) -> None:
    """Names joined by 与 and 、 are the parties; 分别 and pairs divide them into agreements."""
    assert groups(text) == wanted


@pytest.mark.parametrize(
    ("noun", "kind"),
    [
        ("谅解备忘录", "memorandum"),
        ("合作意向书", "memorandum"),
        ("合资协议", "joint_venture"),
        ("《合资经营合同》", "joint_venture"),
        ("长期供货协议", "supply_or_offtake"),
        ("碳酸锂包销协议", "supply_or_offtake"),
        ("《战略合作框架协议》", "strategic_cooperation_framework_agreement"),
        ("合作框架协议", "framework_agreement"),
        ("项目投资协议", "investment_agreement"),
        ("战略合作协议", "strategic_cooperation_agreement"),
        ("技术许可协议", "contract"),
        ("回收合同", "contract"),
    ],
)
def test_kind_by_noun(noun: str, kind: str) -> None:
    """What is signed is of the kind that its noun says."""
    assert [act.kind for act in done(f"5月1日，甲寰电池与乙川汽车签署{noun}。")] == [kind]


@pytest.mark.parametrize(
    ("text", "assertion"),
    [
        ("甲寰电池拟与乙川汽车签署合作协议。", "planned"),
        ("甲寰电池将于下月与乙川汽车签署合作协议。", "planned"),
        ("甲寰电池有望与乙川汽车签署合作协议。", "planned"),
        ("甲寰电池尚未与乙川汽车签署任何协议。", "negated"),
        ("甲寰电池否认与乙川汽车签署供货协议。", "negated"),
        ("市场传闻称甲寰电池与乙川汽车签署供货协议。", "hypothetical"),
        ("甲寰电池与乙川汽车签署合作协议，将在上海建厂。", "done"),
    ],
)
def test_assertion(text: str, assertion: str) -> None:
    """Plans, denials and rumours are told as what they are."""
    assert [act.assertion for act in found_in(text).acts] == [assertion]


@pytest.mark.parametrize(
    "text",
    [
        "甲寰电池与某银行签订授信协议。",
        "厂工会与公司签订工资集体合同。",
        "俱乐部签约两名前锋。",
        "使用本网站即表示您同意签署《用户服务协议》。",
        "甲寰电池董事长李明出席签约仪式。",
        "协议签署后，双方将成立工作组。",
        "项目开工率达到九成。",
    ],
)
def test_no_act(text: str) -> None:
    """Agreements of another sense, attended ceremonies and what comes after a signing are no acts."""
    assert done(text) == []


def test_definition_names_again() -> None:
    """A defined short name is found again, and 公司 is the one who defined it."""
    text = "甲寰电池股份有限公司（以下简称“公司”或“甲寰股份”）5月1日公告。公司与乙川汽车签署合作协议。甲寰股份将供货。"
    assert names(text, "company").count("甲寰电池股份有限公司") == 2
    assert "甲寰股份" in names(text, "company")
    assert groups(text) == [["甲寰电池股份有限公司", "乙川汽车"]]


def test_descriptor_is_no_name() -> None:
    """What describes a company stands outside of its name and tells its country."""
    one = next(
        one for one in found_in("甲寰电池与德国车企Rheinwagen签署合作协议。").mentions if one.name == "Rheinwagen"
    )
    assert one.country == "DE"


def test_signed_numbers() -> None:
    """Numbers of signed projects are told with their parts and qualifiers."""
    acts = done("大会集中签约项目137个，总投资952.5亿元；其中，动力电池项目超过100个。")
    assert [(act.number, act.qualifier, act.part) for act in acts] == [(137, "exact", False), (100, "more_than", True)]


def test_persons_and_places() -> None:
    """Who signed, who looked on, who spoke, and where."""
    finds = found_in(
        "甲寰电池与乙川汽车在宜宾签署合作协议，将在成都建设工厂。甲寰电池总裁李明与乙川汽车总经理王芳代表双方签约，"
        "宜宾市市长周平出席。李明表示，合作前景广阔。"
    )
    roles = {(one.mention.name, one.role) for one in finds.beside}
    assert {("李明", "signing_person"), ("王芳", "signing_person"), ("周平", "witness")} <= roles
    assert {(one.mention.name, one.use) for one in finds.sited} == {("宜宾", "event"), ("成都", "implementation")}


def test_parents() -> None:
    """A subsidiary is told with its parent, whichever comes first."""
    told = {
        (one.child.name, one.parent.name, one.relation)
        for text in (
            "甲寰电池控股子公司乙川再生与丙岭矿业签署合作协议。",
            "乙川再生是甲寰集团的全资子公司，与丙岭矿业签署合作协议。",
        )
        for one in found_in(text).parentages
    }
    assert told == {
        ("乙川再生", "甲寰电池", "holding_subsidiary"),
        ("乙川再生", "甲寰集团", "wholly_owned_subsidiary"),
    }


def test_subjects_are_not_in_names() -> None:
    """A stage of the chain is told by words, not by the name of a company."""
    document: Document = read_text("青禾正极材料有限公司与甲寰电池签署换电合作协议。", language="zh")
    find(document, CHINESE)
    assert {one.tag for one in CHINESE.subjects(document, document.sentences[0].span)} == {"swapping"}
