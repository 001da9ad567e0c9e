# ruff: noqa: E501
"""English sentences that go on about an agreement, with the values that they give it. Every name is invented."""

from typing import Final

INVESTED: Final = (
    "Aster Cells Ltd signed an investment agreement with the city of Grimsby on 3 April 2025 on a cathode plant. "
)
SUPPLIED: Final = "Aster Cells Ltd signed a supply agreement with Orrell Mining plc on 3 April 2025. "
BUILT: Final = "Aster Cells Ltd broke ground on a cell factory in Grimsby on Monday. "

VALUES: Final[tuple[tuple[str, str, tuple[int, ...]], ...]] = (
    (INVESTED, "The company will invest €400 million.", (400000000,)),
    (
        INVESTED,
        "Aster will spend €400 million and create 300 jobs.",
        (400000000, 300),
    ),
    (
        INVESTED,
        "The plant, costing £210 million, is to produce 20,000 tonnes a year.",
        (210000000, 20000),
    ),
    (INVESTED, "Investment is put at €400 million.", (400000000,)),
    (
        INVESTED,
        "At full capacity the site is designed for 20,000 tonnes of cathode material a year and will employ 450 people.",
        (20000, 450),
    ),
    (INVESTED, "Up to 450 jobs will be created.", (450,)),
    (INVESTED, "Some 450 people are to work at the plant.", (450,)),
    (
        INVESTED,
        "The first phase, worth €150 million, has a capacity of 5 GWh a year; the second adds 10 GWh.",
        (150000000, 5, 10),
    ),
    (INVESTED, "The 8 GWh-a-year plant will open in 2027.", (8,)),
    (INVESTED, "Construction will start in 2026 at a cost of $1.2 billion.", (1200000000,)),
    (INVESTED, "It expects to hire 450 people by 2028.", (450,)),
    (INVESTED, "A total of €400 million is to be invested in two phases.", (400000000,)),
    (INVESTED, "Once operational, the facility will turn out 100,000 packs a year.", (100000,)),
    (SUPPLIED, "The deal is worth about $900 million over six years.", (900000000,)),
    (SUPPLIED, "It covers 20,000 tonnes of lithium hydroxide a year from 2027.", (20000,)),
    (SUPPLIED, "Under the contract, Orrell will deliver 20,000 tonnes a year to Aster.", (20000,)),
    (SUPPLIED, "Deliveries will start in 2027 and reach 5 GWh a year by 2030.", (5,)),
    (SUPPLIED, "The contract, valued at €250 million, runs for five years.", (250000000,)),
    (SUPPLIED, "Orrell is to supply a total of 120,000 tonnes.", (120000,)),
    (SUPPLIED, "The parties put the value of the contract at €250 million.", (250000000,)),
    (SUPPLIED, "Volumes will rise from 2,000 tonnes in 2027 to 8,000 tonnes in 2030.", (2000,)),
    (SUPPLIED, "Total volume: 120,000 tonnes.", (120000,)),
    (
        BUILT,
        "The £1.3 billion factory will have an annual capacity of 12 GWh and employ 900 people.",
        (1300000000, 12, 900),
    ),
    (BUILT, "Costs are estimated at £1.3 billion.", (1300000000,)),
    (BUILT, "Production is due to begin in 2027 with 12 GWh a year.", (12,)),
    (BUILT, "The company is investing £1.3 billion.", (1300000000,)),
    ("", "Aster Cells Ltd has signed a €250 million contract with Orrell Mining plc.", (250000000,)),
    (
        "",
        "Aster Cells Ltd and Orrell Mining plc signed a memorandum on a 5 GWh plant worth $700 million in Leeds.",
        (5, 700000000),
    ),
    (
        "",
        "Aster Cells Ltd will invest $700 million in a plant under an agreement signed with the city of Leeds on Monday; the plant will make 5 GWh a year.",
        (700000000, 5),
    ),
    (
        "",
        "Aster Cells Ltd and the city of Leeds signed an investment agreement for a battery plant with an annual capacity of 5 GWh, 450 jobs and an investment of £700m.",
        (5, 450, 700000000),
    ),
)
