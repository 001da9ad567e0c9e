"""The command line's own words: every command's help, as it is shown on a terminal of 100 columns."""

import click

from dicycle.cli import COMMANDS, main
from dicycle.cli.common import EXIT_CODES
from reference_pages.words import page, table

COLUMNS = 100


def help_of(command: click.Command, name: str) -> str:
    """Return what ``--help`` says."""
    context = click.Context(command, info_name=name, terminal_width=COLUMNS, **main.context_settings)
    return command.get_help(context)


def commands_page() -> str:
    """Return the page of all commands."""
    with click.Context(main, info_name="dicycle") as parent:
        commands = {name: main.get_command(parent, name) for name in sorted(COMMANDS)}
    blocks = [_block("dicycle", main)]
    for name, command in commands.items():
        assert command is not None, name
        blocks += [f"## dicycle {name}", *_blocks(f"dicycle {name}", command)]
    failures = [(status, kind.__name__, kind.__doc__) for kind, status in EXIT_CODES]
    rows = [(0, "", "Done."), *failures, (2, "", "Wrong use: an unknown command, option or argument.")]
    rows = [*sorted(rows, key=lambda row: row[0]), (130, "", "Interrupted.")]
    return page(
        "Command line",
        "Commands that answer take `--json`, to answer programs. Answers go to standard output, findings to standard "
        "error.",
        *blocks,
        "## Exit status",
        table(("Status", "Error", "Meaning"), rows),
    )


def _blocks(name: str, command: click.Command) -> list[str]:
    """Return a command's help and that of its subcommands."""
    below = command.commands if isinstance(command, click.Group) else {}
    return [_block(name, command), *(_block(f"{name} {word}", one) for word, one in sorted(below.items()))]


def _block(name: str, command: click.Command) -> str:
    return f"```text\n{help_of(command, name)}\n```"
