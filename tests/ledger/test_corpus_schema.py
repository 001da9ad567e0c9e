"""The corpus of stories against GS1's own JSON Schema, an oracle that nobody here wrote."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any, NoReturn

import jsonschema_rs
import pytest
from corpus.stories import LEDGER, Story, Twin, stories, twins
from reference import reference

from dicycle import vocabulary

Pointer = tuple[str | int, ...]
DEEPEST = 256
NEVER_REFUSING = {"EPCIS-Document", "required-ld-context", "Extended-Event"}
"""Definitions of GS1's schema that are for bare events, that nothing points to, or that leave refusing to others."""


def each(items: tuple[Any, ...], name: str) -> pytest.MarkDecorator:
    """Run a test once for each item, under the item's name."""
    return pytest.mark.parametrize(name, items, ids=str)


# ---------------------------------------------------------------- the oracle


@cache
def schema() -> dict[str, Any]:
    """Return GS1's schema for EPCIS documents."""
    text = reference("epcis", "gs1", "EPCIS-JSON-Schema.json").read_text(encoding="utf-8")
    return json.loads(text)


@cache
def validator() -> Any:
    """Return GS1's schema, compiled, with formats checked."""
    return jsonschema_rs.validator_for(schema(), validate_formats=True)


def causes(error: Any) -> Iterator[Any]:
    """Yield an error of the schema and every error it was made of."""
    yield error
    for branch in getattr(error.kind, "context", []):
        for cause in branch:
            yield from causes(cause)
    if error.kind.name == "propertyNames":
        yield from causes(error.kind.error)


def pointed_at(error: Any) -> Iterator[Pointer]:
    """Yield the places an error speaks of: for a key that may not be there, the key, else the thing itself."""
    path = tuple(error.instance_path)
    if error.kind.name == "propertyNames":
        yield (*path, error.kind.error.instance)
    elif error.kind.name == "additionalProperties":
        yield from ((*path, key) for key in error.kind.unexpected)
    else:
        yield path


def refusals(twin: Twin) -> list[Any]:
    """Return every reason for which the schema refuses a twin."""
    return [cause for error in validator().iter_errors(read(twin)) for cause in causes(error)]


# ---------------------------------------------------------------- reading strictly


def strict(raw: bytes) -> Any:
    """Read JSON that can be read in one way only; numbers keep their digits."""
    text = raw.decode("utf-8")
    if depth(text) > DEEPEST:
        raise ValueError("nested too deep")
    return json.loads(text, object_pairs_hook=no_key_twice, parse_constant=no_constant, parse_float=Decimal)


def depth(text: str) -> int:
    """Return how deep lists and objects are nested in a JSON text."""
    bare = re.sub(r'"(?:\\.|[^"\\])*"', "", text)
    level = deepest = 0
    for sign in re.findall(r"[\[\]{}]", bare):
        level += 1 if sign in "[{" else -1
        deepest = max(deepest, level)
    return deepest


def no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Build an object, or refuse it where a key stands twice."""
    twice = [key for key, count in Counter(key for key, _ in pairs).items() if count > 1]
    if twice:
        raise ValueError(f"the same key twice: {twice}")
    return dict(pairs)


def no_constant(word: str) -> NoReturn:
    """Refuse NaN and the infinities."""
    raise ValueError(f"{word} is not JSON")


def read(item: Story | Twin) -> Any:
    """Read a document strictly."""
    return strict(item.path.read_bytes())


def laid_out(text: str) -> str:
    """Return the same JSON indented by two blanks, every number as it was written."""
    kept = json.loads(text, parse_float="\0{}\0".format, parse_int="\0{}\0".format)
    return re.sub(r'"\\u0000(.*?)\\u0000"', r"\1", json.dumps(kept, indent=2, ensure_ascii=False)) + "\n"


def walk(node: Any, path: Pointer = ()) -> Iterator[tuple[Pointer, Any]]:
    """Yield everything in a document with the place where it stands."""
    yield path, node
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, child in children:
        yield from walk(child, (*path, key))


def pointer(text: str) -> Pointer:
    """Return the steps of a JSON pointer (RFC 6901)."""
    parts = [part.replace("~1", "/").replace("~0", "~") for part in text.split("/")[1:]]
    return tuple(int(part) if part.isdecimal() else part for part in parts)


# ---------------------------------------------------------------- telling two documents apart


def changes(one: Any, other: Any, path: Pointer = ()) -> list[Pointer]:
    """Return the places where two documents differ; a key that only changed its name is one place."""
    if isinstance(one, dict) and isinstance(other, dict):
        return changed_members(one, other, path)
    if isinstance(one, list) and isinstance(other, list):
        return changed_items(one, other, path)
    return [] if same(one, other) else [path]


def changed_members(one: dict[str, Any], other: dict[str, Any], path: Pointer) -> list[Pointer]:
    """Compare objects member by member."""
    gone, come = [k for k in one if k not in other], [k for k in other if k not in one]
    if len(gone) == len(come) == 1 and same(one[gone[0]], other[come[0]]):
        gone = []
    inside = [place for k in one if k in other for place in changes(one[k], other[k], (*path, k))]
    return [(*path, k) for k in gone + come] + inside


def changed_items(one: list[Any], other: list[Any], path: Pointer) -> list[Pointer]:
    """Compare lists: one item changed, put in or taken out is one place, and so is a list that was emptied."""
    if not one or not other:
        return [path] if one or other else []
    if len(one) == len(other):
        return [place for i, pair in enumerate(zip(one, other, strict=True)) for place in changes(*pair, (*path, i))]
    shorter, longer = sorted((one, other), key=len)
    places = [i for i in range(len(longer)) if same(shorter, longer[:i] + longer[i + 1 :])]
    return [(*path, places[0])] if places else [(*path, i) for i in range(len(longer))]


def same(one: Any, other: Any) -> bool:
    """Tell whether two values are written alike: 1, 1.0, true and "1" are four things."""
    return repr(one) == repr(other)


# ---------------------------------------------------------------- GS1 check digits

KEYS = re.compile(r"https://id\.gs1\.org/(00|01|414|417)/(\d+)|https://id\.gs1\.org/(8003)/0(\d{13})")


def digits_with_check(item: Story | Twin) -> list[str]:
    """Return the numbers in a document that end in a check digit (GTIN, SSCC, GLN, party GLN, GRAI)."""
    texts = (text for path, node in walk(read(item)) for text in (node, path[-1] if path else None))
    found = (match for text in texts if isinstance(text, str) for match in KEYS.finditer(text))
    return [match[2] or match[4] for match in found]


def check_digit_holds(digits: str) -> bool:
    """Weigh the digits 1, 3, 1, 3, … from the right; the sum is a multiple of ten (GS1 General Specifications)."""
    return sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(reversed(digits))) % 10 == 0


# ---------------------------------------------------------------- what must hold


def test_the_list_and_the_folder_name_the_same_stories() -> None:
    """What `stories.toml` lists lies in the folder, and nothing else does."""
    listed = [item.path.name for item in (*stories(), *twins())]
    assert sorted(listed) == sorted(path.name for path in LEDGER.glob("*.jsonld"))


@each(stories(), "story")
def test_a_story_has_a_sentence_a_paragraph_and_a_twin(story: Story) -> None:
    """A story says what it tells, cites the convention, and has at least one twin."""
    assert story.tells.endswith(".")
    assert story.conventions
    assert set(story.conventions) <= set(range(1, 16))
    assert any(twin.story == story for twin in twins())


@each(twins(), "twin")
def test_a_twin_says_what_its_layer_has_to_know(twin: Twin) -> None:
    """A schema twin has a place, a sense twin has a rule, a parser twin neither."""
    assert twin.tells.endswith(".")
    assert (twin.where is not None, twin.rule is not None) == (twin.refused_by == "schema", twin.refused_by == "sense")


@each(stories(), "story")
def test_the_schema_accepts_a_story(story: Story) -> None:
    """GS1's schema has nothing to say against a story."""
    errors = [(error.instance_path, error.message) for error in validator().iter_errors(read(story))]
    assert errors == []


