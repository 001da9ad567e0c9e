"""Tokens, and what a partner sees of a ledger."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import examples

from dicycle.bootstrap import Loop, open_loop
from dicycle.errors import Forbidden, InvalidInput, NotFound
from dicycle.identifiers import canonical
from dicycle.ledger.access import tokens
from dicycle.ledger.access.model import NOBODY, Principal, Role
from dicycle.ledger.access.seeing import is_own, restriction, sees
from dicycle.ledger.access.tokens import Wish, issue, revoke, verify
from dicycle.ledger.access.window import Window
from dicycle.ledger.predicates import Query
from dicycle.ledger.store import Sealed
from dicycle.vocabulary import CONTEXT

ORGANISATION = "https://id.gs1.org/417/9521234000006"
OTHER = "https://id.gs1.org/417/9529999000003"
KIND = "https://id.gs1.org/01/09521234000013"
PACK = "https://id.gs1.org/01/09521234000013/21/P-1"
PARTNER = Wish(Role.PARTNER, ORGANISATION, prefixes=("9521234",))
YEAR = 365 * 24 * tokens.HOUR


def event(number: int, **fields: Any) -> dict[str, Any]:
    """Return an event about the pack."""
    return {
        "@context": CONTEXT,
        "type": "ObjectEvent",
        "eventID": f"urn:x:{number}",
        "eventTime": f"2027-01-01T00:{number // 60:02}:{number % 60:02}Z",
        "eventTimeZoneOffset": "+00:00",
        "action": "OBSERVE",
        "epcList": [PACK],
    } | fields


def send(loop: Loop, value: dict[str, Any], reporter: str = "") -> None:
    """Capture an event in the name of an organisation."""
    loop.intake.event(json.dumps(value).encode(), reporter)


def principal(wish: Wish = PARTNER) -> Principal:
    """Return whoever would hold the token."""
    return Principal(wish.role, wish.organisation, wish.name, tuple(wish.keys), tuple(wish.prefixes), "id")


# ---------------------------------------------------------------- tokens


def test_a_token_proves_who_shows_it(loop: Loop) -> None:
    """What was issued is what the token says later, with ids in their canonical form."""
    wish = PARTNER._replace(keys=("urn:epc:id:sgln:9521234.00001.0",), label="plant one", name="Example Motors")
    token, text = issue(loop.store, wish, 1)
    assert verify(loop.store, text, 2) == token
    found = token.principal
    assert (found.role, found.organisation, found.name) == (Role.PARTNER, ORGANISATION, "Example Motors")
    assert found.keys == ("https://id.gs1.org/414/9521234000013",)
    assert found.owner == ORGANISATION


def test_the_ledger_keeps_no_secret(tmp_path: Path) -> None:
    """Whoever reads the file finds no token in it that opens anything."""
    with open_loop(tmp_path / "loop.db") as loop:
        _, text = issue(loop.store, PARTNER, 1)
    secret = text.split("_", 2)[2].encode()
    assert [path.name for path in tmp_path.iterdir() if secret in path.read_bytes()] == []


def test_secrets_are_long_and_never_the_same(loop: Loop) -> None:
    """Each secret has 256 bits, and ids do not repeat."""
    found = [issue(loop.store, PARTNER, 1) for _ in range(20)]
    assert len({token.id for token, _ in found}) == len({text for _, text in found}) == 20
    assert all(len(text.split("_", 2)[2]) == 43 for _, text in found)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text[:-1] + ("A" if text[-1] != "A" else "B"),
        lambda text: text[:-1],
        lambda text: f"{text}x",
        lambda text: text.upper(),
        lambda text: f"{text}\n",
        lambda text: text.replace("dct_", "dct_0", 1),
        lambda text: f"dct_{'0' * 10}_{text.split('_', 2)[2]}",
        lambda text: "",
        lambda text: "dct__",
        lambda text: "\ud800\x00",
    ],
)
def test_a_token_that_is_not_quite_right_opens_nothing(loop: Loop, spoil: Any) -> None:
    """A wrong secret, a wrong id and anything else get the same answer."""
    _, text = issue(loop.store, PARTNER, 1)
    with pytest.raises(Forbidden) as refused:
        verify(loop.store, spoil(text), 2)
    assert refused.value.findings[0].code == "access.token-unknown"


def test_a_token_ends_when_it_was_to_end(loop: Loop) -> None:
    """It holds until the moment it expires, and not at that moment."""
    _, text = issue(loop.store, PARTNER._replace(expires=1000), 1)
    assert verify(loop.store, text, 999)
    with pytest.raises(Forbidden) as refused:
        verify(loop.store, text, 1000)
    assert refused.value.findings[0].code == "access.token-expired"


def test_a_revoked_token_opens_nothing_and_stays_in_the_list(loop: Loop) -> None:
    """Revoking is for good: a late use does not undo it, and a second revocation keeps the first moment."""
    token, text = issue(loop.store, PARTNER, 1)
    revoke(loop.store, token.id, 5)
    with loop.store.writing() as writing:
        tokens.used(writing, token.id, 6)
    assert revoke(loop.store, token.id, 7).revoked == 5
    with pytest.raises(Forbidden) as refused:
        verify(loop.store, text, 8)
    assert refused.value.findings[0].code == "access.token-revoked"
    assert [(one.id, one.revoked) for one, _ in tokens.listed(loop.store)] == [(token.id, 5)]
    assert tokens.ever_issued(loop.store)
    assert not tokens.holds(loop.store, token.id, 8)


def test_a_token_that_is_not_there_cannot_be_revoked(loop: Loop) -> None:
    """Nothing is made by revoking."""
    with pytest.raises(NotFound):
        revoke(loop.store, "nope", 1)
    assert not tokens.ever_issued(loop.store)


def test_the_last_use_is_known_to_the_hour(loop: Loop) -> None:
    """The list says in which hour a token was last used."""
    token, _ = issue(loop.store, PARTNER, 1)
    with loop.store.writing() as writing:
        tokens.used(writing, token.id, 3 * tokens.HOUR + 7)
    assert [used for _, used in tokens.listed(loop.store)] == [3 * tokens.HOUR]


@pytest.mark.parametrize(
    "wish",
    [
        Wish(Role.PUBLIC),
        Wish(Role.PARTNER),
        Wish(Role.PARTNER, "Example Motors"),
        Wish(Role.PARTNER, ORGANISATION, prefixes=("952",)),
        Wish(Role.PARTNER, ORGANISATION, prefixes=("9521234%",)),
        Wish(Role.PARTNER, ORGANISATION, prefixes=("",)),
        Wish(Role.PARTNER, ORGANISATION, keys=("x",)),
        Wish(Role.OPERATOR, prefixes=("9521234",)),
        Wish(Role.OPERATOR, label="a\nb"),
        Wish(Role.OPERATOR, name="x" * 201),
        Wish(Role.OPERATOR, expires=10),
    ],
)
def test_a_wish_that_makes_no_sense_is_refused(loop: Loop, wish: Wish) -> None:
    """Nothing is issued for the public, without an organisation, for half a prefix, or for the past."""
    with pytest.raises(InvalidInput) as refused:
        issue(loop.store, wish, 10)
    assert refused.value.findings[0].code == "access.wish"
    assert not tokens.ever_issued(loop.store)


def test_what_a_token_set_up_lasts_as_long_as_tokens_hold(loop: Loop) -> None:
    """A subscription's owner is what its tokens that hold make it together, and nobody without one."""
    first, _ = issue(loop.store, PARTNER, 1)
    second, _ = issue(loop.store, Wish(Role.PARTNER, ORGANISATION, keys=("urn:x:place",), expires=100), 2)
    both = tokens.standing(loop.store, ORGANISATION, 3)
    assert (both.keys, both.prefixes) == (("urn:x:place",), ("9521234",))
    revoke(loop.store, first.id, 4)
    assert tokens.standing(loop.store, ORGANISATION, 5).prefixes == ()
    assert tokens.standing(loop.store, ORGANISATION, 100) == NOBODY
    assert tokens.standing(loop.store, OTHER, 5) == NOBODY
    assert second.id != first.id


