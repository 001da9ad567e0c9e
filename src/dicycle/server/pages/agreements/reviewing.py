"""The page of the review: pairs of parties or entries that may be one, and buttons to decide; also about values."""

import re
from functools import lru_cache
from typing import Final, get_args
from urllib.parse import parse_qs, quote

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from dicycle.agreements.agreements import Agreements
from dicycle.agreements.document import Document
from dicycle.agreements.register.model import Matter, Verdict
from dicycle.bootstrap import Loop
from dicycle.errors import InvalidInput, InvalidQuery, NotFound
from dicycle.server.access import principal_of, rule_of
from dicycle.server.answering import data, wants_data
from dicycle.server.epcis.routes import body_of
from dicycle.server.keeper import check_same_origin
from dicycle.server.pages.agreements.reviewing_view import Texts, view
from dicycle.server.pages.rendering import SCRIPTED, page, with_policy

PATH: Final = "/agreements/review"
_FORM: Final = "application/x-www-form-urlencoded"
_LONGEST_FORM: Final = 8192
_TEXTS: Final = 32
_PAIR: Final = re.compile(r"[a-z0-9]{1,20}-[a-z0-9]{1,20}")


def add(pages: APIRouter, loop: Loop) -> None:
    """Add ``/agreements/review``: GET shows the queue, POST keeps what a person decided about a pair or a value."""
    texts = _texts(loop)

    @pages.get(PATH, summary="Pairs that may be one, for a person")
    def show(request: Request) -> Response:
        agreements = loop.agreements
        if wants_data(request):
            return data({"candidates": agreements.candidates(decided=True), "judgements": agreements.judgements()})
        values = view(agreements, texts, _page_number(request.query_params.get("page", "")))
        may_judge = principal_of(request).role in rule_of("POST", PATH)
        return with_policy(page(request, "agreements-review.html", values | {"may_judge": may_judge}), SCRIPTED)

    @pages.post(PATH, summary="Decides about a pair, or which value of an entry is right")
    async def decide(request: Request) -> Response:
        if "authorization" not in request.headers:  # a page elsewhere could send a form, but no token
            check_same_origin(request)
        raw = await body_of(request, _LONGEST_FORM, (_FORM,))
        form = {name: said[0] for name, said in parse_qs(raw.decode("utf-8", "replace"), max_num_fields=10).items()}
        way = f"/agreements/{quote(form.get('one', ''), safe='')}#differ" if _of_value(form) else _way_back(form)
        await run_in_threadpool(_judge, request, loop.agreements, form)
        return RedirectResponse(way, 303)


def _texts(loop: Loop) -> Texts:
    """Return how the texts of documents are got; the last ones are kept at hand."""

    @lru_cache(_TEXTS)
    def text_of(sha256: str) -> Document | None:
        try:
            return loop.agreements.document(sha256)[1].document
        except (NotFound, InvalidInput):
            return None

    return text_of


def _page_number(text: str) -> int:
    if text and not (text.isascii() and text.isdecimal() and len(text) < 7 and int(text)):
        raise InvalidQuery.because("page.number", f"{text!r} is no page.", "page", "Follow the links of the page.")
    return int(text or 1)


def _judge(request: Request, agreements: Agreements, form: dict[str, str]) -> None:
    """Keep a judgement; raises InvalidQuery for a form that is none of ours, NotFound for ids of nothing."""
    found: dict[str, str] = {name: form.get(name, "") for name in ("matter", "one", "other", "verdict")}
    matter: Matter | None = next((one for one in get_args(Matter) if one == found["matter"]), None)
    verdict: Verdict | None = next((one for one in get_args(Verdict) if one == found["verdict"]), None)
    if matter is None or verdict is None:
        raise InvalidQuery.because(
            "page.judgement", "The form does not say what was decided.", advice="Use the buttons of the page."
        )
    who = principal_of(request)
    value = form.get("value") if _of_value(form) and verdict == "same" else None
    agreements.judge(matter, found["one"], found["other"], verdict, by=who.name or who.organisation, value=value)


def _of_value(form: dict[str, str]) -> bool:
    return form.get("matter") == "value"


def _way_back(form: dict[str, str]) -> str:
    """Return the address of the page again, at the pair that comes next."""
    number = _page_number(form.get("page", ""))
    following = form.get("next", "")
    anchor = f"#pair-{following}" if _PAIR.fullmatch(following) else ""
    return f"{PATH}?page={number}{anchor}" if number > 1 else f"{PATH}{anchor}"
