"""Packs of rules from TOML, and what they say as of a day."""

import tomllib
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from dicycle.errors import InvalidInput
from dicycle.findings import Finding
from dicycle.routing.laws.model import ORDER, Law, Rule, Said, Status
from dicycle.routing.laws.naming import countries, known_use, region_name, use_name, uses
from dicycle.routing.parameters.model import Route

_ADOPTED: Final[tuple[Status, ...]] = ("in force", "adopted")
_ADVICE: Final = "Write it like the packs that come with Dicycle (dicycle/routing/laws)."


@cache
def our_laws() -> tuple[Law, ...]:
    """Return the packs that Dicycle brings, in order of their ids."""
    found = [one for one in files(__package__).iterdir() if one.name.endswith(".toml")]
    return tuple(read_law(one.read_text(encoding="utf-8"), one.name) for one in sorted(found, key=lambda one: one.name))


def read_law(source: Path | str, name: str = "") -> Law:
    """Return a pack of rules from a TOML file or its text; raises InvalidInput with everything that is wrong."""
    name = name or (str(source) if isinstance(source, Path) else "")
    try:
        text = source.read_text(encoding="utf-8") if isinstance(source, Path) else source
        law = msgspec.convert(_said(tomllib.loads(text)), Law)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError, msgspec.ValidationError) as wrong:
        raise InvalidInput.because("routing.law", f"This is no pack of rules: {wrong}.", name, _ADVICE) from None
    if found := list(_wrongs(law, name)):
        raise InvalidInput(*found)
    law = _named(law)
    return replace(law, hash=sha256(msgspec.json.encode(law, order="sorted")).hexdigest())


def _said(tree: dict[str, Any]) -> dict[str, Any]:
    """Return the tree with days of TOML as texts."""
    plain = {key: _day(value) for key, value in tree.items()}
    rules = tree.get("rules")
    if isinstance(rules, list) and all(isinstance(one, dict) for one in rules):
        plain["rules"] = [{key: _day(value) for key, value in one.items()} for one in rules]
    return plain


def _named(law: Law) -> Law:
    """Return the pack with one name for each use and region."""
    rules = [replace(one, uses=tuple(map(known_use, one.uses))) for one in law.rules]
    return replace(law, rules=tuple(rules), regions=tuple(map(region_name, law.regions)))


def _day(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _wrongs(law: Law, name: str) -> Iterator[Finding]:
    if len({rule.id for rule in law.rules}) < len(law.rules):
        yield Finding("routing.law", "Two rules have the same id.", name, advice=_ADVICE)
    for rule in law.rules:
        where = f"{name}/{rule.id}"
        days = [_date(rule.from_), _date(rule.until) if rule.until else date.max]
        if None in days:
            yield Finding("routing.law", "A day of this rule is none.", where, advice="Write it as in 2026-04-01.")
        elif not days[0] < days[1]:  # type: ignore[operator]
            yield Finding("routing.law", "This rule ends before it begins.", where)
        if law.mark and ORDER.index(rule.mark) < ORDER.index(law.mark):
            yield Finding("routing.law", f"This rule is marked {rule.mark}, its whole pack {law.mark} only.", where)
        if rule.kind == "deadline" and not (rule.working_days and rule.working_days > 0):
            yield Finding("routing.law", "A deadline says within how many working days.", where)
        for use in rule.uses:
            if use_name(use) is None:
                sentence = f"Nobody knows the use {use[:60]!r} here."
                yield Finding("routing.law", sentence, where, advice=f"Say one of {', '.join(uses())}.")


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


# ---------------------------------------------------------------- as of a day


def said(laws: Iterable[Law], region: str | None, as_of: date) -> tuple[Said, ...]:
    """Return what the rules of a region say as of a day: those that hold, and those that are yet to come."""
    named = region_name(region or "")
    return tuple(
        _of(law, rule, _holds(rule, as_of))
        for law in laws
        if named in law.regions
        for rule in law.rules
        if _holds(rule, as_of) or _coming(rule, as_of)
    )


def _holds(rule: Rule, as_of: date) -> bool:
    day = as_of.isoformat()
    return rule.status in _ADOPTED and rule.from_ <= day and (rule.until is None or day < rule.until)


def _coming(rule: Rule, as_of: date) -> bool:
    day = as_of.isoformat()
    return rule.status not in _ADOPTED or day < rule.from_


def _status(rule: Rule, holds: bool) -> Status:
    """Return the status as of the day: what was adopted is in force once it holds."""
    if rule.status not in _ADOPTED:
        return rule.status
    return "in force" if holds else "adopted"


def _of(law: Law, rule: Rule, holds: bool) -> Said:
    return Said(
        law=law.id, rule=rule.id, kind=rule.kind, routes=rule.routes, text=rule.text, holds=holds,
        status=_status(rule, holds), from_=rule.from_,
        source=rule.source, mark=rule.mark, working_days=rule.working_days, who=rule.who,
    )  # fmt: skip


def forbidding(laws: Iterable[Law], region: str | None, as_of: date, route: Route, use: str) -> tuple[Said, ...]:
    """Return the rules that close a route for its use, as of a day; raises InvalidInput for a use nobody knows.

    Of a region that nobody knows they are those of any region: what its law forbids is not known.
    """
    wanted, named, laws = use and known_use(use), region_name(region or ""), tuple(laws)
    anywhere = named not in known_regions(laws)
    return tuple(
        _of(law, rule, True)
        for law in laws
        if anywhere or named in law.regions
        for rule in law.rules
        if rule.kind == "forbid" and route in rule.routes and _holds(rule, as_of)
        if not rule.uses or wanted in rule.uses
    )


def known_regions(laws: Iterable[Law]) -> frozenset[str]:
    """Return the regions of which it is known where they are: those of the packs, and all countries."""
    return countries().union(*(law.regions for law in laws))