# ---------------------------------------------------------------- who sees what

OWN_GLN = "https://id.gs1.org/414/9521234000013"
FOREIGN_GLN = "https://id.gs1.org/414/9529999000010"
ids = st.sampled_from(
    [
        ORGANISATION, OTHER, OWN_GLN, f"{OWN_GLN}/254/7", FOREIGN_GLN, "urn:epc:id:sgln:9521234.00001.0",
        "urn:epc:id:sgln:9529999.00001.0", "https://example.com/place", "https://example.com/place/7",
        "https://id.gs1.org/414/952123", "https://id.gs1.org/417/9521235000005",
    ]
)  # fmt: skip
ends = st.lists(
    st.tuples(st.sampled_from(["owning_party", "possessing_party", "location", "urn:x:kind"]), ids), max_size=2
)


def _place(name: str) -> Any:
    return st.fixed_dictionaries({}, optional={name: st.fixed_dictionaries({"id": ids})})


@st.composite
def told(draw: Any) -> dict[str, Any]:
    """Return the fields by which an event may concern somebody."""
    fields: dict[str, Any] = draw(_place("readPoint")) | draw(_place("bizLocation"))
    for name, one in (("sourceList", "source"), ("destinationList", "destination")):
        if found := draw(ends):
            fields[name] = [{"type": kind, one: id} for kind, id in dict.fromkeys(found)]
    return fields


