"""A failed gate released over HTTP: tokens prove both persons, one after the other; at an open door both are stated."""

from dicycle.errors import InvalidInput
from dicycle.health.inspecting import Inspections
from dicycle.health.inspecting.model import Numbered
from dicycle.health.inspecting.releasing import Proved
from dicycle.server.health.bodies import Letting
from dicycle.server.health.doors import now_text

_SIGN_IN = "The second person signs in with a token of their own, and confirms."


def let_pass(inspections: Inspections, id: str, said: Letting, proved: Proved | None, by: str) -> Numbered:
    """Keep what the first person asks, what the second confirms, or both as they are stated; raises InvalidInput."""
    at = said.at or now_text()
    if said.confirms is not None:
        return inspections.confirm_release(id, said.confirms, _needed(proved), at)
    if said.gate is None:
        raise InvalidInput.because("inspection.gate", "It is not said which gate.", "gate", "Name it, as in S7.")
    if proved is None:
        return inspections.release(id, said.gate, by, said.second, said.reason, at)
    if said.second.strip():
        sentence = "A second person is not named by the first."
        raise InvalidInput.because("inspection.second", sentence, "second", _SIGN_IN)
    return inspections.ask_release(id, said.gate, proved, said.reason, at)


def _needed(proved: Proved | None) -> Proved:
    if proved is None:
        raise InvalidInput.because("inspection.second", "Nobody is known who confirms.", "confirms", _SIGN_IN)
    return proved
