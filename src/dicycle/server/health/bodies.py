"""What programs send to the doors of health, as JSON; everything that is wrong is said in a sentence."""

from datetime import date
from typing import Any, Final, Literal, TypeVar

import msgspec
from fastapi import Request
from msgspec import Struct

from dicycle.errors import InvalidInput
from dicycle.findings import Finding
from dicycle.health.gates.model import GateId, Reading
from dicycle.health.grading.days import day
from dicycle.health.grading.model import Release, Resistance
from dicycle.health.model import Estimate, Kind
from dicycle.health.nameplate import AsWritten
from dicycle.routing.matching import Retesting
from dicycle.routing.model import Battery
from dicycle.routing.parameters.model import Route
from dicycle.server.epcis.routes import body_of
from dicycle.server.problems import CAPTURE_LIMIT, Refused

MOST_BYTES: Final = 64 * 1024 * 1024
"""The largest body; a test record is larger seldom, and the command line takes those."""
MOST_OF_ACT: Final = 1024 * 1024
OCTETS: Final = ("application/octet-stream",)
_JSON: Final = ("application/json",)
_T = TypeVar("_T")


class Begin(Struct, kw_only=True, forbid_unknown_fields=True):
    """An inspection begins; `unit` is any code of the unit."""

    unit: str
    by: str = ""
    at: str | None = None
    type: AsWritten | None = None
    kind: Kind | None = None
    place: str | None = None


class Answer(Struct, kw_only=True, forbid_unknown_fields=True):
    """A question of a gate is answered."""

    question: str
    value: bool | float | tuple[float, ...]
    by: str = ""
    at: str | None = None
    evidence: tuple[str, ...] = ()
    note: str = ""


class Letting(Struct, kw_only=True, forbid_unknown_fields=True):
    """Two persons release a failed gate.

    With a token, the first asks with `gate` and `reason`, the second says in `confirms` the number of that entry. Where
    the door is open, `second` states who agrees.
    """

    gate: GateId | None = None
    second: str = ""
    reason: str = ""
    confirms: int | None = None
    by: str = ""
    at: str | None = None


class Undo(Struct, kw_only=True, forbid_unknown_fields=True):
    """An entry is taken back; of an answer that failed `why` is needed."""

    number: int
    why: str = ""
    by: str = ""
    at: str | None = None


class End(Struct, kw_only=True, forbid_unknown_fields=True):
    """An inspection ends: with a certificate, or for the reason `why` without."""

    by: str = ""
    at: str | None = None
    why: str = ""


class EndLive(Struct, kw_only=True, forbid_unknown_fields=True):
    """A test that was sent piece by piece has ended; `measured`, `named` and `ambient` as for a file."""

    measured: str | None = None
    named: str | None = None
    ambient: float | None = None


class RawData(Struct, kw_only=True, forbid_unknown_fields=True):
    """A raw file: its name, and its bytes in base 64."""

    name: str
    data: bytes


class Given(Struct, kw_only=True, forbid_unknown_fields=True):
    """Everything known of a unit that is to be graded without an inspection."""

    unit: str
    as_of: str | None = None
    type: AsWritten | None = None
    kind: Kind | None = None
    readings: tuple[Reading, ...] = ()
    releases: tuple[Release, ...] = ()
    declared: tuple[Estimate, ...] = ()
    resistance: Resistance | None = None
    files: tuple[RawData, ...] = ()
    by: str | None = None
    measured: str | None = None
    named: str | None = None
    ambient: float | None = None


class Facts(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a person adds to what is known of a battery before it is routed; None is not known.

    Its age is `age_years`, or counts from the first day of the year `made_in`.
    """

    energy_kwh: float | None = None
    region: str | None = None
    recall: bool | None = None
    modules: int | None = None
    age_years: float | None = None
    made_in: int | None = None


class CarryOut(Struct, kw_only=True, forbid_unknown_fields=True):
    """The route of a certificate is carried out: the decision that was shown, the route taken, place and time."""

    decision: str
    place: str
    at: str
    route: Route | None = None
    reason: str = ""
    facts: Facts = Facts()
    by: str = ""


class Routed(Struct, kw_only=True, forbid_unknown_fields=True):
    """Batteries to be routed; day and profile may stand in the URL as well."""

    batteries: tuple[Battery, ...]
    as_of: str | None = None
    profile: Literal["generic", "EU", "CN"] | None = None


class Matched(Struct, kw_only=True, forbid_unknown_fields=True):
    """Modules to be matched into packs; each is a row of the columns that `dicycle match` reads."""

    modules: tuple[dict[str, Any], ...]
    request: dict[str, Any]
    retest: Retesting | None = None


async def read_body(request: Request, kind: type[_T], limit: int = MOST_OF_ACT) -> _T:
    """Return the body of a request as a struct; raises InvalidInput, refuses what is too large or no JSON."""
    return decoded(await limited(request, limit, _JSON), kind)


def decoded(raw: bytes, kind: type[_T]) -> _T:
    """Return bytes of JSON as a struct; raises InvalidInput."""
    try:
        return msgspec.json.decode(raw, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as bad:
        advice = "Send what the interface's description says: /openapi.json."
        raise InvalidInput.because("health.body", f"This cannot be read: {bad}.", advice=advice) from None


_GRADE: Final = "Grade it on the command line: dicycle grade FILE."


async def limited(request: Request, limit: int, taken: tuple[str, ...], advice: str = _GRADE) -> bytes:
    """Return the bytes of a body of one of some types, up to a limit."""
    try:
        return await body_of(request, limit, taken)
    except Refused as refused:
        if refused.problem is not CAPTURE_LIMIT:
            raise
        sentence = f"This takes up to {limit:,} bytes."
        raise Refused(refused.problem, Finding("health.too-large", sentence, advice=advice)) from None


def day_of(text: str | None, today: str) -> date:
    """Return the day that is asked for, else that of an RFC 3339 time; raises InvalidInput."""
    found = day(text or today)
    if found is None:
        raise InvalidInput.because("health.day", f"{text!r} is no day.", "as_of", "Write it as in 2031-03-20.")
    return found
