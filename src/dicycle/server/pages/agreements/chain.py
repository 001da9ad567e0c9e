"""The chain map: which stages are committed in a region or by a party, where the gaps are, and who could fill one."""

from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from fastapi import Request
from starlette.responses import Response

from dicycle.agreements.agreements import Agreements
from dicycle.agreements.register.chain import STAGES, Chain, Link
from dicycle.agreements.register.model import Register
from dicycle.agreements.register.partners import Partner
from dicycle.errors import NotFound
from dicycle.findings import Finding
from dicycle.ledger.wording import title as capital
from dicycle.server.agreements.asking import Asked
from dicycle.server.pages.agreements.telling import Row, names_of, rows_of, topic
from dicycle.server.pages.rendering import page

PATH: Final = "/agreements/chain"
_SHOWN: Final = 3
_MOST_PARTNERS: Final = 30
STATES: Final = {
    "operating": "Operating", "building": "Being built", "committed": "Committed", "planned": "Planned",
    "talks": "In talks", "gap": "Gap",
}  # fmt: skip
_UNKNOWN: Final = 404


class Shown(NamedTuple):
    """A stage: its state in words, the first entries and the rest, and where to ask who could fill it."""

    link: Link
    word: str
    state: str
    first: list[Row]
    rest: list[Row]
    search: str


class Found(NamedTuple):
    """A partner with its evidence."""

    partner: Partner
    rows: list[Row]


def show(request: Request, agreements: Agreements, asked: Asked) -> Response:
    """Return the page; a place that nobody knows is told above the form."""
    region, party, stage = asked.word("region"), asked.word("party"), asked.choice("stage", STAGES)
    try:
        values = _map(agreements, agreements.chain(region=region, party=party), asked)
        found = agreements.partners(stage, region=region, besides=party) if stage else []
        status, findings = 200, tuple[Finding, ...]()
    except NotFound as unknown:
        if unknown.findings[0].code != "agreements.place":
            raise
        values, found, status, findings = _map(agreements, None, asked), [], _UNKNOWN, unknown.findings
    register = agreements.register()
    partners = [Found(one, rows_of(register, one.entries[:_SHOWN])) for one in found[:_MOST_PARTNERS]]
    more = {"partners": partners, "more": max(0, len(found) - _MOST_PARTNERS), "findings": findings}
    return page(request, "agreements-chain.html", values | more, status)


def _map(agreements: Agreements, chain: Chain | None, asked: Asked) -> dict[str, Any]:
    """Return what the page shows, but for the partners."""
    register, party = agreements.register(), asked.word("party")
    stage = asked.word("stage")
    query = asked.query(format="json", stage=None)
    return {
        "title": "The chain",
        "whole": len(register.entries),
        "chain": chain,
        "links": [_shown(register, one, asked) for one in chain.links] if chain else [],
        "unstaged": rows_of(register, chain.unstaged) if chain else [],
        "region": asked.word("region") or "",
        "party": names_of(register, [agreements.party(party).id]) if party else [],
        "stage": stage,
        "stages": [(one, capital(topic(one))) for one in STAGES],
        "stage_word": topic(stage) if stage else "",
        "states": STATES,
        "json": f"{PATH}?{query}",
        "json_partners": f"/agreements/partners?{urlencode(_partners_query(asked))}" if stage else "",
        "without_party": f"{PATH}?{asked.query(party=None)}",
    }


def _partners_query(asked: Asked) -> dict[str, str]:
    wished = {"stage": asked.word("stage"), "region": asked.word("region"), "besides": asked.word("party")}
    return {name: value for name, value in wished.items() if value}


def _shown(register: Register, link: Link, asked: Asked) -> Shown:
    rows = rows_of(register, link.entries)
    search = f"{PATH}?{asked.query(stage=link.stage, format=None)}#partners"
    return Shown(link, capital(topic(link.stage)), STATES[link.state], rows[:_SHOWN], rows[_SHOWN:], search)
