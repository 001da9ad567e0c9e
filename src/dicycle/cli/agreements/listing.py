"""``dicycle agreements list``, ``show``, ``chain`` and ``partners``."""

from typing import Any

import click

from dicycle.cli.agreements.telling import line, money, quoted
from dicycle.cli.common import json_option, json_text, ledger_option, opened, plain, table, tells_errors

_HEAD = ("ID", "WHEN", "KIND", "PARTIES", "WHERE", "MONEY", "COUNTS")


@click.command("list")
@click.option("--country", help="Only in this country (two letters, such as CN).")
@click.option("--region", help="Only in this province, region or city, by its English name.")
@click.option("--kind", "kinds", multiple=True, help="Only of this kind, such as joint_venture; again for more.")
@click.option("--party", help="Only with a party whose name has this in it, or of this id.")
@click.option("--about", "tag", help="Only about this stage of the chain, such as recycling.")
@click.option("--since", help="Only from this day on, such as 2026-01-01.")
@click.option("--until", help="Only up to this day.")
@ledger_option
@json_option
@tells_errors
def list_(ledger: str | None, as_json: bool, **facets: Any) -> None:
    """List the register's entries, the newest first, with sums of what may be counted."""
    from dicycle.agreements.register.choosing import Facets, choose
    from dicycle.agreements.register.sums import total

    with opened(ledger, must_exist=True) as loop:
        found = choose(loop.agreements.register(), Facets(**facets))
    if as_json:
        click.echo(json_text(found))
        return
    if not found:
        click.echo("No entry. Read a document first: dicycle agreements read FILE, or --sample.")
        return
    click.echo(table([line(one) for one in found], _HEAD))
    sums = ", ".join(f"{amount:,.0f} {currency}" for currency, amount in total(found).items()) or "none"
    countable = sum(one.countable for one in found)
    click.echo(f"\nEntries: {len(found):,}, of them counting: {countable:,}; investment that counts: {sums}.")


@click.command()
@click.argument("id")
@ledger_option
@json_option
@tells_errors
def show(id: str, ledger: str | None, as_json: bool) -> None:
    """Show an entry or a party: all values, and the documents and characters that say them."""
    with opened(ledger, must_exist=True) as loop:
        agreements = loop.agreements
        if id.startswith("p"):
            click.echo(json_text(agreements.party(id)))
            return
        entry = agreements.entry(id)
        said = [(source, release) for (_, release), source in
                zip(agreements.quoting(entry), entry.sources, strict=True)]  # fmt: skip
    if as_json:
        click.echo(json_text(entry))
        return
    click.echo(table([line(entry)], _HEAD))
    for one in entry.money:
        click.echo(plain(f"{one.kind}: {money(one)}"))
    for stage in entry.stages:
        click.echo(plain(f"{stage.date or 'unknown day'}: {stage.kind}, {stage.status} ({stage.source.name})"))
    for conflict in entry.conflicts:
        values = "; ".join(f"{held.value} ({', '.join(one.name for one in held.sources)})" for held in conflict.values)
        click.echo(plain(f"documents differ about the {conflict.field}: {values}"))
    for source, release in said:
        record = next(one for one in release.records if one.id == source.record)
        click.echo(plain(f"{source.name} says: {quoted(record.kind.evidence)}"))
    click.echo("It counts in sums." if entry.countable else f"It does not count in sums: {entry.because}.")


@click.command()
@click.option("--region", help="A country, province or city, by its English name.")
@click.option("--party", help="A party's id.")
@ledger_option
@json_option
@tells_errors
def chain(region: str | None, party: str | None, ledger: str | None, as_json: bool) -> None:
    """Show which stages of the chain, from mining to recycling, are committed, and where the gaps are."""
    with opened(ledger, must_exist=True) as loop:
        found = loop.agreements.chain(region=region, party=party)
    if as_json:
        click.echo(json_text(found))
        return
    rows = [(one.stage.replace("_", " "), one.state, str(len(one.entries)), ", ".join(one.entries[:3])) for one in
            found.links]  # fmt: skip
    click.echo(table(rows, ("STAGE", "STATE", "ENTRIES", "SUCH AS")))


@click.command()
@click.option("--stage", required=True, help="The stage that is looked for, such as recycling.")
@click.option("--region", help="Near this country, province or city.")
@ledger_option
@json_option
@tells_errors
def partners(stage: str, region: str | None, ledger: str | None, as_json: bool) -> None:
    """Tell which parties of the register could do a stage, the likeliest first, and why."""
    with opened(ledger, must_exist=True) as loop:
        found = loop.agreements.partners(stage, region=region)
    if as_json:
        click.echo(json_text(found))
        return
    if not found:
        click.echo(f"Nobody in the register has a part in {stage.replace('_', ' ')} yet.")
        return
    rows = [(one.party, one.name, f"{one.score:.2f}", "; ".join(one.grounds)) for one in found]
    click.echo(table(rows, ("ID", "NAME", "SCORE", "GROUNDS")))
