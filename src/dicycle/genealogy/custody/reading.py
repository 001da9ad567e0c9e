"""Rules of attribution out of TOML or JSON, and what is wrong with them.

::

    [[site]]
    place = "https://id.gs1.org/414/9521003000016"
    from = 2026-01-01                # first and last day, both included, in UTC; left out: without end
    to = 2026-12-31
    elements = ["Co", "Ni"]          # left out: all
    model = "credit"
    conversion_factor = 0.9
    period = "year"
    carry_over = 0.1
    claims = [{of = "post_consumer", to = ["cathode"], up_to = 0.26}]
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from itertools import combinations
from typing import Any, Final

from dicycle.errors import DicycleError, InvalidInput
from dicycle.findings import Finding
from dicycle.genealogy.custody.models import MODELS
from dicycle.genealogy.custody.rules import PERIODS, Claim, Rule, Rules
from dicycle.identifiers import canonical
from dicycle.ledger import strict
from dicycle.vocabulary import FEEDS

_KEYS: Final = {"from": "since", "to": "until"}
_COMMON: Final = ("place", "model", "since", "until", "elements")
_LONGEST_WINDOW: Final = 36_525
_FINEST_SHARE: Final = -30
"""The power of ten below which a share is a slip of the pen."""


def read_rules(text: str, name: str = "rules") -> Rules:
    """Return rules; raises InvalidInput with all that is wrong. JSON begins with a brace, everything else is TOML."""
    rules, wrong = check_rules(_decoded(text, name))
    if wrong:
        raise InvalidInput(*(one.at(f"{name}#") for one in wrong))
    return rules


def check_rules(value: Any) -> tuple[Rules, list[Finding]]:
    """Return the rules that can be read in a decoded document, and what is wrong with it, by JSON pointer."""
    sites = value.get("site") if isinstance(value, dict) else None
    if not isinstance(sites, list):
        advice = "Begin each rule with [[site]]; a file without rules has site = []."
        return Rules(), [Finding("custody.no-sites", "There is no list of sites.", "/site", advice=advice)]
    wrong = [_unknown_key(key, "", ("site",)) for key in value if key != "site"]
    rules: list[tuple[int, Rule]] = []
    for at, said in enumerate(sites):
        rule, more = _rule(said, f"/site/{at}")
        wrong += more
        if rule is not None and not more:
            rules.append((at, rule))
    return Rules(tuple(rule for _, rule in rules)), [*wrong, *_overlaps(rules)]


def _decoded(text: str, name: str) -> Any:
    if text.lstrip().startswith("{"):
        try:
            return strict.decode(text.encode())
        except DicycleError as wrong:
            raise InvalidInput(*(one.at(name) for one in wrong.findings)) from None
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, InvalidOperation, RecursionError, ValueError) as wrong:
        raise InvalidInput.because("custody.not-toml", f"The rules cannot be read as TOML: {wrong}.", name) from None


# ---------------------------------------------------------------- one rule


def _rule(said: Any, where: str) -> tuple[Rule | None, list[Finding]]:
    model = said.get("model") if isinstance(said, dict) else None
    if not isinstance(model, str) or model not in MODELS:
        sentence = f"The model {model!r} is not known." if model is not None else "No model is said."
        return None, [
            Finding("custody.no-such-model", sentence, f"{where}/model", advice=f"There are {', '.join(MODELS)}.")
        ]
    # The words of the file are not the names of the fields: "since" means nothing in it.
    fields = {_KEYS.get(key, f"{key} " if key in _KEYS.values() else key): one for key, one in said.items()}
    values, wrong = _values(fields, where)
    allowed = (*_COMMON, *MODELS[model].parameters)
    wrong += [_unknown_key(key, where, allowed) for key in fields if key not in allowed]
    wrong += [_needed(key, model, where) for key in ("place", *MODELS[model].required) if key not in fields]
    if wrong:
        return None, wrong
    rule = Rule(**values)
    return rule, list(_ends_before_it_begins(rule, where))


def _values(fields: Mapping[str, Any], where: str) -> tuple[dict[str, Any], list[Finding]]:
    values: dict[str, Any] = {}
    wrong: list[Finding] = []
    for key, said in fields.items():
        if key in _READ:
            try:
                values[key] = _READ[key](said)
            except _Unfit as unfit:
                shown = next((word for word, name in _KEYS.items() if name == key), key)
                sentence = f"{shown} is {said!s:.60}, which is not {unfit}."
                wrong.append(Finding("custody.value", sentence, f"{where}/{shown}", advice=f"Give {unfit}."))
    return values, wrong


def _unknown_key(key: str, where: str, allowed: tuple[str, ...]) -> Finding:
    names = ", ".join(next((word for word, name in _KEYS.items() if name == one), one) for one in allowed)
    advice = f"Here there are {names}."
    said = key.rstrip()
    return Finding("custody.unknown-key", f"{said!r} has no meaning here.", f"{where}/{said}", advice=advice)


def _needed(key: str, model: str, where: str) -> Finding:
    return Finding("custody.value-missing", f"A rule of {model} needs {key}.", where, advice=f"Add {key} to the rule.")


def _ends_before_it_begins(rule: Rule, where: str) -> Iterator[Finding]:
    if rule.since and rule.until and rule.until < rule.since:
        sentence = f"The rule ends on {rule.until}, before it begins on {rule.since}."
        yield Finding("custody.period", sentence, f"{where}/to", advice="Both days are included; exchange them.")


def _overlaps(rules: list[tuple[int, Rule]]) -> Iterator[Finding]:
    for (_, one), (at, other) in combinations(rules, 2):
        elements = not one.elements or not other.elements or set(one.elements) & set(other.elements)
        if one.place == other.place and elements and one.begins < other.ends and other.begins < one.ends:
            sentence = f"Two rules hold at {one.place} at the same time: {one.title} and {other.title}."
            advice = "End the one before the other begins, or give them different elements."
            yield Finding("custody.periods-overlap", sentence, f"/site/{at}", advice=advice)


# ---------------------------------------------------------------- one value


class _Unfit(ValueError):
    """A value is not what it should be; the text says what that is."""


def _place(said: Any) -> str:
    if not isinstance(said, str) or not said.strip():
        raise _Unfit("the identifier of a place, such as https://id.gs1.org/414/9521003000016")
    return canonical(said)


def _day(said: Any) -> date:
    if type(said) is date:
        return said
    try:
        return date.fromisoformat(said)
    except (TypeError, ValueError):
        raise _Unfit("a day such as 2026-01-01") from None


def _texts(said: Any) -> tuple[str, ...]:
    if not isinstance(said, list) or not all(isinstance(one, str) and one for one in said):
        raise _Unfit("a list of texts")
    return tuple(said)


def _days(said: Any) -> int:
    if isinstance(said, bool) or not isinstance(said, int) or not 0 < said <= _LONGEST_WINDOW:
        raise _Unfit(f"a whole number of days from 1 to {_LONGEST_WINDOW}")
    return said


def _share(said: Any) -> Fraction:
    if isinstance(said, str):
        try:
            said = Decimal(said)
        except InvalidOperation:
            said = None
    number = isinstance(said, int | Decimal) and not isinstance(said, bool) and Decimal(said).is_finite()
    if not number or not 0 <= said <= 1 or (said and Decimal(said).adjusted() < _FINEST_SHARE):
        raise _Unfit("a number from 0 to 1")
    return Fraction(said)


def _period(said: Any) -> str:
    if said not in PERIODS:
        raise _Unfit(f"one of {', '.join(PERIODS)}")
    return str(said)


def _claims(said: Any) -> tuple[Claim, ...]:
    what = "a list of {of, to, up_to}: a kind of feed, classes or categories, a share"
    if not isinstance(said, list):
        raise _Unfit(what)
    return tuple(_claim(one, what) for one in said)


def _claim(said: Any, what: str) -> Claim:
    if not isinstance(said, dict) or not set(said) <= {"of", "to", "up_to"}:
        raise _Unfit(what)
    if said.get("of") not in (None, *FEEDS):
        raise _Unfit(f"a list of claims of {' or '.join(FEEDS)}")
    return Claim(said.get("of"), tuple(map(_class, _texts(said.get("to", [])))), _share(said.get("up_to", 1)))


def _class(name: str) -> str:
    return canonical(name) if ":" in name else name


_READ: Final[dict[str, Callable[[Any], Any]]] = {
    "place": _place, "model": str, "since": _day, "until": _day, "elements": _texts, "window_days": _days,
    "conversion_factor": _share, "period": _period, "carry_over": _share, "claims": _claims,
}  # fmt: skip
