"""The parameters and shapes of the register of agreements."""

from collections.abc import Mapping
from typing import Any, Final, get_args

from dicycle.agreements.register.chain import STAGES
from dicycle.agreements.register.model import Matter, Verdict
from dicycle.server.agreements.asking import KINDS, MOST_PER_PAGE, PER_PAGE, TAGS
from dicycle.server.agreements.routes import FORMATS
from dicycle.server.agreements.taking import LANGUAGES
from dicycle.server.openapi.schemas import STRING, Spec, array, described


def _asked(name: str, schema: Spec, description: str, **more: Any) -> Spec:
    return {"name": name, "in": "query", "schema": schema, "description": description, **more}


def _word(name: str, description: str, *known: str, **more: Any) -> Spec:
    return _asked(name, {"type": "string", "enum": list(known)} if known else STRING, description, **more)


def _format(*known: str) -> Spec:
    return _word("format", "The form of the answer; without it, what is accepted decides.", *known)


_DAY: Final = {"type": "string", "pattern": r"^\d{4}(-\d\d(-\d\d)?)?$"}
_ANYWHERE: Final = _word("region", "A country (or its two letters), province or city, in any of the four languages.")
_PAGED: Final = [
    _asked("page", {"type": "integer", "minimum": 1, "maximum": 1_000_000, "default": 1}, "Which page."),
    _asked("perPage", {"type": "integer", "minimum": 1, "maximum": MOST_PER_PAGE, "default": PER_PAGE}, "How many."),
]
GROUPS: Final[Mapping[str, list[Spec]]] = {
    "agreements": [
        _asked("country", {"type": "string", "pattern": "^[A-Za-z]{2}$"}, "Only in this country (ISO 3166-1)."),
        _word("region", "Only in this province, region or city, by its English name."),
        _asked(
            "kind", {"type": "array", "items": {"type": "string", "enum": list(KINDS)}}, "Only of these kinds.",
            style="form", explode=True,
        ),
        _word("party", "Only with this party: an id, or a part of a name."),
        _word("about", "Only about this stage of the chain, or another subject.", *TAGS),
        _asked("since", _DAY, "Only from this day, month or year on."),
        _asked("until", _DAY, "Only up to it."),
        _word("q", "Only with these words in title, kind, place, subjects or names."),
        *_PAGED,
        _format("json", "csv", "html"),
    ],
    "agreements-parties": [_word("q", "Only with these words in a name."), *_PAGED, _format("json", "html")],
    "agreements-one": [_format("json", "html")],
    "agreements-chain": [
        _ANYWHERE,
        _word("party", "What this party and its subsidiaries have a part in; its id."),
        _word("stage", "On the page: the stage for which partners are searched.", *STAGES),
        _format("json", "html"),
    ],
    "agreements-partners": [
        _word("stage", "The stage that is looked for.", *STAGES, required=True),
        _ANYWHERE,
        _word("besides", "A party that is left out; its id."),
    ],
    "agreements-candidates": [_word("decided", "Whether to list also what was decided.", "true", "false")],
    "agreements-export": [_word("format", "The format; the first unless asked.", *FORMATS)],
    "agreements-documents": [
        _word("name", "What the document is called."),
        _word("language", "Its language; without it, that is found out.", *LANGUAGES),
        _word("again", "Whether to read anew what is in the register already.", "true", "false"),
        _word("keep", "Whether to keep it; `false` only reads it.", "true", "false"),
    ],
}  # fmt: skip
"""Group -> parameters; as components each is called by its group and its name."""

_NAMES: Final = array("Object")
_WORDS: Final[Spec] = {"type": "array", "items": STRING}
SCHEMAS: Final[Spec] = {
    "Agreements": described(
        "Entries of the register, and what may be summed of them: money by kind and currency, exact. A value of an "
        "entry quotes the documents in its records.",
        ["count", "countable", "sums", "facets", "entries", "next"],
        count={"type": "integer"},
        countable={"type": "integer"},
        sums={"type": "object"},
        facets={"type": "object"},
        entries=_NAMES,
        next={"type": ["string", "null"]},
    ),
    "Agreement": described(
        "An entry with the records of the documents that tell of it.",
        ["id", "kind", "status", "parties", "sources", "stages", "records"],
        **dict.fromkeys(("id", "kind", "status"), STRING),
        **dict.fromkeys(("parties", "sources", "stages", "records"), _NAMES),
        countable={"type": "boolean"},
        because=STRING,
    ),
    "Parties": described(
        "Parties of the register, those with most entries first.",
        ["count", "parties", "next"],
        count={"type": "integer"},
        parties=array("Party"),
        next={"type": ["string", "null"]},
    ),
    "Party": described(
        "A party: its names by language, its entries, its documents.",
        ["id", "name", "type", "names", "documents"],
        **dict.fromkeys(("id", "name", "type"), STRING),
        names={"type": "object"},
        documents=_WORDS,
        entries=_WORDS,
    ),
    "Chain": described(
        "The stages of the chain: how far each is, by which entries; gaps, and stages with no more than plans.",
        ["links", "gaps", "open"],
        links=_NAMES,
        gaps=_WORDS,
        open=_WORDS,
    ),
    "Objects": _NAMES,
    "Document-read": described(
        "A document that was read: its SHA-256, whether it is new here, the entries that it tells of, and the release: "
        "all records, every value with the characters that say it, and what was left out and why.",
        ["document", "new", "entries", "release"],
        document=STRING,
        new={"type": "boolean"},
        entries=_WORDS,
        release={"type": "object"},
    ),
    "Judgement": described(
        "What a person decides about two parties or entries; for a value, `one` is an entry or party and `other` the "
        "field. `unsure` takes back.",
        ["matter", "one", "other", "verdict"],
        matter={"type": "string", "enum": list(get_args(Matter))},
        **dict.fromkeys(("one", "other", "note"), STRING),
        verdict={"type": "string", "enum": list(get_args(Verdict))},
        value={},
    ),
}
