"""What all commands share: the ledger to use, answers for people or programs, errors as sentences."""

import functools
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from dicycle.errors import DicycleError, InvalidInput, NotFound, StoreError

if TYPE_CHECKING:
    from dicycle.bootstrap import Loop
    from dicycle.settings import Settings

_F = TypeVar("_F", bound=Callable[..., Any])

EXIT_CODES: Final[tuple[tuple[type[DicycleError], int], ...]] = ((NotFound, 3), (StoreError, 4), (DicycleError, 1))
"""Exit status of each kind of error, the first that fits."""

INTERRUPTED: Final = 130
"""Exit status after Ctrl-C, as shells have it."""

ledger_option = click.option(
    "--ledger", default=None, metavar="LEDGER", help="The ledger: a file or a postgresql:// URL [default: dicycle.db]."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")


def output_option(help: str) -> Callable[[_F], _F]:
    """Return the option that names a file to be written."""
    kind = click.Path(path_type=Path, dir_okay=False)
    return click.option("-o", "--output", type=kind, default=None, metavar="FILE", help=help)


def settings_of(**flags: Any) -> "Settings":
    """Return the settings in force under the given flags."""
    from dicycle.settings import load_settings

    return load_settings(**flags)


@contextmanager
def opened(ledger: str | None, *, must_exist: bool = False) -> Iterator["Loop"]:
    """Open the ledger that the settings and the flag name."""
    from dicycle.bootstrap import is_database, loop_of

    settings = settings_of(ledger=ledger)
    if must_exist and not is_database(settings.ledger) and not Path(settings.ledger).exists():
        advice = "Capture something first, or name another file with --ledger."
        raise NotFound.because("cli.no-ledger", "There is no ledger here yet.", settings.ledger, advice)
    with loop_of(settings) as loop:
        yield loop


def tells_errors(command: _F) -> _F:
    """Turn errors into sentences on standard error and an exit status; with --json, into findings."""

    @functools.wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        try:
            _spare_inputs(kwargs)
            return command(*args, **kwargs)
        except DicycleError as error:
            tell(error, as_json=bool(kwargs.get("as_json")))
            raise click.exceptions.Exit(next(code for kind, code in EXIT_CODES if isinstance(error, kind))) from None
        except KeyboardInterrupt:
            click.echo("Interrupted. What was acknowledged is kept.", err=True)
            raise click.exceptions.Exit(INTERRUPTED) from None
        except BrokenPipeError:
            sys.stderr.close()
            raise click.exceptions.Exit(0) from None
        except UnicodeEncodeError:
            click.echo("error: An argument is not text in UTF-8.", err=True)
            raise click.exceptions.Exit(1) from None
        except OSError as wrong:
            click.echo(f"error: {wrong.strerror or wrong}.", err=True)
            raise click.exceptions.Exit(1) from None

    return wrapped  # type: ignore[return-value]


def _spare_inputs(given: dict[str, Any]) -> None:
    """Refuse an output that is one of the inputs, or the ledger: writing would destroy what is read."""
    output = given.get("output")
    if not isinstance(output, Path) or not output.is_file():
        return
    said = [one if isinstance(one, tuple) else (one,) for name, one in given.items() if name != "output"]
    paths = [one for several in said for one in several if isinstance(one, Path)]
    if isinstance(ledger := given.get("ledger"), str):
        paths.append(Path(ledger))
    if any(path.is_file() and path.samefile(output) for path in paths):
        sentence, advice = "This file is read by the same command: nothing was written.", "Name another file with -o."
        raise InvalidInput.because("cli.output-is-input", sentence, str(output), advice)


def tell(error: DicycleError, *, as_json: bool) -> None:
    """Write an error's findings to standard error."""
    if as_json:
        click.echo(json_text({"findings": [finding.as_dict() for finding in error.findings]}), err=True)
        return
    for finding in error.findings:
        click.echo(plain(f"{finding.severity.value}: {finding}"), err=True)


def json_text(value: Any) -> str:
    """Return plain values as readable JSON with exact numbers."""
    import msgspec

    return msgspec.json.format(msgspec.json.Encoder(decimal_format="number").encode(value), indent=2).decode()


def moment(text: str | None) -> int | None:
    """Return a date or date-time as microseconds since 1970 UTC; a bare date means its last moment (UTC)."""
    from dicycle.ledger.formats import microseconds

    if text is None:
        return None
    found = microseconds(text if "T" in text else f"{text}T23:59:59.999999Z")
    if found is None:
        advice = "Write it as 2031-05-01 or 2031-05-01T09:30:00+02:00."
        raise InvalidInput.because("cli.not-a-time", f"{text!r} is no date.", "--as-of", advice)
    return found


def many(count: int, what: str) -> str:
    """Return a count with its noun: 1 event, 2,000 events."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def plain(text: str) -> str:
    """Return a text without what a terminal would obey: control characters and marks of direction."""
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)


def table(rows: Sequence[tuple[str, ...]], head: tuple[str, ...]) -> str:
    """Return rows as aligned columns."""
    rows = [tuple(plain(cell) for cell in row) for row in rows]
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in (head, *rows)
    ]
    return "\n".join(lines)


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """Show a person who watches how far long work is."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    with ExitStack() as stack:
        bars: list[Any] = []

        def tell(done: int, of: int) -> None:
            if not bars:
                bars.append(stack.enter_context(click.progressbar(length=of, label=label, file=sys.stderr)))
            bars[0].update(done - bars[0].pos)

        yield tell
