"""``dicycle certificate``: what it says, whether the same comes out of its raw files again, and who signed it."""

from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import click

from dicycle.cli.common import json_option, json_text, output_option, plain, table, tell, tells_errors
from dicycle.cli.health.grading import rules
from dicycle.cli.health.reading import content
from dicycle.cli.signing import key_option, signer, write_note
from dicycle.errors import InvalidInput

if TYPE_CHECKING:
    from dicycle.health.grading import Certificate
    from dicycle.health.grading.verifying import Verification

_LONGEST: Final = 60
_file = click.argument("certificate", metavar="CERTIFICATE", type=click.Path(path_type=Path, allow_dash=True))
_signed_by = click.option(
    "--signed-by", "keys", multiple=True, metavar="KEY", help="A verifier key, or its file; one must have signed."
)


class _Opened(NamedTuple):
    """A certificate, its bytes as issued, its id, and which of the keys that were given signed it."""

    certificate: "Certificate"
    data: bytes
    id: str
    signers: tuple[str, ...]


@click.group()
def certificate() -> None:
    """Show, verify and sign certificates of health.

    CERTIFICATE is the JSON that `dicycle grade -o` and the yard's page give, or the signed note around it.
    """


@certificate.command()
@_file
@_signed_by
@json_option
@tells_errors
def show(certificate: Path, keys: tuple[str, ...], as_json: bool) -> None:
    """Print what a certificate says, with its id."""
    from dicycle.health.grading.wording import sections

    there = _opened(certificate, keys)
    if as_json:
        click.echo(there.data)
        return
    click.echo(f"{there.certificate.unit}\ncertificate {there.id}{_by(there)}")
    for one in sections(there.certificate, there.id):
        click.echo(f"\n{one.title}")
        for line in one.lines:
            click.echo(plain("  " + ": ".join(filter(None, (line.what, line.said)))))


@certificate.command()
@_file
@click.argument("files", nargs=-1, metavar="[FILE]…", type=click.Path(path_type=Path))
@click.option("--model", "models", type=click.Path(path_type=Path), multiple=True, help="The model that estimated.")
@click.option("--limits", type=click.Path(path_type=Path), default=None, help="The limits of the gates.")
@click.option("--scheme", type=click.Path(path_type=Path), default=None, help="The scheme by which was graded.")
@_signed_by
@json_option
@tells_errors
def verify(
    certificate: Path, files: tuple[Path, ...], models: tuple[Path, ...], keys: tuple[str, ...], as_json: bool,
    **own: Path | None,
) -> None:  # fmt: skip
    """Make a certificate again from its raw FILEs, and say whether the same comes out, byte for byte.

    Give the raw files that it names, in any order, and the model, limits and scheme that it was made by; those of the
    settings hold where none is given. Exit status: 0 the same, 1 not.
    """
    from dicycle.health.grading.verifying import by, verify_certificate

    there = _opened(certificate, keys)
    found = verify_certificate(there.data, [content(one) for one in files], by(rules(models, **own)))
    if as_json:
        click.echo(json_text(_figures(there, found)))
    else:
        click.echo(_told(there, found))
    if not found.same:
        if found.findings and not as_json:
            tell(InvalidInput(*found.findings), as_json=False)
        raise click.exceptions.Exit(1)


@certificate.command()
@_file
@key_option
@output_option("Write the signed note.")
@tells_errors
def sign(certificate: Path, key: Path, output: Path | None) -> None:
    """Sign a certificate as a note (c2sp.org/signed-note); its id stays that of its bytes."""
    from dicycle.health.grading.verifying import sign_certificate

    there, by = _opened(certificate, ()), signer(key)
    write_note(sign_certificate(there.data, by), output, by)


def _opened(path: Path, keys: tuple[str, ...]) -> _Opened:
    """Read a certificate, bare or in a note; raises InvalidInput, also where none of the keys signed it."""
    from dicycle.health.grading import read_certificate
    from dicycle.health.grading.certificate import certificate_id
    from dicycle.health.grading.verifying import opened_certificate
    from dicycle.ledger.integrity.keys import read_verifier

    data, signers = opened_certificate(content(path), [read_verifier(one) for one in keys])
    if keys and not signers:
        advice = "Ask whoever issued it for the signed note."
        raise InvalidInput.because("grading.not-signed", "None of these keys signed it.", str(path), advice)
    return _Opened(read_certificate(data, path.name), data, certificate_id(data), signers)


def _by(there: _Opened) -> str:
    return f", signed by {', '.join(there.signers)}" if there.signers else ""


def _figures(there: _Opened, found: "Verification") -> dict[str, object]:
    return {
        "id": there.id, "same": found.same, "signed_by": there.signers,
        "differences": [one._asdict() for one in found.differences],
        "findings": [one.as_dict() for one in found.findings],
    }  # fmt: skip


def _told(there: _Opened, found: "Verification") -> str:
    about, count = f"certificate {there.id}{_by(there)}", len(there.certificate.files)
    if found.same:
        of = f"{count} raw file{'s' if count != 1 else ''}" if count else "what it says was answered"
        return f"{about}\nThe same comes out of {of}, byte for byte."
    if not found.differences:
        return f"{about}\nIt was not made again."
    differing = table([(*map(plain, one.brief(_LONGEST)),) for one in found.differences], ("Where", "It says", "Now"))
    return f"{about}\nSomething else comes out:\n{differing}{_hint(there, found)}"


def _hint(there: _Opened, found: "Verification") -> str:
    """Say what to give if it was made by another model, other limits or another scheme than were held against it."""
    made, places = there.certificate, {one.where.split("/")[1] for one in found.differences if one.where.count("/")}
    lines = []
    if "model" in places:
        lines.append(
            f"It was made with model {made.model}: give it with --model."
            if made.model
            else "It was made without a model."
        )
    lines += [f"It was made by {rule.id} {rule.version} ({rule.hash}): give it with --{name}."
              for name, rule in (("limits", made.limits), ("scheme", made.scheme)) if name in places]  # fmt: skip
    return "".join(f"\n{one}" for one in lines)
