"""``dicycle health live``: a tester's file sent to an inspection while it grows."""

import json
import os
import time
from http.client import HTTPException
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

import click

from dicycle.cli.common import plain, tells_errors
from dicycle.errors import InvalidInput

_PIECE: Final = 1 << 20
_PATIENCE: Final = 30.0
_AGAIN: Final = 5.0


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--to", "address", required=True, metavar="URL", help="The inspection, as the page of its unit says it.")
@click.option(
    "--every", type=click.FloatRange(0.1, 3600), default=2.0, show_default=True, help="Seconds between looks."
)
@click.option("--idle", type=click.FloatRange(0, 86_400), default=300.0, show_default=True,
              help="The test has ended when the file has not grown for so many seconds.")  # fmt: skip
@click.option(
    "--end", is_flag=True, help="Attach the file when the test has ended, instead of leaving that to the page."
)
@click.option(
    "--token-file", type=click.Path(path_type=Path), default=None, help="Your token [default: DICYCLE_TOKEN]."
)
@tells_errors
def live(file: Path, address: str, every: float, idle: float, end: bool, token_file: Path | None) -> None:
    """Send a tester's FILE to an inspection while the tester writes it; the page of the unit shows its curves.

    Nothing is sent twice, and nothing lost: after any stop the same command goes on. A file that the tester rewrites
    from its beginning is refused, because what was sent would no longer be what it holds.
    """
    far = _Far(_inspection(address), _token(token_file))
    if not file.is_file():
        advice = "Begin the test first, or correct the name."
        raise InvalidInput.because("records.unreadable", "There is no such file.", str(file), advice)
    size = _send(far, file, every, idle)
    if not end:
        click.echo(f"{file}: {size:,} bytes are there. The page of the unit ends the test, or this command with --end.")
        return
    kept = far.ask("POST", "/live/end", {}, b"{}", "application/json")
    click.echo(f"{file}: attached, SHA-256 {kept['sha256']}.")


def _send(far: "_Far", file: Path, every: float, idle: float) -> int:
    """Send what there is, and what comes, until nothing has come for so many seconds; return how much is there."""
    sent, last = far.ask("GET", "/live")["size"] or 0, time.monotonic()
    click.echo(f"Sending {file}; Ctrl-C stops it, and the same command goes on.", err=True)
    while True:
        piece = _piece(file, sent)
        if piece:
            sent = far.ask("POST", "/live", {"name": file.name, "offset": str(sent)}, piece)["size"]
            last = time.monotonic()
        elif time.monotonic() - last >= idle:
            return sent
        else:
            time.sleep(min(every, idle))


def _piece(file: Path, start: int) -> bytes:
    """Return the bytes of a file from a place on, not too many; raises InvalidInput for a file that became shorter."""
    with file.open("rb") as opened:
        if opened.seek(0, os.SEEK_END) < start:
            sentence, advice = f"{start:,} bytes were sent, and the file has fewer.", "Discard the test on its page."
            raise InvalidInput.because("records.shorter", sentence, str(file), advice)
        opened.seek(start)
        return opened.read(_PIECE)


def _inspection(address: str) -> str:
    """Return the address of an inspection without a slash at its end; raises InvalidInput."""
    found = urlsplit(address)
    if found.scheme not in ("http", "https") or "/inspections/" not in found.path:
        advice = "Copy the one that the page of the unit shows."
        raise InvalidInput.because("cli.no-inspection", "This is no address of an inspection.", address, advice)
    return address.rstrip("/")


def _token(path: Path | None) -> str:
    return path.read_text(encoding="utf-8").strip() if path else os.environ.get("DICYCLE_TOKEN", "")


class _Far(NamedTuple):
    """An inspection of a server, and the token that opens it."""

    address: str
    token: str

    def ask(
        self, method: str, path: str, query: dict[str, str] | None = None, body: bytes | None = None,
        kind: str = "application/octet-stream",
    ) -> dict[str, Any]:  # fmt: skip
        """Ask, again and again while nothing answers; raises InvalidInput with what the server refuses."""
        url = f"{self.address}{path}{'?' + urlencode(query) if query else ''}"
        headers = {"Accept": "application/json", "Content-Type": kind}
        headers |= {"Authorization": f"Bearer {self.token}"} if self.token else {}
        asked = Request(url, body, headers, method=method)
        if (found := _answer(asked)) is not None:
            return found
        click.echo(f"{self.address} does not answer; trying again every {_AGAIN:g} s.", err=True)
        while (found := _answer(asked)) is None:
            time.sleep(_AGAIN)
        return found


def _answer(asked: Request) -> dict[str, Any] | None:
    """Return an answer, None where there is none now; raises InvalidInput with what the server refuses."""
    try:
        with urlopen(asked, timeout=_PATIENCE) as answer:
            found: dict[str, Any] = json.load(answer)
            return found
    except HTTPError as refused:
        if refused.code < 500:
            raise _refusal(refused) from None
    except (HTTPException, OSError, ValueError):
        pass
    return None


def _refusal(refused: HTTPError) -> InvalidInput:
    """Return what a server said as an error of ours."""
    try:
        first = json.load(refused)["findings"][0]
        sentence, advice = plain(first["sentence"]), plain(first.get("advice") or "")
    except (ValueError, LookupError, TypeError, OSError):
        sentence, advice = f"The server refuses this ({refused.code}).", "Check the address."
    return InvalidInput.because("cli.refused", sentence, refused.url or "", advice)
