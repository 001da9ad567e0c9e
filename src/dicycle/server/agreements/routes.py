"""The paths of the register: to a person a page, to a program JSON, CSV or what an export is asked for in."""

from typing import Any, Final, get_args

from fastapi import APIRouter, Request
from msgspec.structs import asdict, replace
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse

from dicycle.agreements.agreements import Agreements
from dicycle.agreements.register.exporting.writing import MEDIA_TYPES, Format, chunks
from dicycle.agreements.register.model import Entry
from dicycle.agreements.register.partners import Partner
from dicycle.bootstrap import Loop
from dicycle.server.access import GUARDED
from dicycle.server.agreements.asking import CSV, JSON, Asked, form_of
from dicycle.server.agreements.listing import LISTED, PAGED, as_data, calling, listed, part_of
from dicycle.server.agreements.shown import Pages
from dicycle.server.agreements.taking import KNOWN, document_of, judge, judgement_of, take
from dicycle.server.answering import data
from dicycle.server.epcis.headers import accepted
from dicycle.server.problems import wants_page

FORMATS: Final = get_args(Format)
_STAGE: Final = "Name a stage, such as recycling."


def router(loop: Loop, pages: Pages) -> APIRouter:
    """Return the routes of the register of a loop."""
    api = APIRouter(tags=["Agreements"], dependencies=GUARDED)
    _register(api, loop, pages)
    _parties(api, loop, pages)
    _chain(api, loop, pages)
    _review(api, loop)
    _documents(api, loop)
    _entry(api, loop, pages)  # last: its path takes any word
    return api


def _register(api: APIRouter, loop: Loop, pages: Pages) -> None:
    @api.get("/agreements", summary="Entries of the register, by facets, with sums")
    def agreements(request: Request) -> Response:
        asked = Asked(request, LISTED)
        form = form_of(request, asked, CSV)
        listing = listed(loop.agreements, asked)
        if form == "html":
            return pages.register(request, loop.agreements, listing)
        if form == "csv":
            chosen = replace(listing.register, entries=tuple(listing.found))
            return _file("csv", loop.agreements, chosen)
        return data(as_data(listing))

    @api.get("/agreements/export", summary="The whole register as a file")
    def export(request: Request) -> Response:
        asked = Asked(request, ("format",))
        format: Any = asked.choice("format", FORMATS) or "csv"
        return _file(format, loop.agreements, loop.agreements.register())


def _file(format: Format, agreements: Agreements, register: Any) -> Response:
    ending = {"ftm": "ftm.jsonl", "ocds": "ocds.json"}.get(format, format)
    headers = {"Content-Disposition": f'attachment; filename="agreements.{ending}"', "Cache-Control": "no-cache"}
    parts = chunks(format, register, agreements.releases())
    return StreamingResponse(parts, headers=headers | {"Vary": "Accept"}, media_type=MEDIA_TYPES[format])


def _parties(api: APIRouter, loop: Loop, pages: Pages) -> None:
    @api.get("/agreements/parties", summary="Parties of the register, those with most entries first")
    def parties(request: Request) -> Response:
        asked = Asked(request, ("q", *PAGED))
        form = form_of(request, asked, JSON)
        found = calling(loop.agreements.register(), asked.word("q"))
        part = part_of(asked, len(found))
        if form == "html":
            return pages.parties(request, loop.agreements, asked, part.of(found), part)
        following = part.following("/agreements/parties", asked)
        return data({"count": len(found), "parties": part.of(found), "next": following})

    @api.get("/agreements/parties/{id}", summary="A party: its names, what it has a part in")
    def party(request: Request, id: str) -> Response:
        form = form_of(request, Asked(request, ("format",)), JSON)
        found = loop.agreements.party(id)
        if form == "html":
            return pages.party(request, loop.agreements, found)
        return data(found)


def _chain(api: APIRouter, loop: Loop, pages: Pages) -> None:
    @api.get("/agreements/chain", summary="Which stages of the chain are committed, and where the gaps are")
    def chain(request: Request) -> Response:
        asked = Asked(request, ("region", "party", "stage", "format"))
        if form_of(request, asked, JSON) == "html":
            return pages.chain(request, loop.agreements, asked)
        return data(loop.agreements.chain(region=asked.word("region"), party=asked.word("party")))

    @api.get("/agreements/partners", summary="Who could fill a gap in the chain, the likeliest first, and why")
    def partners(request: Request) -> Response:
        _check_json(request)
        asked = Asked(request, ("stage", "region", "besides"))
        found: list[Partner] = loop.agreements.partners(
            asked.needed("stage", _STAGE), region=asked.word("region"), besides=asked.word("besides")
        )
        return data(found)


def _check_json(request: Request) -> None:
    """Refuse a request that takes no JSON; a browser asks for HTML before all else, and shows JSON as well."""
    if not wants_page(request):
        accepted(request, (JSON["json"],))


def _review(api: APIRouter, loop: Loop) -> None:
    @api.get("/agreements/candidates", summary="Parties and entries that may be one, for a person to decide")
    def candidates(request: Request) -> Response:
        _check_json(request)
        decided = Asked(request, ("decided",)).yes("decided", otherwise=False)
        return data(loop.agreements.candidates(decided=decided))

    @api.post("/agreements/judgements", summary="Decide about two parties or entries, or about a value")
    async def judgements(request: Request) -> Response:
        said = await judgement_of(request)
        made = await run_in_threadpool(judge, request, loop.agreements, said)
        answer = data(made)
        answer.status_code = 201
        return answer


def _documents(api: APIRouter, loop: Loop) -> None:
    @api.post("/agreements/documents", summary="Read a document into the register: answers with what it says")
    async def documents(request: Request) -> Response:
        asked = Asked(request, KNOWN)
        given = await document_of(request, asked)
        taken = await run_in_threadpool(take, request, loop.agreements, asked, given)
        answer = data(taken)
        if taken["new"]:
            answer.status_code = 201
            answer.headers["Location"] = f"/agreements/read?document={taken['document']}"
        return answer


def _entry(api: APIRouter, loop: Loop, pages: Pages) -> None:
    @api.get("/agreements/{id}", summary="An entry: its values, stages, conflicts, and the records that say them")
    def entry(request: Request, id: str) -> Response:
        form = form_of(request, Asked(request, ("format",)), JSON)
        found = loop.agreements.entry(id)
        if form == "html":
            return pages.entry(request, loop.agreements, found)
        return data(asdict(found) | {"records": _records(loop.agreements, found)})


def _records(agreements: Agreements, entry: Entry) -> list[dict[str, Any]]:
    """Return the records of an entry with the documents that they are from."""
    return [
        {"document": release.head, "record": one}
        for id, release in agreements.quoting(entry) for one in release.records if one.id == id
    ]  # fmt: skip
