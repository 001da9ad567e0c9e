"""What the law of a region says of a route, per this reading, as of a day (convention 9)."""

from dicycle.routing.laws.model import Law, Rule, Said
from dicycle.routing.laws.naming import known_use, region_name
from dicycle.routing.laws.reading import forbidding, known_regions, our_laws, read_law, said

__all__ = [
    "Law",
    "Rule",
    "Said",
    "forbidding",
    "known_regions",
    "known_use",
    "our_laws",
    "read_law",
    "region_name",
    "said",
]
