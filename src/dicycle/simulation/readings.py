"""What instruments say: sensor elements for tests and services, and the slips that get into records."""

from random import Random

from dicycle.simulation.codes import asset_link
from dicycle.simulation.journal import Event
from dicycle.simulation.packs import Pack
from dicycle.simulation.places import Site
from dicycle.simulation.products import Product
from dicycle.vocabulary import CYCLES, STATE_OF_CHARGE, STATE_OF_HEALTH

METHODS = "https://id.example.org/method"


def _element(site: Site, method: str, reports: list[Event]) -> list[Event]:
    device = asset_link(site.company.prefix, f"TESTER{site.link[-4:]}")
    return [
        {
            "sensorMetadata": {"deviceID": device, "dataProcessingMethod": f"{METHODS}/{method}/1"},
            "sensorReport": reports,
        }
    ]


def _report(kind: str, value: float, unit: str) -> Event:
    return {"type": kind, "value": value, "uom": unit}


def end_of_line(rng: Random, site: Site, product: Product) -> list[Event]:
    """Return the end-of-line test of cells, modules or packs of a class: voltage and capacity."""
    _, capacity, voltage = (float(figure) for figure in product.rating)
    reports = [
        _report("Voltage", round(voltage * rng.gauss(1.0, 0.002), 3), "VLT"),
        _report("ElectricCharge", round(capacity * rng.gauss(1.01, 0.004), 2), "AMH"),
    ]
    return _element(site, "end-of-line", reports)


def diagnosis(rng: Random, site: Site, pack: Pack, now: int, method: str = "reference-discharge") -> list[Event]:
    """Return a pack's diagnosis: state of health, voltage, resistance, temperature, full cycles."""
    health = pack.health(now)
    age = max(now - pack.built.time, 0) / (365 * 86_400_000)
    reports = [
        _report(STATE_OF_HEALTH, round(100 * health + rng.gauss(0, 0.6), 1), "P1"),
        _report("Voltage", round(pack.design.voltage * rng.gauss(1.0, 0.02), 1), "VLT"),
        _report("Resistance", round(0.06 * (2.2 - 1.2 * health) * rng.gauss(1, 0.03), 4), "OHM"),
        _report("Temperature", round(rng.gauss(24, 4), 1), "CEL"),
        _report(CYCLES, round(110 * age), "C62"),
    ]
    return _element(site, method, reports)


def swap_reading(rng: Random, site: Site, pack: Pack, now: int, full: bool) -> list[Event]:
    """Return what the swap station reads when a pack goes out (full) or comes in."""
    charge = rng.uniform(88, 96) if full else rng.uniform(8, 40)
    reports = [
        _report(STATE_OF_CHARGE, round(charge, 1), "P1"),
        _report(STATE_OF_HEALTH, round(100 * pack.health(now) + rng.gauss(0, 1.5), 1), "P1"),
    ]
    return _element(site, "bms-estimate", reports)


def slipped(event: Event) -> Event:
    """Return the event with a decimal point slipped in its first measurement."""
    element = event["sensorElementList"][0]
    first, *rest = element["sensorReport"]
    wrong = {**first, "value": round(first["value"] / 10, 3)}
    return {**event, "sensorElementList": [{**element, "sensorReport": [wrong, *rest]}]}
