"""The files beside the events: who and where everybody is, what the classes of things are, the scenario."""

import msgspec

from dicycle.simulation.flaws import flawed_vocabularies
from dicycle.simulation.places import COMPANIES, SITES, Company, Site
from dicycle.simulation.products import PRODUCTS, Product
from dicycle.simulation.scenario import VERSION, Scenario
from dicycle.vocabulary import (
    CATEGORY,
    CHEMISTRY,
    CITY,
    CONTEXT,
    COUNTRY,
    LATITUDE,
    LONGITUDE,
    NAME,
    NOMINAL_VOLTAGE,
    OPERATOR,
    RATED_CAPACITY,
    RATED_ENERGY,
    ROLE,
)

_TYPE = "urn:epcglobal:epcis:vtype:"


def places_document(scenario: Scenario) -> bytes:
    """Return an EPCIS document without events whose master data names places, parties and classes of things."""
    places = [_place(site) for site in SITES.values()]
    lists = {
        "BusinessLocation": places,
        "ReadPoint": places,
        "Party": [_party(company) for company in COMPANIES.values()],
        "EPCClass": [_class(product) for product in PRODUCTS.values()],
    }
    vocabularies = [{"type": _TYPE + name, "vocabularyElementList": elements} for name, elements in lists.items()]
    vocabularies += flawed_vocabularies(scenario)[0]
    return _pretty(
        {
            "@context": CONTEXT,
            "id": f"https://id.example.org/simulation/{scenario.seed}",
            "type": "EPCISDocument",
            "schemaVersion": "2.0",
            "creationDate": f"{scenario.start.isoformat()}T00:00:00.000Z",
            "epcisHeader": {"epcisMasterData": {"vocabularyList": vocabularies}},
            "epcisBody": {"eventList": []},
        }
    )


def scenario_document(scenario: Scenario, totals: dict[str, int]) -> bytes:
    """Return the parameters, the simulator's version and the totals as JSON."""
    return _pretty({"simulator": VERSION, "scenario": scenario.as_dict(), "totals": totals})


def _pretty(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"


def _attributes(link: str, values: dict[str, str]) -> dict[str, object]:
    return {"id": link, "attributes": [{"id": key, "attribute": value} for key, value in values.items() if value]}


def _place(site: Site) -> dict[str, object]:
    return _attributes(
        site.link,
        {
            NAME: site.name,
            ROLE: site.role,
            CITY: site.city,
            COUNTRY: site.country,
            LATITUDE: site.latitude,
            LONGITUDE: site.longitude,
            OPERATOR: site.company.link,
        },
    )


def _party(company: Company) -> dict[str, object]:
    return _attributes(company.link, {NAME: company.name, COUNTRY: company.country})


def _class(product: Product) -> dict[str, object]:
    energy, capacity, voltage = product.rating
    return _attributes(
        product.link,
        {
            NAME: product.name,
            CATEGORY: product.category,
            CHEMISTRY: product.chemistry,
            RATED_ENERGY: energy,
            RATED_CAPACITY: capacity,
            NOMINAL_VOLTAGE: voltage,
        },
    )