@each(stories(), "story")
def test_a_story_is_written_for_people(story: Story) -> None:
    """A story is indented by two blanks, in plain UTF-8, and ends with one line end."""
    text = story.path.read_text(encoding="utf-8")
    assert text == laid_out(text)


@each(stories(), "story")
def test_the_check_digits_of_a_story_are_right(story: Story) -> None:
    """Every GS1 number in a story ends in the check digit that its other digits ask for."""
    assert [digits for digits in digits_with_check(story) if not check_digit_holds(digits)] == []


@each(twins("sense"), "twin")
def test_only_the_check_digit_twins_have_wrong_check_digits(twin: Twin) -> None:
    """A twin has a wrong check digit exactly when that is what it is about."""
    wrong = [digits for digits in digits_with_check(twin) if not check_digit_holds(digits)]
    assert bool(wrong) == (twin.rule == "check-digit")


@each(twins("schema"), "twin")
def test_the_schema_refuses_a_schema_twin_where_it_is_wrong(twin: Twin) -> None:
    """GS1's schema refuses the twin, and one of its reasons is the place that the twin names."""
    places = {place for error in refusals(twin) for place in pointed_at(error)}
    assert pointer(twin.where or "") in places


@each(twins("sense"), "twin")
def test_the_schema_accepts_a_sense_twin(twin: Twin) -> None:
    """What makes no sense is still EPCIS: the schema cannot see it."""
    assert validator().is_valid(read(twin))


@each(twins("parser"), "twin")
def test_a_strict_reader_refuses_a_parser_twin(twin: Twin) -> None:
    """A parser twin has no single reading."""
    with pytest.raises(ValueError, match=r".+"):
        strict(twin.path.read_bytes())


@each((*twins("schema"), *twins("sense")), "twin")
def test_a_twin_differs_from_its_story_in_one_place(twin: Twin) -> None:
    """One thing is wrong in a twin, and one thing only."""
    assert len(changes(read(twin.story), read(twin))) == 1


@each(stories(), "story")
def test_a_story_says_our_words_as_the_vocabulary_does(story: Story) -> None:
    """What a story says under our own prefix is a word of `dicycle.vocabulary`."""
    ours = {word for word in vars(vocabulary).values() if isinstance(word, str)}
    said = set(re.findall(rf'"({vocabulary.PREFIX}:[^"]*)"', story.path.read_text(encoding="utf-8")))
    assert said - ours == set()


def test_every_field_of_the_standard_is_told_by_a_story() -> None:
    """No field of EPCIS goes without a story that uses it."""
    named = {
        key for _, node in walk(schema()["definitions"]) if isinstance(node, dict) for key in node.get("properties", {})
    }
    told = {path[-1] for story in stories() for path, _ in walk(read(story)) if path}
    assert named - told == set()


def test_every_type_of_the_standard_is_refused_by_a_twin() -> None:
    """Each definition of GS1's schema that can refuse anything refuses one of the twins."""
    definitions = {name for name, body in schema()["definitions"].items() if set(body) != {"$ref"}}
    refusing = {
        error.schema_path[1]
        for twin in twins("schema")
        for error in refusals(twin)
        if error.schema_path[0] == "definitions"
    }
    assert definitions - NEVER_REFUSING - refusing == set()
