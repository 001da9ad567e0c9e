"""GB/T 34014 codes of packs and modules, as aliases of their SGTINs."""

from datetime import UTC, date, datetime
from functools import lru_cache

from dicycle.identifiers import Product, make_battery_code
from dicycle.simulation.scenario import DAY

DOMAIN = "id.example.org"
"""Where the maker's codes are URIs: ``https://id.example.org/gbt34014/{code}``."""
_SERIALS = 10_000_000
_MAKERS = {"cell.asia": "9EA", "cell.euro": "9EB"}


@lru_cache(maxsize=512)
def _head(kind: str, plant: str, battery_type: str, spec: str, day: int) -> str:
    """Return the URI up to the serial number, made by the code's own maker once a day."""
    made = datetime.fromtimestamp(day * DAY // 1000, UTC).date()
    # The maker's own readings of years end; later years of a long simulation keep the last letter.
    made = min(made, date(2041, 12, 31))
    maker = _MAKERS[plant]
    code = make_battery_code(maker, Product(kind), battery_type, spec, made, 1, traceability=f"{maker}0001")
    return code.uri(DOMAIN).removesuffix("0000001")


def battery_code(kind: str, plant: str, battery_type: str, spec: str, time: int, serial: int) -> str:
    """Return the URI of a code; `kind` is P or M, `time` milliseconds since 1970."""
    return f"{_head(kind, plant, battery_type, spec, time // DAY)}{serial % (_SERIALS - 1) + 1:07d}"


@lru_cache(maxsize=512)
def _second_head(battery_type: str, spec: str, day: int) -> str:
    made = min(datetime.fromtimestamp(day * DAY // 1000, UTC).date(), date(2041, 12, 31))
    return make_battery_code("9EG", Product.PACK, battery_type, spec, made, 1, cascade="01").uri(DOMAIN)


def second_life_code(battery_type: str, spec: str, time: int, serial: int) -> str:
    """Return the URI of a second-life unit's new code of 19 characters (no traceability part, clause 4.2)."""
    head = _second_head(battery_type, spec, time // DAY)
    return f"{head[:-9]}{serial % (_SERIALS - 1) + 1:07d}{head[-2:]}"
