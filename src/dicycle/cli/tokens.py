"""``dicycle tokens``: issue, list, revoke."""

import re
from typing import TYPE_CHECKING, Any, Final

import click

from dicycle.cli.common import json_option, json_text, ledger_option, moment, opened, table, tells_errors
from dicycle.errors import InvalidInput

if TYPE_CHECKING:
    from dicycle.ledger.access.model import Token

_DAYS: Final = re.compile(r"([0-9]{1,5})d", re.ASCII)
_DAY: Final = 86_400_000_000


@click.group()
def tokens() -> None:
    """Say who may ask the server, and take it back."""


@tokens.command()
@click.option("--role", type=click.Choice(["operator", "partner", "authority"]), required=True, help="What it opens.")
@click.option("--organisation", default="", help="The id of the organisation, such as https://id.gs1.org/417/….")
@click.option("--name", default="", help="What the organisation is called.")
@click.option("--key", "keys", multiple=True, help="A party or place of the partner, by its id; may be repeated.")
@click.option("--prefix", "prefixes", multiple=True, help="A GS1 Company Prefix of the partner; may be repeated.")
@click.option("--label", default="", help="What the token is for.")
@click.option("--expires", default="365d", show_default=True, help="After so many days (90d), at a date, or never.")
@ledger_option
@json_option
@tells_errors
def issue(expires: str, ledger: str | None, as_json: bool, **wished: Any) -> None:
    """Issue a token. The token itself goes to standard output, this once; the ledger keeps only its hash."""
    from dicycle.ledger.access import tokens as book
    from dicycle.ledger.access.model import Role
    from dicycle.ledger.clock import now

    at = now()
    wish = book.Wish(**wished | {"role": Role(wished["role"])}, expires=_end(expires, at))
    with opened(ledger) as loop:
        first = not book.ever_issued(loop.store)
        token, text = book.issue(loop.store, wish, at)
    if as_json:
        click.echo(json_text(_row(token, None) | {"token": text}))
        return
    click.echo(text)
    click.echo(f"This is token {token.id}. Keep it now: it is not shown again.", err=True)
    if first:
        click.echo(
            "It is the first: from now on the server asks for a token, unless it runs with --access open.", err=True
        )


@tokens.command("list")
@ledger_option
@json_option
@tells_errors
def list_tokens(ledger: str | None, as_json: bool) -> None:
    """List all tokens that were issued, without their secrets."""
    from dicycle.ledger.access import tokens as book
    from dicycle.ledger.clock import now

    with opened(ledger, must_exist=True) as loop:
        rows = [_row(token, used) for token, used in book.listed(loop.store)]
    if as_json:
        click.echo(json_text(rows))
        return
    head = ("TOKEN", "ROLE", "ORGANISATION", "LABEL", "STATE", "EXPIRES", "LAST USED")
    shown = [_shown(row, now()) for row in rows]
    click.echo(table(shown, head) if shown else "No token was issued yet.")


@tokens.command()
@click.argument("token")
@ledger_option
@json_option
@tells_errors
def revoke(token: str, ledger: str | None, as_json: bool) -> None:
    """Take back TOKEN, named by its id; it opens nothing from now on."""
    from dicycle.ledger.access import tokens as book
    from dicycle.ledger.clock import now

    with opened(ledger, must_exist=True) as loop:
        found = book.revoke(loop.store, token, now())
    click.echo(json_text(_row(found, None)) if as_json else f"Token {found.id} opens nothing any more.")


def _end(text: str, at: int) -> int | None:
    """Return when a token ends, in microseconds since 1970 UTC; None for never."""
    if text == "never":
        return None
    if days := _DAYS.fullmatch(text):
        return at + int(days[1]) * _DAY
    try:
        return moment(text)
    except InvalidInput:
        advice = "Write it as 90d, as 2031-05-01, or as never."
        raise InvalidInput.because("cli.not-a-time", f"{text!r} is no end of a token.", "--expires", advice) from None


def _row(token: "Token", used: int | None) -> dict[str, Any]:
    return {
        "id": token.id,
        "role": token.role.value,
        "organisation": token.organisation,
        "name": token.name,
        "keys": list(token.keys),
        "prefixes": list(token.prefixes),
        "label": token.label,
        "created": _time(token.created),
        "expires": _time(token.expires),
        "revoked": _time(token.revoked),
        "last_used": _time(used),
    }


def _time(value: int | None) -> str | None:
    from dicycle.ledger.formats import timestamp

    return None if value is None else timestamp(value)


def _shown(row: dict[str, Any], at: int) -> tuple[str, ...]:
    ended = row["expires"] is not None and row["expires"] <= _time(at)
    state = "revoked" if row["revoked"] else "expired" if ended else "holds"
    whom = row["name"] or row["organisation"]
    return (row["id"], row["role"], whom, row["label"], state, _day(row["expires"]), _day(row["last_used"]))


def _day(time: str | None) -> str:
    return "never" if time is None else time[:10]
