"""The command line: one file per noun, loaded when it is asked for, so that help is quick."""

from importlib import import_module
from typing import Any, Final

import click

COMMANDS: Final[dict[str, tuple[str, str]]] = {
    "agreements": ("agreements", "Read press releases and news into a register of agreements."),
    "attribute": ("attribute", "Tell whose metal is in a thing, or in all things."),
    "capture": ("capture", "Capture files of EPCIS events into the ledger."),
    "certificate": ("certificates", "Show, verify and sign certificates of health."),
    "check": ("check", "Check events for form and sense, without storing them."),
    "demo": ("demo", "Serve the ledger of a simulated battery loop."),
    "event": ("events", "Show one event by its eventID."),
    "events": ("events", "List events that match a query."),
    "export": ("export", "Write events and what proves them to a folder."),
    "gates": ("gates", "Show, sign and check the limits of the safety gates."),
    "grade": ("health.grading", "Grade a unit by test records and answers to the safety gates."),
    "hash": ("hash", "Tell the hash ids of events in files."),
    "health": ("health", "Fit models of health from pulse tests, and judge them."),
    "item": ("items", "Tell the life of a battery, a part or a lot."),
    "items": ("items", "List the things that the ledger knows."),
    "jobs": ("jobs", "List capture jobs."),
    "log": ("logs", "Print the signed checkpoint of the ledger's log, and its key."),
    "match": ("match", "Match modules into packs, with a certified bound."),
    "migrate": ("migrate", "Move a ledger to another file or database."),
    "queries": ("queries", "Name queries, so that others can ask and subscribe."),
    "recall": ("recall", "Tell which things hold some of a lot, and where they are."),
    "route": ("route", "Say what is next for returned batteries, and why."),
    "serve": ("serve", "Serve the ledger over HTTP, with pages."),
    "settings": ("settings", "Show the settings in force."),
    "simulate": ("simulate", "Write the events of a whole simulated loop, with its truth."),
    "status": ("status", "Say what is in the ledger."),
    "subscriptions": ("subscriptions", "See who is told of new events, and what did not arrive."),
    "tokens": ("tokens", "Issue, list and revoke the tokens that open the server."),
    "trace": ("trace", "Tell where a thing came from, or where it went."),
    "verify": ("verify", "Check that nothing was altered since it was logged."),
}
"""Command -> its module in this package, and its line in the help."""


class LazyGroup(click.Group):
    """A group that imports a command's module only when that command runs or tells its own help."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, importing its module."""
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(f"dicycle.cli.{COMMANDS[cmd_name][0]}"), cmd_name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in sorted(COMMANDS.items())])


def _version(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked:
        import dicycle

        click.echo(f"dicycle {dicycle.__version__}")
        ctx.exit()


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Say the version.")
def main() -> None:
    """Keep the books of the power-battery loop.

    A ledger is one file (dicycle.db unless --ledger or DICYCLE_LEDGER names another). Commands that
    answer take --json, to answer programs. Exit status: 0 done, 1 input was refused, 2 wrong use, 3 not found, 4 the
    store failed, 130 interrupted.
    """


def run(*arguments: str, **extra: Any) -> Any:
    """Run a command from Python, as a test does."""
    return main.main(list(arguments), standalone_mode=False, **extra)
