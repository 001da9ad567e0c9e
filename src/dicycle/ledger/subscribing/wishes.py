"""What a subscriber asks for, checked: webhook subscriptions (JSON) and WebSocket subscriptions (URL) alike."""

import ipaddress
from collections.abc import Mapping
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from dicycle.errors import InvalidInput
from dicycle.findings import Finding
from dicycle.ledger import strict
from dicycle.ledger.formats import is_uri, microseconds
from dicycle.ledger.subscribing.addresses import is_public
from dicycle.ledger.subscribing.model import Subscription
from dicycle.ledger.subscribing.schedule import RANGES, parse_schedule

CONTROLS: Final = ("stream", "reportIfEmpty", "initialRecordTime", *RANGES)
"""The parameters of a WebSocket subscription."""

_FIELDS: Final = {"dest", "signatureToken", "secret", "stream", "schedule", "reportIfEmpty", "initialRecordTime"}
_LONGEST: Final = 2_048
_ONE: Final = 'Give either "stream": true or a "schedule".'


class Wish(NamedTuple):
    """A subscription that was asked for; `schedule` is None for a stream."""

    schedule: dict[str, str] | None
    report_if_empty: bool = False
    initial: int | None = None
    dest: str = ""
    token: str = ""
    epc_format: str = "Always_GS1_Digital_Link"

    def subscription(self, id: str, query: str, created: int, after: int, owner: str = "") -> Subscription:
        """Return the subscription that fulfils it."""
        return Subscription(
            id, query, self.dest, created, after, self.schedule, self.token,
            self.report_if_empty, self.initial, self.epc_format, owner,
        )  # fmt: skip


def refuse(where: str, sentence: str, advice: str = "") -> InvalidInput:
    """Return the error about how a subscription is controlled (SubscriptionControlsException)."""
    return InvalidInput(Finding("subscription.controls", sentence, where, advice=advice))


def webhook(raw: bytes, epc_format: str, *, private: bool) -> Wish:
    """Return what a webhook subscription asks for; raises InvalidInput.

    Unless `private`, an address of this machine or of a private network is refused as destination.
    """
    value = strict.decode(raw)
    if not isinstance(value, Mapping):
        raise refuse("", "A subscription is a JSON object with dest, and stream or schedule.")
    if unknown := sorted(value.keys() - _FIELDS):
        raise refuse(unknown[0], f"A subscription has no {unknown[0]!r}.", f"It has {', '.join(sorted(_FIELDS))}.")
    schedule = _when(value)
    empty = value.get("reportIfEmpty", False)
    if not isinstance(empty, bool):
        raise refuse("reportIfEmpty", "reportIfEmpty is true or false.")
    dest = destination(value.get("dest"), private=private)
    return Wish(schedule, empty, _initial(value.get("initialRecordTime")), dest, _token(value), epc_format)


def _when(value: Mapping[str, Any]) -> dict[str, str] | None:
    """Return the schedule, None for a stream."""
    stream, schedule = value.get("stream"), value.get("schedule")
    if stream not in (None, True):
        raise refuse("stream", "stream can only be true.", _ONE)
    if (stream is None) == (schedule is None):
        both = "both a stream and a schedule" if stream else "neither a stream nor a schedule"
        raise refuse("stream", f"This asks for {both}.", _ONE)
    return None if schedule is None else _scheduled(schedule)


def _scheduled(schedule: Any) -> dict[str, str]:
    """Return the fields of a schedule as texts; whole numbers are understood too."""
    texts = {}
    for name, value in schedule.items() if isinstance(schedule, Mapping) else [("schedule", schedule)]:
        if isinstance(value, bool) or not isinstance(value, str | int) or not isinstance(schedule, Mapping):
            raise refuse(name, f"{name} is not what a schedule has.", 'Write it as {"hour": "1", "minute": "5"}.')
        texts[name] = str(value)
    parse_schedule(texts)
    return texts


def _initial(value: Any) -> int | None:
    if value is None:
        return None
    found = microseconds(value) if isinstance(value, str) else None
    if found is None:
        sentence = f"{value!r} is not a date-time with an offset."
        raise refuse("initialRecordTime", sentence, "Write it as 2027-02-18T09:30:00Z.")
    return found


def _token(value: Mapping[str, Any]) -> str:
    token = value.get("signatureToken", value.get("secret", ""))
    if not isinstance(token, str) or len(token) > _LONGEST or not token.isprintable():
        raise refuse("signatureToken", f"signatureToken is a text of up to {_LONGEST} characters.")
    return token


def destination(value: Any, *, private: bool) -> str:
    """Return where reports go: an http or https URL without user name; raises InvalidInput."""
    if not isinstance(value, str) or len(value) > _LONGEST or not is_uri(value):
        raise refuse("dest", "dest is not a URL.", "Give the URL that takes the reports: https://…")
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise refuse("dest", f"{value!r} is not a URL.") from None
    if parts.scheme not in ("http", "https") or not host:
        raise refuse("dest", f"{value!r} is not a URL of http or https.")
    if parts.username is not None or parts.password is not None:
        raise refuse("dest", "dest has a user name in it.", "Leave it out; signatureToken says who sends.")
    if not private:
        _check_public(host)
    return value


def _check_public(host: str) -> None:
    """Refuse what is plainly inside; what a name stands for is looked at each time a report is sent."""
    try:
        inside = not is_public(ipaddress.ip_address(host))
    except ValueError:
        inside = host.lower().rstrip(".") == "localhost" or host.lower().endswith(".localhost")
    if inside:
        advice = "Use a public address, or let whoever runs the server set webhook_private."
        raise refuse("dest", f"{host} is an address of this machine or of a private network.", advice)


def websocket(parameters: Mapping[str, list[str]], epc_format: str) -> Wish:
    """Return what the parameters of a WebSocket ask for; raises InvalidInput."""
    if unknown := sorted(parameters.keys() - set(CONTROLS)):
        raise refuse(unknown[0], f"A WebSocket takes no {unknown[0]!r}.", f"It takes {', '.join(CONTROLS)}.")
    if twice := sorted(name for name, values in parameters.items() if len(values) > 1):
        raise refuse(twice[0], f"{twice[0]} is given more than once.")
    given = {name: values[0] for name, values in parameters.items()}
    schedule = {name: given[name] for name in RANGES if name in given}
    stream = _truth(given, "stream")
    if bool(schedule) == (stream is True) or stream is False:
        raise refuse(
            "stream", "This asks for a stream and a schedule, or for neither.", "Give stream=true or a schedule."
        )
    empty = _truth(given, "reportIfEmpty") or False
    initial = _initial(given.get("initialRecordTime"))
    return Wish(_scheduled(schedule) if schedule else None, empty, initial, epc_format=epc_format)


def _truth(given: Mapping[str, str], name: str) -> bool | None:
    value = given.get(name)
    if value not in (None, "true", "false"):
        raise refuse(name, f"{name} is true or false.")
    return None if value is None else value == "true"
