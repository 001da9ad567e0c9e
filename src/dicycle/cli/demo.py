"""``dicycle demo``: what ``make run`` opens."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dicycle.cli.common import settings_of, tells_errors

if TYPE_CHECKING:
    from dicycle.bootstrap import Loop
    from dicycle.health.grading import Rules


@click.command()
@click.option("--folder", type=click.Path(path_type=Path, file_okay=False), default=Path("var/demo"), show_default=True)
@click.option("--packs", type=click.IntRange(min=1), default=200, show_default=True, help="How many packs are built.")
@click.option("--years", type=click.IntRange(min=1, max=40), default=12, show_default=True, help="How many years run.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same loop.")
@click.option("--host", default=None, help="The address to serve on [default: 127.0.0.1].")
@click.option("--port", type=click.IntRange(0, 65535), default=None, help="The port [default: 8765; 0 any free one].")
@tells_errors
def demo(folder: Path, packs: int, years: int, seed: int, host: str | None, port: int | None) -> None:
    """Simulate a battery loop (once), capture it, and serve it: a workbench to try things on."""
    from dicycle.bootstrap import open_loop

    settings = settings_of(host=host, port=port)
    place = folder / f"packs-{packs}-years-{years}-seed-{seed}"
    ledger, yard = _filled(place, packs, years, seed), place / "yard"
    with open_loop(ledger, grading=partial(_rules, yard)) as loop:
        from dicycle.cli.demo_yard import fill
        from dicycle.cli.serve import serve_loop

        fill(loop, yard)
        serve_loop(loop, settings, _worth_a_look(loop))


def _rules(yard: Path) -> "Rules":
    from dicycle.cli.demo_yard import model_in
    from dicycle.health.grading import read_rules

    return read_rules(model=model_in(yard))


def _filled(place: Path, packs: int, years: int, seed: int) -> Path:
    """Return the demo's ledger, made on the first run; a run that was interrupted is taken up again."""
    from dicycle.bootstrap import open_loop
    from dicycle.cli.simulate import simulate_into

    ledger = place / "loop.db"
    if not (place / "scenario.json").exists():
        click.echo(f"Simulating {packs:,} packs over {years} years …")
        simulate_into(place, packs, years, seed, quiet=False)
    with open_loop(ledger) as loop:
        loop.capture_file(place / "places.jsonld")
        done = loop.capture_file(place / "events.ndjson")
        if done.stored:
            click.echo(f"Captured {done.stored:,} events.")
        _read_samples(loop)
    return ledger


def _read_samples(loop: "Loop") -> None:
    """Read the invented documents about agreements into the register; those that are there are not read again."""
    from dicycle.agreements.samples import samples

    for name, data in samples():
        loop.agreements.read(data, name)


def _worth_a_look(loop: "Loop") -> tuple[tuple[str, str], ...]:
    from urllib.parse import urlsplit

    from dicycle.cli.demo_yard import WAITING
    from dicycle.server.pages.health.yard import yard_url

    packs = loop.store.items("pack", 200, None)
    told = max(packs, key=lambda one: len(loop.store.events_of(one.id)), default=None)
    storage = loop.store.items("black_mass", 1, None)
    found = [("/", "the state of the ledger"), ("/loop", "the whole loop, from the mine and back")]
    found += [("/batteries", "every battery"), ("/agreements", "agreements, read from news in four languages")]
    found += [
        ("/yard", "the yard: scan, gates, record, grade, label"),
        (yard_url(WAITING), "a cell on the yard's table"),
    ]
    if told:
        found += [(urlsplit(told.id).path, "one pack's whole life")]
        found += [(f"/genealogy?id={told.id}", "where it came from, where it went, whose metal is in it")]
    found += [(urlsplit(one.id).path, "a lot of black mass") for one in storage]
    return (*found, ("/events?EQ_bizStep=collecting", "EPCIS 2.0: what came back"), ("/openapi.json", "the interface"))
