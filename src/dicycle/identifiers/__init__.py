"""Names of things: GS1 keys in both syntaxes, GB/T 34014 battery codes, other URIs, and their aliases."""

from dicycle.identifiers.aliases import AliasBook
from dicycle.identifiers.canonical import canonical, class_of
from dicycle.identifiers.checks import check_digit, has_check_digit
from dicycle.identifiers.gbt34014 import (
    BatteryCode,
    Product,
    make_battery_code,
    parse_battery_code,
)
from dicycle.identifiers.keys import Level
from dicycle.identifiers.links import CANONICAL_DOMAIN
from dicycle.identifiers.model import Identifier
from dicycle.identifiers.parsing import parse
from dicycle.identifiers.patterns import MatchPattern, pattern
from dicycle.identifiers.prefixes import forget_company_prefix, register_company_prefix

__all__ = [
    "CANONICAL_DOMAIN",
    "AliasBook",
    "BatteryCode",
    "Identifier",
    "Level",
    "MatchPattern",
    "Product",
    "canonical",
    "check_digit",
    "class_of",
    "forget_company_prefix",
    "has_check_digit",
    "make_battery_code",
    "parse",
    "parse_battery_code",
    "pattern",
    "register_company_prefix",
]
