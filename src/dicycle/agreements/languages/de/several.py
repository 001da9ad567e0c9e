"""Several authorities behind one noun: „die Länder Sachsen und Brandenburg“."""

import re
from collections.abc import Iterator
from typing import Final

from dicycle.agreements.extracting.parts import Mention
from dicycle.agreements.languages.de.lexicon import place_of
from dicycle.agreements.languages.de.line import Line

LEVELS: Final = {
    "städte": "city",
    "gemeinden": "city",
    "kommunen": "city",
    "landkreise": "district",
    "kreise": "district",
}
SEVERAL: Final = re.compile(
    r"\b(?P<noun>Städten?|Gemeinden|Kommunen|Landkreisen?|Länder|Ländern|Bundesländern?|Landesregierungen|Stadtverwaltungen|"
    r"Regierungen|Provinzregierungen|Provinzen)(?: von)? "
    r"(?P<names>[A-ZÄÖÜ][\w-]+(?:, [A-ZÄÖÜ][\w-]+)* (?:und|sowie) [A-ZÄÖÜ][\w-]+)"
)


def several(line: Line) -> Iterator[Mention]:
    """Return the authorities of „die Länder Sachsen und Brandenburg“, one for each place."""
    for found in SEVERAL.finditer(line.text, line.start, line.end):
        level = LEVELS.get(found["noun"].lower())
        start = found.start()
        for one in re.finditer(r"[^\s,][\w-]+(?: [A-ZÄÖÜ][\w-]+)?", line.text[found.start("names") : found.end()]):
            if one[0] in ("und", "sowie"):
                continue
            end = found.start("names") + one.end()
            known = place_of(one[0])
            yield Mention(
                start,
                end,
                "government",
                one[0],
                country=known.country if known else None,
                level=level,
                seat=known and known.name_en,
            )
            start = end + (
                5 if line.text[end : end + 5] == " und " else 7 if line.text[end : end + 7] == " sowie " else 2
            )
