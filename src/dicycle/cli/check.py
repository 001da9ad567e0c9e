"""``dicycle check``."""

import gc
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from dicycle.cli.common import json_option, json_text, ledger_option, many, opened, plain, table, tells_errors
from dicycle.errors import InvalidInput
from dicycle.findings import Severity

if TYPE_CHECKING:
    from dicycle.sense import Profile, Report, Rule
    from dicycle.sense.files import Checked

_SHOWN: Final = 10
_LEVELS: Final = (*(one.value for one in Severity), "off")
_OFTEN: Final = 20_000


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--profile", default="plant", show_default=True, help="How strict: strict, plant or lenient.")
@click.option("--severity", "changes", multiple=True, metavar="RULE=LEVEL", help="Another severity of a rule, or off.")
@click.option("--most", type=click.IntRange(min=0), default=_SHOWN, show_default=True, help="How many of each rule.")
@click.option("--notes", is_flag=True, help="Show notes too.")
@click.option("--quiet", is_flag=True, help="Show no progress.")
@click.option("--rules", is_flag=True, help="List the rules.")
@click.option("--explain", metavar="RULE", help="Say what a rule rests on, and what to do.")
@ledger_option
@json_option
@tells_errors
def check(files: tuple[Path, ...], ledger: str | None, as_json: bool, **asked: Any) -> None:
    """Check FILES of EPCIS events for form and sense without storing them; without FILES, check the ledger.

    Files that are named together are checked together. Exits with 1 if there is an error.
    """
    profile = _profile(asked["profile"], asked["changes"])
    if asked["rules"] or asked["explain"]:
        _rules(profile, asked["explain"], as_json)
        return
    if files and ledger is not None:
        raise click.UsageError("Name files, or a ledger; not both.")
    gc.set_threshold(100_000, 50, 100)
    quiet = asked["quiet"] or as_json
    checked = _checked_files(files, profile, quiet) if files else _checked_ledger(ledger, profile, quiet)
    if as_json:
        click.echo(json_text(_as_json(checked)))
    else:
        click.echo("\n".join(_lines(checked, profile, asked["most"], asked["notes"])))
    if checked.refused or any(profile.severity(rule) is Severity.ERROR for rule in checked.sense.counts):
        raise click.exceptions.Exit(1)


def _profile(name: str, changes: tuple[str, ...]) -> "Profile":
    from dicycle.sense import profile_named

    return profile_named(name).but(dict(_change(one) for one in changes))


def _change(text: str) -> tuple[str, Severity | None]:
    rule, _, level = text.partition("=")
    if level not in _LEVELS:
        advice = f"Write {rule or 'RULE'}=LEVEL with {', '.join(_LEVELS)}."
        raise InvalidInput.because("cli.severity", f"{text!r} sets no severity.", "--severity", advice)
    return rule.removeprefix("sense."), None if level == "off" else Severity(level)


# ---------------------------------------------------------------- checking


def _checked_files(files: tuple[Path, ...], profile: "Profile", quiet: bool) -> "Checked":
    from dicycle.sense import check_files

    size = sum(path.stat().st_size for path in files if path.is_file())
    with _progress(size, quiet) as say:
        return check_files(files, profile, say)


def _checked_ledger(ledger: str | None, profile: "Profile", quiet: bool) -> "Checked":
    from dicycle.sense import check_ledger
    from dicycle.sense.files import Checked

    with opened(ledger, must_exist=True) as loop, _progress(loop.store.counts()["events"], quiet) as say:
        return Checked((), 0, check_ledger(loop.store, profile, lambda events: say(events, events)))


class _progress:  # noqa: N801
    """A bar on standard error for whoever watches; nothing for anybody else."""

    def __init__(self, whole: int, quiet: bool) -> None:
        import sys

        shown = not quiet and whole > _OFTEN and sys.stderr.isatty()
        self._bar = click.progressbar(length=whole, label="checking", file=sys.stderr, show_eta=True) if shown else None
        self._last = 0

    def __enter__(self) -> Callable[[int, int], None]:
        if self._bar is not None:
            self._bar.__enter__()
        return self._say

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)

    def _say(self, events: int, done: int) -> None:
        if self._bar is not None:
            self._bar.label = f"{events:,} events"
            self._bar.update(done - self._last, None)
            self._last = done


# ---------------------------------------------------------------- answers


def _as_json(checked: "Checked") -> dict[str, Any]:
    report = checked.sense
    return {
        "events": report.events,
        "things": report.things,
        "refused": checked.refused,
        "counts": {f"sense.{rule}": count for rule, count in sorted(report.counts.items())},
        "findings": [finding.as_dict() for finding in checked.form] + [sign.as_dict() for sign in report.signs],
    }


def _lines(checked: "Checked", profile: "Profile", most: int, notes: bool) -> Iterator[str]:
    report = checked.sense
    if checked.refused:
        yield f"error: {checked.refused:,} refused by the grammar of EPCIS"
        yield from (f"  {plain(str(finding))}" for finding in checked.form[: most or None])
    for rule in _by_severity(report, profile, notes):
        yield from _of_rule(rule, report, profile, most)
    levels = Counter[str]()
    for rule, count in report.counts.items():
        levels[(profile.severity(rule) or Severity.NOTE).value] += count
    told = ", ".join(many(levels[level.value], level.value) for level in Severity)
    unseen = " Show them with --notes." if levels[Severity.NOTE.value] and not notes else ""
    yield f"{many(report.events, 'event')} about {many(report.things, 'thing')}: {told}.{unseen}"


def _by_severity(report: "Report", profile: "Profile", notes: bool) -> list[str]:
    shown = [one for one in Severity if notes or one is not Severity.NOTE]
    return [rule for level in shown for rule in sorted(report.counts) if profile.severity(rule) is level]


def _of_rule(rule: str, report: "Report", profile: "Profile", most: int) -> Iterator[str]:
    from dicycle.sense import RULES

    signs, count = [sign for sign in report.signs if sign.rule == rule], report.counts[rule]
    severity = profile.severity(rule)
    yield f"{severity}: {rule}, {many(count, 'time')}: {RULES[rule].says}"
    for sign in signs[: most or None]:
        where = f"{sign.finding.where}: " if sign.finding.where else ""
        yield f"  {plain(where + sign.finding.sentence)}"
    if most and count > most:
        yield f"  … and {count - most:,} more"
    yield f"  {RULES[rule].advice}"


# ---------------------------------------------------------------- the rules


def _rules(profile: "Profile", name: str | None, as_json: bool) -> None:
    from dicycle.sense import RULES

    wanted = list(RULES.values()) if name is None else [_named(name)]
    if as_json:
        click.echo(json_text([_rule(rule, profile) for rule in wanted]))
    elif name is None:
        rows = [(rule.name, profile.severity(rule.name) or "off", rule.says) for rule in wanted]
        click.echo(table(rows, ("RULE", "SEVERITY", "SAYS")))
    else:
        told = _rule(wanted[0], profile)
        click.echo("\n".join(f"{key.replace('_', ' ')}: {value}" for key, value in told.items()))


def _named(name: str) -> "Rule":
    from dicycle.sense import RULES, profile_named

    short = name.removeprefix("sense.")
    profile_named("plant").but({short: None})
    return RULES[short]


def _rule(rule: "Rule", profile: "Profile") -> dict[str, str]:
    return {
        "code": rule.code,
        "says": rule.says,
        "looks_at": rule.scope.value,
        "rests_on": rule.rests_on,
        "severity": profile.severity(rule.name) or "off",
        "advice": rule.advice,
    }
