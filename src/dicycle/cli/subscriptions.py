"""``dicycle subscriptions``: who hears of what, and what could not be delivered."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from dicycle.cli.common import json_option, json_text, ledger_option, opened, settings_of, table, tells_errors
from dicycle.errors import InvalidInput

if TYPE_CHECKING:
    from dicycle.ledger.subscribing.delivering import Webhooks
    from dicycle.ledger.subscribing.desk import Desk


@click.group()
def subscriptions() -> None:
    """Tend subscriptions and dead letters. A running server on the ledger takes up what is done here."""


@contextmanager
def _desk(ledger: str | None) -> "Iterator[Desk]":
    from dicycle.ledger.subscribing.desk import Desk

    with opened(ledger, must_exist=True) as loop:
        yield Desk(loop.store, loop.intake)


def _webhooks() -> "Webhooks":
    from dicycle.ledger.subscribing.delivering import Webhooks

    settings = settings_of()
    return Webhooks(settings.webhook_private, settings.webhook_timeout)


@subscriptions.command("list")
@ledger_option
@json_option
@tells_errors
def list_subscriptions(ledger: str | None, as_json: bool) -> None:
    """List subscriptions with how they do."""
    from dicycle.ledger.subscribing.overview import overviews

    with _desk(ledger) as desk:
        found = [(one, one.as_dict()) for one in overviews(desk.store)]
    if as_json:
        click.echo(json_text([row for _, row in found]))
        return
    rows = [
        (one.subscription.id, one.subscription.query, one.how, one.state, row["lastNotifiedAt"] or "never",
         str(len(row["waiting"])), str(one.dead), one.subscription.dest)
        for one, row in found
    ]  # fmt: skip
    head = ("SUBSCRIPTION", "QUERY", "REPORTS", "STATE", "LAST TAKEN", "WAITING", "DEAD", "GOES TO")
    click.echo(table(rows, head) if rows else "Nobody is subscribed.")


@subscriptions.command()
@click.argument("query")
@click.argument("dest")
@click.option("--stream", is_flag=True, help="Report as events come.")
@click.option("--at", "fields", multiple=True, help="Report by a schedule in UTC: hour=1, minute=5; may be repeated.")
@click.option("--even-if-empty", is_flag=True, help="Report a scheduled run that found nothing too.")
@click.option(
    "--since", default=None, help="Begin with what was recorded at a date-time, such as 2027-01-01T00:00:00Z."
)
@click.option("--secret", type=click.File("rb"), help="The file with the secret that signs reports (- for input).")
@ledger_option
@json_option
@tells_errors
def add(dest: str, query: str, ledger: str | None, as_json: bool, **wished: Any) -> None:
    """Report the events of QUERY to the URL DEST."""
    from dicycle.ledger.subscribing.wishes import webhook

    if wished["stream"] == bool(wished["fields"]):
        sentence = "This asks for neither a stream nor a schedule, or for both."
        raise InvalidInput.because("cli.stream-or-schedule", sentence, advice="Give either --stream or --at.")
    wish = webhook(json_text(_body(dest, **wished)).encode(), "Always_GS1_Digital_Link", private=_webhooks().private)
    with _desk(ledger) as desk:
        made = desk.subscribe(query, wish)
    told = f"The subscription is {made.id}. Try it out: dicycle subscriptions test {made.id}"
    click.echo(json_text({"subscriptionID": made.id}) if as_json else told)


def _body(
    dest: str, stream: bool, fields: tuple[str, ...], even_if_empty: bool, since: str | None, secret: BinaryIO | None
) -> dict[str, Any]:
    """Return the subscription as one that comes by HTTP."""
    pairs = [field.partition("=") for field in fields]
    if wrong := next((field for field, (_, sign, _) in zip(fields, pairs, strict=True) if not sign), None):
        advice = "Write it as hour=1."
        raise InvalidInput.because("cli.no-pair", f"{wrong!r} is not a field of a schedule.", "--at", advice)
    given: dict[str, Any] = {
        "dest": dest,
        "stream": stream or None,
        "schedule": {name: value for name, _, value in pairs} or None,
        "reportIfEmpty": even_if_empty,
        "initialRecordTime": since,
        "signatureToken": secret.read().decode().strip() if secret else None,
    }
    return {name: value for name, value in given.items() if value is not None}


@subscriptions.command()
@click.argument("subscription")
@ledger_option
@json_option
@tells_errors
def remove(subscription: str, ledger: str | None, as_json: bool) -> None:
    """End SUBSCRIPTION, named by its id; its dead letters go too."""
    with _desk(ledger) as desk:
        desk.unsubscribe(subscription)
    _say(as_json, f"The subscription {subscription} has ended.")


@subscriptions.command()
@click.argument("subscription")
@ledger_option
@json_option
@tells_errors
def pause(subscription: str, ledger: str | None, as_json: bool) -> None:
    """Let SUBSCRIPTION rest; what happens meanwhile is reported when it goes on."""
    with _desk(ledger) as desk:
        desk.pause(subscription)
    _say(as_json, f"The subscription {subscription} is paused.")


@subscriptions.command()
@click.argument("subscription")
@ledger_option
@json_option
@tells_errors
def resume(subscription: str, ledger: str | None, as_json: bool) -> None:
    """Let SUBSCRIPTION go on."""
    with _desk(ledger) as desk:
        desk.resume(subscription)
    _say(as_json, f"The subscription {subscription} goes on.")


@subscriptions.command()
@click.argument("subscription")
@ledger_option
@json_option
@tells_errors
def test(subscription: str, ledger: str | None, as_json: bool) -> None:
    """Send the receiver of SUBSCRIPTION a report without events, and tell what it said."""
    from dicycle.ledger.clock import now
    from dicycle.server.subscriptions.trying import try_out

    with _desk(ledger) as desk:
        answer = try_out(desk.subscription(subscription), now(), _webhooks())
    if not answer.well:
        advice = "Look at the destination and at the receiver's own log."
        raise InvalidInput.because("subscription.not-taken", answer.why, subscription, advice)
    _say(as_json, answer.why)


@subscriptions.command()
@ledger_option
@json_option
@tells_errors
def dead(ledger: str | None, as_json: bool) -> None:
    """List the reports that could not be delivered, with what their receivers said."""
    from dicycle.ledger.subscribing import books
    from dicycle.ledger.subscribing.overview import letter_dict

    with _desk(ledger) as desk:
        found = [letter_dict(one) for one in books.dead_letters(desk.store)]
    if as_json:
        click.echo(json_text(found))
        return
    rows = [
        (one["id"], one["queryName"], str(one["events"]), str(one["lastAttemptAt"]), one["answer"]) for one in found
    ]
    click.echo(table(rows, ("LETTER", "QUERY", "EVENTS", "LAST TRIED", "ANSWER")) if rows else "No letter is dead.")


@subscriptions.command()
@click.argument("letters", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="All dead letters.")
@ledger_option
@json_option
@tells_errors
def replay(letters: tuple[str, ...], everything: bool, ledger: str | None, as_json: bool) -> None:
    """Put dead LETTERS on their way again."""
    _check_which(letters, everything)
    with _desk(ledger) as desk:
        count = desk.replay_all() if everything else _each(desk.replay, letters)
    _say(as_json, f"{count} on their way again.", count)


@subscriptions.command()
@click.argument("letters", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="All dead letters.")
@ledger_option
@json_option
@tells_errors
def discard(letters: tuple[str, ...], everything: bool, ledger: str | None, as_json: bool) -> None:
    """Throw dead LETTERS away. Their events stay in the ledger."""
    _check_which(letters, everything)
    with _desk(ledger) as desk:
        count = desk.discard_all() if everything else _each(desk.discard, letters)
    _say(as_json, f"{count} thrown away.", count)


def _check_which(letters: tuple[str, ...], everything: bool) -> None:
    if bool(letters) == everything:
        advice = "Name letters as `dicycle subscriptions dead` lists them, or say --all."
        raise InvalidInput.because("cli.which-letters", "It is not said which letters.", "LETTERS", advice)


def _each(work: Any, letters: tuple[str, ...]) -> int:
    for letter in letters:
        work(letter)
    return len(letters)


def _say(as_json: bool, sentence: str, count: int | None = None) -> None:
    click.echo(json_text({"done": sentence} | ({} if count is None else {"letters": count})) if as_json else sentence)
