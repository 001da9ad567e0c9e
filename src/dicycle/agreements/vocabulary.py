"""The words that an agreement's record is told in: kinds, statuses, roles, subjects, and the binding scale.

Kinds and statuses are ordered after AidData's stages and PLOVER's AGREE and COOPERATE; a framework agreement gives
weight to a plan, never tonnes.
"""

from typing import Final, Literal

Kind = Literal[
    "talks",
    "memorandum",
    "framework_agreement",
    "strategic_cooperation_framework_agreement",
    "strategic_cooperation_agreement",
    "joint_venture",
    "investment_agreement",
    "supply_or_offtake",
    "contract",
    "signed_projects",
    "construction_start",
    "commissioning",
]
Status = Literal[
    "talks",
    "agreed_in_principle",
    "signed",
    "effective",
    "under_construction",
    "operating",
    "suspended",
    "terminated",
]
Role = Literal[
    "signatory",
    "counterpart",
    "host",
    "organiser",
    "occasion",
    "source",
    "parent",
    "planned_partner",
    "participant",
    "signing_person",
    "witness",
    "speaker",
]
Tag = Literal[
    "mining",
    "raw_materials",
    "materials",
    "cells",
    "packs",
    "charging",
    "swapping",
    "vehicles",
    "second_life",
    "remanufacturing",
    "repair",
    "storage",
    "dismantling",
    "recycling",
    "rnd",
    "power_battery_general",
    "zero_carbon_hub",
    "new_energy_other",
    "non_battery",
]
Qualifier = Literal["exact", "approx", "more_than", "less_than"]
Modality = Literal["stated", "expected"]
MoneyKind = Literal["investment", "contract_value", "annual_output_value", "subsidy", "market_size", "unknown"]
PartyType = Literal["company", "government", "government_body", "university", "institute", "organisation", "person"]
Language = Literal["en", "de", "zh", "ru"]

OF_AGREEMENTS: Final[frozenset[MoneyKind]] = frozenset({"investment", "contract_value", "annual_output_value"})
"""Kinds of money that belong to an agreement; a subsidy or a market's size never does."""

BINDING: Final[dict[Kind, int]] = {
    "talks": 0,
    "memorandum": 2,
    "framework_agreement": 3,
    "strategic_cooperation_framework_agreement": 3,
    "strategic_cooperation_agreement": 3,
    "signed_projects": 4,
    "investment_agreement": 5,
    "joint_venture": 5,
    "contract": 6,
    "supply_or_offtake": 6,
    "construction_start": 7,
    "commissioning": 8,
}
"""How far a kind binds: talks < agreed in principle (1) < memorandum < framework < … < construction < operating."""

COMMITTED: Final = 4
"""From this step of the binding scale on, a record may be counted in a sum."""
