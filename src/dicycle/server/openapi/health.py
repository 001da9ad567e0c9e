"""The parameters and shapes of inspections, certificates, routes and matches."""

from collections.abc import Mapping
from typing import Any, Final, get_args

from dicycle.health.gates.model import GateId
from dicycle.health.gates.questions import QUESTIONS
from dicycle.health.model import Chemistry, Kind
from dicycle.routing.parameters.model import ROUTES
from dicycle.routing.regions import PROFILES
from dicycle.server.health.certificates import CHOICES
from dicycle.server.health.inspecting import PURPOSES
from dicycle.server.openapi.schemas import STRING, TIME, Spec, array, described


def _asked(name: str, description: str, *known: str, **more: Any) -> Spec:
    schema = {"type": "string", "enum": list(known)} if known else STRING
    return {"name": name, "in": "query", "schema": schema, "description": description, **more}


_WHO: Final = "Who does it; whom the token names, if it names somebody, else who began the inspection."
_DAY: Final[Spec] = {"type": "string", "format": "date"}
GROUPS: Final[Mapping[str, list[Spec]]] = {
    "inspections": [_asked("unit", "All inspections of this unit, by any of its codes; without it those that go on.")],
    "inspections-files": [
        _asked("name", "What the file is called.", required=True),
        _asked("purpose", "What it is; a test record unless it is said.", *PURPOSES),
        {**_asked("measured", "The day of the test, where the file does not say it."), "schema": _DAY},
        _asked("named", "What the file calls the unit, where it holds several."),
        {
            **_asked("ambient", "The temperature of the surroundings (degrees Celsius), where the file has none."),
            "schema": {"type": "number"},
        },
        _asked("by", _WHO),
        {**_asked("at", "When (RFC 3339); sending the same with the same time again is harmless."), "schema": TIME},
    ],
    "inspections-live": [
        _asked("name", "What the file is called.", required=True),
        {
            **_asked("offset", "At which byte of the file the piece begins; of the first, 0.", required=True),
            "schema": {"type": "integer", "minimum": 0},
        },
        _asked("by", _WHO),
    ],
    "live-discard": [
        _asked("why", "Why it is discarded; the certificate says it.", required=True),
        _asked("by", _WHO),
        {**_asked("at", "When (RFC 3339); else now."), "schema": TIME},
    ],
    "route": [
        {**_asked("as_of", "As of which day, unless the body says it; else today."), "schema": _DAY},
        _asked("profile", "Whose numbers, unless the body says it; else generic.", *PROFILES),
    ],
    "certificates-route": [
        {**_asked("energy", "The rated energy in kWh, where nobody recorded it."), "schema": {"type": "number"}},
        _asked("region", "The region whose law and prices hold, such as EU or CN."),
        _asked("recall", "Whether a recall is open; without it nobody asked.", "yes", "no"),
        {**_asked("modules", "How many modules a pack has."), "schema": {"type": "integer"}},
        _asked("age", "Its age in years, or the year of making; a recorded birth counts before it."),
    ],
    "certificates": [_asked("format", "The form of the answer; without it, what is accepted decides.", *CHOICES)],
}
"""Group -> parameters; as components each is called by its group and its name."""

