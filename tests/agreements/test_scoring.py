"""The score of a reading: what is right, false, missed, read out of forbidden words, or misquoted."""

from pathlib import Path

import pytest
from agreements.gold_release import release_of
from msgspec.structs import replace

from dicycle.agreements.document import Document
from dicycle.agreements.model import Dated, Quote, Release
from dicycle.agreements.reading import read
from dicycle.agreements.scoring import Gold, Score, judge, read_gold
from dicycle.errors import InvalidInput

PASSAGES = Path(__file__).parent / "passages"
FIELDS = ("record", "kind", "status", "party", "date", "event place", "place of carrying out", "subject", "money",
          "capacity", "jobs", "count")  # fmt: skip
EMPTY = ()


def annotated(language: str, number: int) -> tuple[Gold, Document]:
    """Return an annotated passage as it is read."""
    gold = read_gold(PASSAGES / language)[number]
    return gold, read(gold.path.read_bytes(), gold.path.name)


def perfect(gold: Gold, document: Document) -> Release:
    """Return the annotation as a release."""
    return release_of(gold.said, document)


def scored(gold: Gold, document: Document, release: Release) -> Score:
    """Return the score of a release."""
    return judge(gold, release, document.text)


@pytest.mark.parametrize("language", ["en", "de", "zh", "ru"])
@pytest.mark.parametrize(("folder", "documents"), [("", 20), ("unseen", 10)])
def test_the_annotation_itself_is_without_fault(folder: str, documents: int, language: str) -> None:
    """Told exactly what was annotated, all values of all passages are right, and no quote is out of place."""
    whole = Score()
    for gold in read_gold(PASSAGES / folder / language):
        document = read(gold.path.read_bytes(), gold.path.name)
        whole.add(scored(gold, document, perfect(gold, document)))
    assert whole.documents == documents
    assert {name: (tally.false, tally.missed) for name, tally in whole.fields.items() if name in FIELDS} == {
        name: (0, 0) for name in whole.fields if name in FIELDS
    }
    assert whole.misquoted == []


def test_what_is_not_told_is_missed() -> None:
    """A reading that found nothing misses every record, and invents none."""
    gold, document = annotated("en", 0)
    tally = scored(gold, document, replace(perfect(gold, document), records=())).of("record")
    core = sum(one.get("tier", "core") == "core" for one in gold.records)
    assert (tally.right, tally.false, tally.missed) == (0, 0, core)
    assert core > 0


def test_a_date_where_none_is_told_is_invented() -> None:
    """A wrong day is false, and the right one is missed."""
    gold, document = annotated("en", 0)
    release = perfect(gold, document)
    wrong = tuple(replace(one, date=Dated("1999-09-09", "explicit", one.date.evidence)) for one in release.records)
    tally = scored(gold, document, replace(release, records=wrong)).of("date")
    assert tally.right == 0
    assert tally.false == len(wrong)


def test_a_party_too_many_is_false() -> None:
    """A party of another name that no entity has, quoted from nowhere in the annotation, is no party."""
    gold, document = annotated("en", 0)
    release = perfect(gold, document)
    first = release.records[0]
    stranger = replace(first.parties[0], name="Nobody Knows GmbH", evidence=(Quote(0, 0, ""),))
    more = replace(first, parties=(*first.parties, stranger))
    tally = scored(gold, document, replace(release, records=(more, *release.records[1:]))).of("party")
    assert tally.false == 1
    assert tally.missed == 0


def test_a_quote_that_is_not_exact_is_told() -> None:
    """One character beside its place, and the quote counts as misquoted."""
    gold, document = annotated("de", 0)
    release = perfect(gold, document)
    first = release.records[0]
    quote = first.kind.evidence[0]
    off = replace(first.kind, evidence=(Quote(quote.start + 1, quote.end + 1, quote.text),))
    score = scored(gold, document, replace(release, records=(replace(first, kind=off), *release.records[1:])))
    assert len(score.misquoted) == 1


def test_a_value_that_rests_on_a_forbidden_span_is_told() -> None:
    """A record whose only evidence is a span that is no agreement is read out of what must not be read."""
    for gold in read_gold(PASSAGES / "en"):
        spans = [one["span"] for one in gold.said["must_not"] if "agreement" in one["what"] or "record" in one["what"]]
        if spans and gold.records:
            break
    document = read(gold.path.read_bytes(), gold.path.name)
    release = perfect(gold, document)
    quote = document.quote(spans[0]["start"], spans[0]["end"])
    first = replace(release.records[0], kind=replace(release.records[0].kind, evidence=(quote,)))
    assert scored(gold, document, replace(release, records=(first,))).forbidden
    assert not scored(gold, document, replace(release, records=EMPTY)).forbidden


@pytest.mark.parametrize("content", [None, "{", "[1]", '{"documents": [{"doc_id": "none.txt"}]}'])
def test_a_folder_without_sound_gold_is_refused(content: str | None, tmp_path: Path) -> None:
    """No gold.json, no JSON, or a document that is not there: a sentence says which; a list holds no documents."""
    if content is not None:
        (tmp_path / "gold.json").write_text(content)
    if content == "[1]":
        assert read_gold(tmp_path) == []
        return
    with pytest.raises(InvalidInput, match="gold"):
        read_gold(tmp_path)
