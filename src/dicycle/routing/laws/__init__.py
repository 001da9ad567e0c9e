"""What the law of a region says of a route, per this reading, as of a day (convention 9)."""

from dicycle.routing.laws.model import Law, Rule, Said
from dicycle.routing.laws.reading import forbidding, our_laws, read_law, said

__all__ = ["Law", "Rule", "Said", "forbidding", "our_laws", "read_law", "said"]