wishes = st.builds(
    Wish,
    st.just(Role.PARTNER),
    st.sampled_from([ORGANISATION, "https://example.com/us"]),
    keys=st.lists(ids.filter(lambda id: not id.startswith("urn:epc")), max_size=2),
    prefixes=st.lists(st.sampled_from(["9521234", "952123", "9529999", "9000"]), max_size=2),
)


@given(st.lists(st.tuples(told(), st.sampled_from(["", ORGANISATION, OTHER])), max_size=6), wishes)
@examples(20)
def test_a_query_gives_what_one_may_see_of_each_event(sent: list[Any], wish: Wish) -> None:
    """The predicate for stores and the rule for one event are the same rule."""
    with TemporaryDirectory() as folder, open_loop(Path(folder) / "loop.db") as loop:
        for number, (fields, reporter) in enumerate(sent):
            send(loop, event(number, **fields), reporter)
        rule = restriction(principal(wish))
        assert rule is not None
        found = loop.store.query(Query((rule,)), 100, until=None, after=None).events
        each = list(loop.store.sealed())
        seen = [one.event.seq for one in each if sees(principal(wish), one.event, one.reporter)]
        assert sorted(one.seq for one in found) == seen == [one.event.seq for one in each if _by_hand(wish, one)]


def _by_hand(wish: Wish, sealed: Sealed) -> bool:
    """Tell the same from the event's JSON: whose places and parties stand in it."""
    value = sealed.event.value
    named = [value[name]["id"] for name in ("readPoint", "bizLocation") if name in value]
    for name, one in (("sourceList", "source"), ("destinationList", "destination")):
        named += [end[one] for end in value.get(name, []) if end["type"] != "urn:x:kind"]
    mine = {wish.organisation, *wish.keys}
    for id in map(canonical, named):
        gln = id.removeprefix("https://id.gs1.org/41")[2:] if id.startswith("https://id.gs1.org/41") else ""
        if id in mine or id.partition("/254/")[0] in mine or any(gln.startswith(one) for one in wish.prefixes):
            return True
    return sealed.reporter == wish.organisation


def test_a_partner_without_an_organisation_sees_nothing(loop: Loop) -> None:
    """Events that nobody is known to have sent are not those of somebody without a name."""
    send(loop, event(1))
    for nobody in (NOBODY, Principal(Role.PARTNER), Principal(Role.PUBLIC, ORGANISATION, prefixes=("9521234",))):
        rule = restriction(nobody)
        assert rule is not None
        assert loop.store.query(Query((rule,)), 9, until=None, after=None).events == []
        assert [one for one in loop.store.sealed() if sees(nobody, one.event, one.reporter)] == []


def test_operators_and_authorities_see_all() -> None:
    """There is nothing to narrow for those who see all."""
    assert restriction(Principal(Role.OPERATOR)) is None
    assert restriction(Principal(Role.AUTHORITY, OTHER)) is None


def test_a_prefix_is_of_places_and_parties_only() -> None:
    """That a company's number is on a battery does not open the battery's life to the company."""
    mine = principal()
    assert is_own(mine, OWN_GLN)
    assert is_own(mine, ORGANISATION)
    assert not is_own(mine, PACK)
    assert not is_own(mine, FOREIGN_GLN)


# ---------------------------------------------------------------- the window


