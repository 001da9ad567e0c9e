"""The pages of parties: all of them, and one with its names in each language and its agreements over time."""

from typing import Any, Final

from fastapi import Request
from starlette.responses import Response

from dicycle.agreements.agreements import Agreements
from dicycle.agreements.register.model import Organisation, Register
from dicycle.server.agreements.asking import Asked
from dicycle.server.agreements.listing import Part
from dicycle.server.pages.agreements.reading_words import LANGUAGES, words
from dicycle.server.pages.agreements.telling import Row, document_url, names_of, row_of
from dicycle.server.pages.rendering import page

PATH: Final = "/agreements/parties"


def show_all(
    request: Request, agreements: Agreements, asked: Asked, shown: list[Organisation], part: Part
) -> Response:  # fmt: skip
    """Return the page of all parties, or of those that have some words in their names."""
    values = {
        "title": "Parties",
        "rows": [(one, words(one.type)) for one in shown],
        "count": part.whole,
        "whole": len(agreements.register().organisations),
        "searched": asked.word("q") or "",
        "q": "",
        "previous": part.before(PATH, asked),
        "next": part.following(PATH, asked),
        "json": f"{PATH}?{asked.query(format='json')}",
    }
    return page(request, "agreements-parties.html", values)


def show(request: Request, agreements: Agreements, party: Organisation) -> Response:
    """Return the page of one party."""
    return page(request, "agreements-party.html", view(agreements, party))


def view(agreements: Agreements, party: Organisation) -> dict[str, Any]:
    """Return what the page shows."""
    register = agreements.register()
    return {
        "title": party.name,
        "party": party,
        "type": words(party.type),
        "names": [(LANGUAGES.get(language, language), language, names) for language, names in party.names.items()],
        "parent": names_of(register, [party.parent] if party.parent else []),
        "subsidiaries": [(one.id, one.name) for one in register.organisations if one.parent == party.id],
        "years": _years(register, party),
        "documents": _documents(agreements, party),
        "json": f"{PATH}/{party.id}?format=json",
    }


def _years(register: Register, party: Organisation) -> list[tuple[str, list[tuple[Row, str]]]]:
    """Return what a party has a part in, by year, the newest first; each entry with the party's role in it."""
    found: dict[str, list[tuple[Row, str]]] = {}
    for entry in sorted(register.entries, key=lambda one: (one.date or "", one.id), reverse=True):
        roles = dict.fromkeys(words(one.role) for one in (*entry.parties, *entry.others) if one.party == party.id)
        if roles:
            year = entry.date[:4] if entry.date and entry.date[:4].isdigit() else "Year not told"
            found.setdefault(year, []).append((row_of(entry), ", ".join(roles)))
    return list(found.items())


def _documents(agreements: Agreements, party: Organisation) -> list[tuple[str, str, str]]:
    """Return name, language and address of the documents that name a party."""
    found = ((document, agreements.release(document)) for document in party.documents)
    return [
        (release.head.name, LANGUAGES[release.head.language], document_url(document))
        for document, release in found if release
    ]  # fmt: skip
