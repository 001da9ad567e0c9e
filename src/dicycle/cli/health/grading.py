"""``dicycle grade``."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from dicycle.cli.common import (
    json_option,
    json_text,
    ledger_option,
    opened,
    output_option,
    plain,
    settings_of,
    tells_errors,
)
from dicycle.cli.health.reading import cell_type, content, day_of_grading, named_day, new_resistance, readings
from dicycle.cli.health.stating import releases, resistance, stated_options
from dicycle.errors import InvalidInput

if TYPE_CHECKING:
    from dicycle.health.grading import Assessed, Case, Rules
    from dicycle.health.grading.gathering import RawFile
    from dicycle.health.model import CellType

NO_GRADE: Final = 5
"""Exit status where no grade can be given."""


@click.command()
@click.argument("files", nargs=-1, metavar="FILE…", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--unit", default=None, metavar="CODE", help="Which unit it is: any code [default: named by its file].")
@click.option(
    "--type",
    "type_",
    default=None,
    metavar="TYPE",
    help='What it is: "LFP 50 Ah", of several cells "NMC 120 Ah 96S2P", or a JSON file.',
)
@click.option("--kind", type=click.Choice(["cell", "module", "pack"]), default=None)
@click.option(
    "--new-resistance",
    "new",
    default=None,
    metavar="OHM",
    help='What a new one has, as the maker states it: "1.2 mOhm 10 s 50 % 25 degC".',
)
@click.option(
    "--model",
    "models",
    type=click.Path(path_type=Path),
    multiple=True,
    help="A model of `dicycle health fit`; several may be given.",
)
@click.option(
    "--ambient",
    type=click.FloatRange(-60, 100),
    default=None,
    metavar="DEGC",
    help="The temperature of the surroundings, where the files do not say.",
)
@click.option(
    "--readings",
    "answers",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="FILE",
    help="Answers to the gates, JSON; may be given again. Of two answers to one question the one that fails stands.",
)
@stated_options
@click.option("--limits", type=click.Path(path_type=Path), default=None, help="Your own limits of the gates.")
@click.option("--scheme", type=click.Path(path_type=Path), default=None, help="The scheme by which is graded.")
@click.option("--measured", default=None, metavar="DATE", help="When it was measured, where the files do not say.")
@click.option("--named", default=None, help="What the files call the unit, where they hold several.")
@click.option("--by", default=None, metavar="NAME", help="Who measured it.")
@click.option("--as-of", default=None, metavar="DATE", help="The day of grading [default: today, UTC].")
@output_option("Write the certificate (.json, .pdf) or the label (.svg).")
@ledger_option
@json_option
@tells_errors
def grade(
    files: tuple[Path, ...], unit: str | None, type_: str | None, kind: Any, new: str | None,
    models: tuple[Path, ...], ambient: float | None, answers: tuple[Path, ...], measured: str | None, named: str | None,
    by: str | None, as_of: str | None, output: Path | None, ledger: str | None, as_json: bool, **own: Any,
) -> None:  # fmt: skip
    """Grade a unit by test records and answers to the safety gates.

    FILE is a tester's file as it is. What is not measured is not passed: without answers to the gates there is no
    grade, but what to measure. The same files, model, limits and day give the same certificate, byte for byte. With
    --unit and a ledger, the ledger answers whether the unit's life is recorded.

    A failed gate that the scheme lets release may pass by --release: it is of the readings that are given, and the
    certificate names both persons as they are stated. What --resistance states counts before what pulses say.

    Exit status: 0 a grade was given, 5 none can be given and it is said why.
    """
    from dicycle.health.grading import Case
    from dicycle.health.grading.gathering import RawFile

    if not files and not answers:
        raise click.UsageError("Name a test record, or answers with --readings.")
    if unit is not None and not unit.strip():
        raise click.UsageError("--unit is blank: name the unit, or leave the option out.")
    named_day(measured, "--measured")
    raw = [RawFile(_name(one), content(one)) for one in files]
    day = _day(as_of)
    let, ohmic = releases(own.pop("releases"), day), resistance(own.pop("resistance"))
    case = Case(
        unit or _unnamed(raw), _type(type_, kind, new), kind, readings=readings(answers, by, measured), by=by,
        measured=measured, named=named, ambient=ambient, releases=let, resistance=ohmic,
    )  # fmt: skip
    found = _assess(case, raw, rules(models, **own), day, ledger if unit else None, known=unit is not None)
    if output is not None:
        _write(output, found)
    click.echo(_as_json(found) if as_json else _told(found))
    if output is not None and not as_json:
        click.echo(f"{output}: certificate {found.id}.")
    if found.graded.grade is None:
        raise click.exceptions.Exit(NO_GRADE)


def _type(text: str | None, kind: Any, new: str | None) -> "CellType | None":
    """Return the type of the unit with what a new one has."""
    from msgspec.structs import replace

    found = cell_type(text, kind)
    if new is None:
        return found
    if found is None:
        raise click.UsageError("--new-resistance goes with --type.")
    return replace(found, new_resistance=new_resistance(new))


def _name(path: Path) -> str:
    return "standard input" if str(path) == "-" else path.name


def _day(text: str | None) -> str:
    """Return the day of grading as a moment; raises InvalidInput."""
    return f"{day_of_grading(text).isoformat()}T12:00:00Z"


def _unnamed(raw: "list[RawFile]") -> str:
    """Return the name of a unit that nobody named: that of its first raw file's bytes (RFC 6920)."""
    from hashlib import sha256

    from dicycle.health.inspecting.telling import digest_uri

    data = raw[0].data if raw else b""
    return digest_uri(sha256(data).hexdigest())