_TYPE: Final = described(
    "A type of cell, module or pack: Ah, V per cell.",
    ["id", "rated_capacity"],
    id=STRING,
    rated_capacity={"type": "number"},
    chemistry={"type": ["string", "null"], "enum": [*get_args(Chemistry), None]},
    series={"type": "integer", "description": "Cells in series; left out where nobody states it."},
    kind={"type": ["string", "null"], "enum": [*get_args(Kind), None]},
    voltage_min={"type": ["number", "null"]},
    voltage_max={"type": ["number", "null"]},
    new_resistance=described(
        "The resistance of the whole unit when new: Ohm, so many seconds after a discharge began, at a state of charge "
        "(a fraction; 0.5 unless it is said) and a temperature (degrees Celsius; 25).",
        ["ohm", "seconds"],
        **{key: {"type": "number"} for key in ("ohm", "seconds", "soc", "temperature")},
    ),
)
_DOER: Final[Spec] = {"by": {**STRING, "description": _WHO}, "at": TIME}
_VALUE: Final[Spec] = {
    "anyOf": [{"type": "boolean"}, {"type": "number"}, {"type": "array", "items": {"type": "number"}, "minItems": 1}]
}
_OBJECTS: Final = array("Object")
_ANSWERED: Final[Spec] = {
    "question": {"type": "string", "enum": [one.id for one in QUESTIONS]}, "value": _VALUE, "note": STRING,
    "evidence": {"type": "array", "items": STRING, "description": "SHA-256 of files that were attached."},
}  # fmt: skip
_NUMBER: Final[Spec] = {"type": ["number", "null"]}
SCHEMAS: Final[Spec] = {
    "Inspections": described("Inspections.", ["inspections"], inspections=_OBJECTS),
    "Inspection": described(
        "An inspection: its entries, and what its gates came to. What is not measured is not passed.",
        ["id", "unit", "by", "at", "status", "entries", "gates", "quarantine", "limits"],
        **dict.fromkeys(("id", "unit", "by", "status"), STRING),
        at=TIME,
        entries=_OBJECTS,
        replaced=_OBJECTS,
        gates=_OBJECTS,
        quarantine={"type": "boolean"},
        limits={"type": "object"},
    ),
    "Inspection-begin": described(
        "The unit by any of its codes, and what it is.", ["unit"], unit=STRING, type=_TYPE, place=STRING,
        kind={"type": "string", "enum": list(get_args(Kind))}, **_DOER,
    ),
    "Answer": described("An answer to a question of a gate.", ["question", "value"], **_ANSWERED, **_DOER),
    "Gate-release": described(
        "Two persons let a unit pass a gate that it failed. With a token the first asks with `gate` and `reason`, and "
        "the second, with another token, `confirms` the number of that entry; at an open door `second` is stated.",
        [],
        gate={"type": "string", "enum": list(get_args(GateId))}, second=STRING, reason=STRING,
        confirms={"type": "integer"}, **_DOER,
    ),
    "Live-test": described(
        "How much of a live test is here, in bytes: there the next piece begins. `size` is null where none is sent.",
        ["size"],
        size={"type": ["integer", "null"]}, name=STRING, by=STRING, at=TIME,
    ),
    "Live-test-end": described(
        "The live test has ended: its file is attached, with what it does not say itself.", [],
        measured={"type": ["string", "null"]}, named={"type": ["string", "null"]}, ambient=_NUMBER,
    ),
    "Verification": described(
        "Whether the same certificate comes out of its raw files and the rules in force now, byte for byte; else every "
        "place (a JSON pointer) that differs, or what could not be looked at.",
        ["id", "same", "differences", "findings"],
        id=STRING, same={"type": "boolean"}, differences=_OBJECTS, findings=_OBJECTS,
    ),
    "Route": described(
        "Which routes may be carried out after a certificate: the hash of the decision, the best route, those that are "
        "open, the decision whole with sentences, and the route that was carried out.",
        ["certificate", "decision", "route", "may", "content", "sentences", "carried_out"],
        certificate=STRING, decision=STRING, route=STRING, may={"type": "array", "items": STRING},
        content={"type": "object"}, sentences={"type": "array", "items": STRING},
        carried_out={"type": ["object", "null"]},
    ),
    "Carry-out": described(
        "A route is carried out: the hash of the decision that was shown, with the same facts; where (a GLN or a URI) "
        "and when. Without `route` it is the best; for another open one a reason is needed.",
        ["decision", "place", "at"],
        decision=STRING, place=STRING, at=TIME, reason=STRING, by=_DOER["by"],
        route={"type": "string", "enum": list(ROUTES)},
        facts=described(
            "What a person adds to what is known.", [], energy_kwh=_NUMBER, region={"type": ["string", "null"]},
            recall={"type": ["boolean", "null"]}, modules={"type": ["integer", "null"]}, age_years=_NUMBER,
            made_in={"type": ["integer", "null"], "description": "The year of making, where the age is not known."},
        ),
    ),
    "Route-done": described(
        "A route that was carried out, with its events.", ["route", "best", "decision", "by", "place", "when", "ids"],
        **dict.fromkeys(("route", "best", "reason", "decision", "by", "place"), STRING), when=TIME,
        events={"type": "array", "items": STRING}, ids={"type": "array", "items": STRING},
    ),
    "Undo": described(
        "The number of an entry that counts no more; of an answer that failed also why.", ["number"],
        number={"type": "integer"}, why=STRING, **_DOER,
    ),
    "End": described("Who ends it; a reason where it comes to no certificate.", [], why=STRING, **_DOER),
    "Finished": described(
        "How an inspection ended.", ["certificate", "event_id"], certificate=STRING, event_id=STRING, event=STRING
    ),
    "Certificate": described(
        "A certificate, byte for byte as it was issued.", ["unit", "graded", "state", "gates"], unit=STRING,
        graded={"type": "object"}, state={"type": "object"}, gates=_OBJECTS,
    ),
    "Assessment": described(
        "Grade and certificate of a unit; `certificate` is the SHA-256 of `content` in its canonical bytes.",
        ["grade", "summary", "certificate", "content", "findings"],
        grade={"type": ["string", "null"]},
        summary=STRING,
        certificate=STRING,
        content={"type": "object"},
        findings=array("Finding"),
    ),
    "Case": described(
        "What is known of a unit: raw files in base 64, answers to the gates, and the day of grading.",
        ["unit"],
        unit=STRING,
        type=_TYPE,
        kind={"type": "string", "enum": list(get_args(Kind))},
        as_of=_DAY,
        readings={"type": "array", "items": described("An answer.", ["question", "value"], **_ANSWERED, **_DOER)},
        files={"type": "array", "items": described(
            "A raw file.", ["name", "data"], name=STRING, data={"type": "string", "contentEncoding": "base64"}
        )},
        by=STRING,
        measured=STRING,
        named=STRING,
        ambient={**_NUMBER, "description": "Degrees Celsius of the surroundings, where the files say none."},
    ),
    "Batteries": described(
        "Batteries to be routed; what is not known is left out.",
        ["batteries"],
        batteries={"type": "array", "items": described(
            "A battery: kWh, kg, years; states of health are fractions.",
            [],
            id=STRING,
            chemistry=STRING,
            region=STRING,
            kind={"type": ["string", "null"], "enum": [*get_args(Kind), None]},
            **dict.fromkeys(("energy_kwh", "mass_kg", "soh", "soh_low", "soh_high", "age_years"), _NUMBER),
            recall={"type": ["boolean", "null"]},
            lifetime_record={"type": ["boolean", "null"]},
            graded={"type": ["boolean", "null"]},
            valid_until=STRING,
            gates={"type": "object"},
        )},
        as_of=_DAY,
        profile={"type": "string", "enum": list(PROFILES)},
    ),
    "Decisions": described(
        "For each battery its decision with sentences that explain it, or what is wrong with it.",
        ["decisions"],
        decisions=_OBJECTS,
    ),
    "Modules": described(
        "Modules as rows, and what packs are asked for.",
        ["modules", "request"],
        modules={"type": "array", "items": described(
            "A module.", ["id", "capacity_ah"], id=STRING, capacity_ah={"type": "number"},
            **dict.fromkeys(("capacity_sd_ah", "resistance_mohm", "ocv_v", "fade"), _NUMBER),
            **dict.fromkeys(("type", "grade", "age", "evidence"), STRING),
        )},
        request=described("A request.", ["series"], series={"type": "integer"}, parallel={"type": "integer"}),
        retest=described(
            "Rank second tests: the `first` so many (20); what an Ah of a pack is worth and what a test costs, in one "
            "currency; the capacity in Ah of the spare for a module found weak (the weakest measured in its pack).",
            [], first={"type": "integer", "minimum": 1}, **dict.fromkeys(("price", "cost", "spare"), _NUMBER),
        ),
    ),
    "Packs": described(
        "Packs, where every module goes, and how far the best can be; `holds` is what an independent check says.",
        ["value", "bound", "ratio", "exact", "holds", "packs", "modules"],
        packs=_OBJECTS,
        modules=_OBJECTS,
        retests=_OBJECTS,
        holds={"type": "boolean"},
        exact={"type": "boolean"},
    ),
}  # fmt: skip
