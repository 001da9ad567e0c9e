"""What an inspection refuses: no time, nobody, an answer of another kind, something after its end."""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from dicycle.errors import InvalidInput
from dicycle.health.gates import QUESTION, Reading
from dicycle.health.grading.days import day
from dicycle.health.inspecting.model import Inspection
from dicycle.ledger.formats import microseconds

SKEW: Final = 5 * 60 * 1_000_000
"""How far clocks may be apart, in microseconds."""
_ZONES: Final = timedelta(days=1)
"""A day begins in some zones while it is still the day before in UTC."""
_LONGEST_NAME: Final = 200
COLDEST, HOTTEST = -60.0, 100.0
"""Between which temperatures (degC) somebody tests a battery."""


def goes_on(there: Inspection) -> None:
    """Refuse what comes after an inspection ended."""
    if there.status != "open":
        raise refused("ended", f"This inspection is {there.status}.", "Begin another one.")


def moment(at: str) -> int:
    """Return a time in microseconds since 1970 UTC."""
    found = microseconds(at)
    if found is None:
        raise refused("time", f"{at!r} is no time.", "Write it as in 2031-03-20T15:00:00+01:00.")
    return found


def past(at: str, now: int, since: str | None = None) -> int:
    """Return a time in microseconds; refuse one after now (microseconds), and one before `since`, clocks apart."""
    found = moment(at)
    if found > now + SKEW:
        raise refused("later-than-now", f"{at} has not come yet.", "Set the clock of the device right.")
    if since is not None and found < moment(since) - SKEW:
        raise refused("before-begin", f"{at} is before the inspection began, {since}.", "Give the time of doing it.")
    return found


def person(name: str) -> str:
    """Return a name without more spaces than it needs."""
    if not name.strip():
        raise refused("nobody", "It is not said who did this.", "Give a name.")
    return " ".join(name.split())


def file_name(text: str, otherwise: str) -> str:
    """Return what a file is called, without folders, on one line, in characters that can be seen."""
    last = text.replace("\\", "/").rpartition("/")[2]
    return " ".join("".join(one if one.isprintable() else " " for one in last).split())[:_LONGEST_NAME] or otherwise


def reason(text: str, what: str, advice: str) -> str:
    """Return why something is done."""
    if not text.strip():
        raise refused("no-reason", f"{what} needs a reason.", advice)
    return text.strip()


def tested(measured: str | None, ambient: float | None, now: int) -> None:
    """Refuse a day of a test that is none or has not come (`now` in microseconds), and surroundings as of no test."""
    when = day(measured)
    if measured is not None and when is None:
        raise refused("time", f"{measured!r} is no day.", "Write it as in 2031-03-20.")
    if when is not None and when > datetime.fromtimestamp(now / 1e6, UTC).date() + _ZONES:
        raise refused("later-than-now", f"{measured} has not come yet.", "Give the day on which it was tested.")
    if ambient is not None and not COLDEST <= ambient <= HOTTEST:
        sentence = f"{ambient:g} °C is no temperature at which a battery is tested."
        raise refused("ambient", sentence, "Give the temperature of the surroundings in degrees Celsius.")


def of_its_kind(reading: Reading) -> None:
    """Refuse an answer to no question, or of another kind than is asked for."""
    question = QUESTION.get(reading.question)
    if question is None:
        sentence = f"No gate asks for {reading.question!r}."
        raise refused("question", sentence, f"These are asked: {', '.join(QUESTION)}.")
    if isinstance(reading.value, bool) != (question.rule in ("yes", "no")):
        wanted = "yes or no" if question.rule in ("yes", "no") else "a number, or a list of numbers"
        raise refused("answer", f"{question.text} The answer is {wanted}.", question.hint)


def last_word(there: Inspection, every: Iterable[Inspection]) -> None:
    """Refuse to act on a certificate that is not the last thing that was found of its unit."""
    if there.finished is None:
        raise refused("no-certificate", "This inspection came to no certificate.", "Finish it first.")
    later = [one for one in every if one.id > there.id and one.status != "cancelled"]
    if any(one.status == "open" for one in later):
        raise refused("again", "This unit is being inspected again.", "Finish or cancel that inspection first.")
    if later:
        raise refused("newer", "A newer certificate of this unit was issued.", "Go by that one.")


def free(there: Inspection, wrong: Collection[str]) -> None:
    """Refuse a second route while one stands; one whose event was declared wrong (its id is in `wrong`) does not."""
    standing = next((one for one in there.carried if not {*one.ids} & {*wrong}), None)
    if standing is not None:
        sentence = f"The route was carried out already: {standing.route.replace('_', ' ')}, on {standing.when}."
        raise refused("carried-out", sentence, "Declare its event wrong first, or inspect the unit again.")


def not_failed(gate: str) -> InvalidInput:
    """Return what refuses to release a gate that has not failed."""
    return refused("not-failed", f"{gate} has not failed, so there is nothing to release.", "Measure it.")


def refused(code: str, sentence: str, advice: str) -> InvalidInput:
    """Return what says why an inspection does not take something."""
    return InvalidInput.because(f"inspection.{code}", sentence, advice=advice)