@pytest.fixture
def window(loop: Loop) -> Window:
    """A partner's view of a ledger with two events of one pack: one it sent, one that is not its business."""
    names = [
        {"id": FOREIGN_GLN, "attributes": [{"id": "dcy:name", "attribute": "Secret plant"}]},
        {"id": KIND, "attributes": [{"id": "dcy:name", "attribute": "Pack 60"},
                                    {"id": "dcy:category", "attribute": "pack"},
                                    {"id": "dcy:cost", "attribute": "9000"}]},
    ]  # fmt: skip
    with loop.store.writing() as writing:
        writing.put_master_data([
            {"type": f"urn:epcglobal:epcis:vtype:{kind}", "vocabularyElementList": [one]}
            for kind, one in zip(("Location", "EPCClass"), names, strict=True)
        ])  # fmt: skip
    alias = {"ilmd": {"dcy:aliases": [{"dcy:item": PACK, "dcy:alias": "urn:x:secret-name"}]}}
    send(loop, event(1, action="ADD", bizStep="commissioning", readPoint={"id": FOREIGN_GLN}, **alias), OTHER)
    send(loop, event(2, bizStep="inspecting"), ORGANISATION)
    send(loop, event(3, epcList=["https://id.gs1.org/01/09521234000013/21/P-2"]), OTHER)
    return Window(loop.store, principal())


def test_a_life_is_told_from_what_is_seen(window: Window) -> None:
    """Of a pack's events a partner gets its own; of another pack, nothing, as if it were not there."""
    assert [one.event_id for one in window.events_of(PACK)] == ["urn:x:2"]
    assert [one.event_id for one in window.events()] == ["urn:x:2"]
    assert [one.event_id for one in window.events_of(PACK, latest=1)] == ["urn:x:2"]
    assert window.item(PACK) is not None
    assert window.item("https://id.gs1.org/01/09521234000013/21/P-2") is None
    assert [one.id for one in window.items_numbered("P-1")] == [PACK]
    assert window.items_numbered("P-2") == []
    assert window.by_id("urn:x:1") == []
    assert len(window.by_id("urn:x:2")) == 1


def test_another_name_is_known_from_events_that_are_seen(window: Window, loop: Loop) -> None:
    """A name that a foreign event gave to a thing leads nowhere, and is not told."""
    assert loop.store.item_of_alias("urn:x:secret-name") == PACK
    assert window.item_of_alias("urn:x:secret-name") is None
    assert window.aliases_of(PACK) == []


def test_master_data_is_told_of_what_was_met(window: Window) -> None:
    """A place of others has no name for a partner; a class has its public facts until an event of it is met."""
    assert window.names([FOREIGN_GLN, KIND]) == {FOREIGN_GLN: {}, KIND: {"dcy:name": "Pack 60", "dcy:category": "pack"}}
    window.events_of(PACK)
    assert window.names([KIND])[KIND]["dcy:cost"] == "9000"


def test_what_a_window_does_not_narrow_is_closed(window: Window) -> None:
    """Counts, lists of all names, the sealed log, cards and writing are closed; so is what stores will learn."""
    for name in ("counts", "words", "terms", "items", "sealed", "card", "cards", "writing", "something_new"):
        with pytest.raises(Forbidden):
            getattr(window, name)


def test_jobs_are_of_those_who_made_them(loop: Loop) -> None:
    """A partner finds its own jobs, page by page, without notes about others' events."""
    document = {"@context": CONTEXT, "type": "EPCISDocument", "schemaVersion": "2.0",
                "creationDate": "2027-01-01T00:00:00Z", "epcisBody": {"eventList": []}}  # fmt: skip
    for reporter in (ORGANISATION, OTHER, "", ORGANISATION, ORGANISATION):
        _, done = loop.intake.begin(json.dumps(document).encode(), reporter=reporter)
        done.result()
    window = Window(loop.store, principal())
    first = window.jobs(2, None)
    rest = window.jobs(9, first[-1].id)
    assert len(first) == 2
    assert len(rest) == 1
    assert {one.reporter for one in (*first, *rest)} == {ORGANISATION}
    foreign = next(one for one in loop.store.jobs(9, None) if one.reporter == OTHER)
    assert window.job(foreign.id) is None
    assert window.job(first[0].id) is not None
