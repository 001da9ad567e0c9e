"""The elements of HTML as the reading needs them: what breaks a line, what is left out, what is furniture."""

import re
from typing import Final

VOID: Final = frozenset("area base br col embed hr img input link meta param source track wbr".split())
BLOCKS: Final = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol option p pre section summary "
    "table tbody tfoot thead title tr ul".split()
)
LEFT_OUT: Final = frozenset(
    "head script style template noscript svg math iframe object select button textarea canvas audio video "
    "datalist".split()
)
WHOLE: Final = frozenset({"html", "body", "main", "article"})
"""Elements that hold the page itself, whatever their class is called."""

CLOSED_BY: Final = {
    "li": {"li"},
    "dt": {"dt", "dd"},
    "dd": {"dt", "dd"},
    "tr": {"td", "th", "tr"},
    "td": {"td", "th"},
    "th": {"td", "th"},
}
"""What each element ends where nobody wrote its end tag."""

KINDS: Final = {
    **{f"h{level}": "headline" for level in range(1, 4)},
    "li": "list",
    "dt": "list",
    "dd": "list",
    "tr": "table",
    "figcaption": "caption",
}
_STRUCTURE: Final = {"nav": "nav", "footer": "contact_footer", "aside": "related"}
_ROLES: Final = {
    "navigation": "nav",
    "contentinfo": "contact_footer",
    "search": "nav",
    "dialog": "cookie_banner",
    "alertdialog": "cookie_banner",
}
_CLASSES: Final = {
    "cookie_banner": "cookies? consent gdpr cmp onetrust",
    "nav": "breadcrumbs? navbar navigation nav menu pagination pager skip-?links? toc",
    "share": "shar(?:e|ing) social addthis bdsharebuttonbox",
    "related": "related recommend(?:ed|ations?)? comments? sidebar outbrain taboola most-?read teasers?",
    "contact_footer": "footer foot copyright imprint",
    "subscribe": r"newsletter subscribe advert\w* ads?",
}
_NAMES: Final = re.compile(
    r"(?<![\w-])(?:site-|page-|main-|global-|js-)?(?:"
    + "|".join(f"(?P<{name}>{'|'.join(words.split())})" for name, words in _CLASSES.items())
    + r")(?:[-_][\w-]*)?(?![\w-])",
    re.IGNORECASE,
)
DATES: Final = tuple(
    "article:published_time datepublished og:article:published_time pubdate publishdate publish-date publish_date "
    "dc.date.issued dcterms.date dcterms.created dc.date date parsely-pub-date sailthru.date time".split()
)
"""Names under which pages state their date, the surest first."""

PUBLISHER: Final = "og:site_name"
_BEGINNING: Final = re.compile(
    r"\s*+(?:<\?xml[^>]{0,200}>\s*+)?(?:<!--[^>]{0,2000}-->\s*+)?"
    r"<(?:!doctype\s+html|html|head|body|title|meta|div|article|p|h1)[\s>]",
    re.IGNORECASE,
)
_TAGS: Final = re.compile(r"</(?:p|div|span|a|li|h[1-6]|td|body|html)>", re.IGNORECASE)


def looks_like_html(text: str, name: str) -> bool:
    """Tell whether a text is HTML by how it begins, or by its name and its tags."""
    if _BEGINNING.match(text):
        return True
    least = 1 if name.casefold().endswith((".html", ".htm", ".xhtml")) else 5
    return len(_TAGS.findall(text, 0, 50_000)) >= least


def furniture(name: str, role: str, labels: str) -> str | None:
    """Return the class of boilerplate that an element holds, by its name, its role or the names it is labelled with."""
    if name in WHOLE:
        return None
    named = _NAMES.search(labels) if name != "a" else None
    return _STRUCTURE.get(name) or _ROLES.get(role.casefold()) or (named.lastgroup if named else None)
