"""Whose prices and costs hold in a region."""

from typing import Final

from dicycle.errors import InvalidInput
from dicycle.routing.laws import known_regions, our_laws, region_name
from dicycle.routing.parameters.reading import GENERIC

PROFILES: Final = (GENERIC, "EU", "CN")
"""The sets of figures that Dicycle brings; the others are named after the union or country whose law they go with."""


def profile_of(region: str | None) -> str:
    """Return the profile of a region, whatever it is called: ``DE`` is of the EU, ``CN-HB`` of China, others generic.

    InvalidInput where nobody knows the region: its law and its prices would be guesses.
    """
    if not region:
        return GENERIC
    named, laws = region_name(region), our_laws()
    if named not in known_regions(laws):
        sentence = f"Nobody knows the region {region[:60]!r} here."
        advice = "Write EU, or the two letters of a country, as in DE or CN; leave it out where it is not known."
        raise InvalidInput.because("routing.no-such-region", sentence, "region", advice)
    own = {named, *(one for law in laws if named in law.regions for one in law.regions)}
    return next((one for one in PROFILES if one in own), GENERIC)
