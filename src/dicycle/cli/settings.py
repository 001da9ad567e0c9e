"""``dicycle settings``."""

import click

from dicycle.cli.common import json_option, json_text, settings_of, tells_errors


@click.command()
@json_option
@tells_errors
def settings(as_json: bool) -> None:
    """Show the settings in force, from dicycle.toml and DICYCLE_* in the environment."""
    found = settings_of().model_dump(mode="json")
    click.echo(json_text(found) if as_json else "\n".join(f"{name} = {value}" for name, value in found.items()))