def rules(models: tuple[Path, ...], **own: Path | None) -> "Rules":
    """Return by what is graded: what the options name, else the settings."""
    from dicycle.health.grading import read_rules
    from dicycle.ledger.integrity.keys import read_verifier

    settings = settings_of()
    keys = [read_verifier(one) for one in settings.grading_keys]
    return read_rules(
        own["limits"] or settings.gate_limits, own["scheme"] or settings.grading_scheme,
        models or settings.models, keys,
    )  # fmt: skip


def _assess(
    case: "Case", raw: "list[RawFile]", rules: "Rules", at: str, ledger: str | None, *, known: bool
) -> "Assessed":
    from dicycle.health.inspecting import look
    from dicycle.health.inspecting.known import passport_in

    where = settings_of(ledger=ledger).ledger
    if known and ("://" in where or Path(where).exists()):
        with opened(ledger) as loop:
            unit = _unit(loop, case.unit)
            case = case._replace(unit=unit, passport=passport_in(loop.store, unit))
            return look(case, loop.store.events_of(unit), raw, rules, at)
    return look(case, (), raw, rules, at)


def _unit(loop: Any, code: str) -> str:
    from dicycle.errors import NotFound
    from dicycle.identifiers import canonical

    try:
        found: str = loop.find(code).id
    except NotFound:
        return canonical(code)
    return found


def _write(path: Path, found: "Assessed") -> None:
    from dicycle.files import replacing
    from dicycle.health.grading.printing import as_pdf, as_svg, certificate_page, label

    makers = {
        ".json": lambda: found.data,
        ".pdf": lambda: as_pdf(certificate_page(found.certificate, found.id)),
        ".svg": lambda: as_svg(label(found.certificate, found.id)),
    }
    if path.suffix.lower() not in makers:
        advice = "Name certificate.json, certificate.pdf or label.svg."
        raise InvalidInput.because("files.ending", "This ending is not one that can be written.", str(path), advice)
    made = makers[path.suffix.lower()]()
    with replacing(path) as part:
        part.write_bytes(made)


def _as_json(found: "Assessed") -> str:
    import msgspec

    graded = found.graded
    return json_text({
        "grade": graded.grade, "summary": graded.summary, "possible": graded.possible, "safety": graded.safety,
        "state": found.state, "valid_until": graded.valid_until, "reasons": graded.reasons,
        "next_tests": graded.next_tests, "to_measure": graded.to_measure, "certificate": found.id,
        "content": msgspec.json.decode(found.data), "findings": [one.as_dict() for one in found.findings],
    })  # fmt: skip


def _abstained(found: "Assessed") -> list[str]:
    """Return why tests say nothing, a line for each reason."""
    silent = (one for one in found.state.apart if one.abstains)
    return list(dict.fromkeys(f"{one.level} says nothing: {why}" for one in silent for why in one.findings
                              if why.severity.value == "error" and why not in found.findings))  # fmt: skip


def _told(found: "Assessed") -> str:
    from dicycle.health.gates import QUESTION
    from dicycle.health.grading.wording import health_in_words, interval_in_words

    graded, state = found.graded, found.state
    lines = [f"{found.case.unit}", f"Grade {graded.summary}", f"{interval_in_words(state)} ({health_in_words(state)})"]
    lines += [f"  {factor.name}: {factor.sentence}" for factor in graded.factors]
    if graded.to_measure:
        asked = [QUESTION[name].text if name in QUESTION else name for name in graded.to_measure]
        lines += ["To measure:", *(f"  {one}" for one in asked)]
    if graded.next_tests:
        lines += ["Next best test:", *(f"  {one.name} ({one.level}, {one.minutes:g} min): {one.why}"
                                       for one in graded.next_tests[:3])]  # fmt: skip
    lines += _abstained(found)
    serious = [one for one in found.findings if one.severity.value != "note"]
    lines += [f"{one.severity.value}: {one}" for one in serious]
    return "\n".join(map(plain, lines))
