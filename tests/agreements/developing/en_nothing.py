"""English sentences in which nothing was agreed, and some that add no value to what was. Every name is invented."""

from typing import Final

SIGNED: Final = "Aster Cells Ltd signed a supply agreement with Orrell Mining plc on 3 April 2025. "

NONE: Final[dict[str, tuple[str, ...]]] = {
    "rumours": (
        (
            "Aster Cells Ltd is reported to have signed a supply agreement with Orrell Mining plc, according to "
            "two people familiar with the matter."
        ),
        (
            "Rumours that Aster Cells Ltd had concluded a joint venture agreement with Orrell Mining plc sent the"
            " shares higher on Monday."
        ),
        (
            "The Sunday Courier had reported that Aster Cells Ltd and Orrell Mining plc had already signed a "
            "contract for a cathode plant in Grimsby."
        ),
        (
            "Aster Cells Ltd reportedly inked a deal with Orrell Mining plc for 5 GWh of cells a year, a trade "
            "magazine wrote."
        ),
        (
            "Market talk has it that Orrell Mining plc and Aster Cells Ltd reached an agreement on lithium "
            "supplies last week; neither would comment."
        ),
    ),
    "denials": (
        (
            "Aster Cells Ltd dismissed press reports that it had signed an offtake agreement with Orrell Mining "
            "plc as false."
        ),
        "There is no agreement between Aster Cells Ltd and Orrell Mining plc, a spokesman for the miner said.",
        "Orrell Mining plc says it never signed the memorandum with Aster Cells Ltd.",
        ("Contrary to reports, Aster Cells Ltd and Orrell Mining plc did not sign a contract at the fair in Bilbao."),
        "Neither Aster Cells Ltd nor Orrell Mining plc has signed the supply agreement.",
    ),
    "corrections": (
        (
            "Correction: an earlier version of this article said that Aster Cells Ltd had signed a framework "
            "agreement with Orrell Mining plc. No such agreement exists."
        ),
        "We wrongly reported on Tuesday that Aster Cells Ltd signed a contract with Orrell Mining plc.",
        (
            "Clarification: Aster Cells Ltd has signed no agreement with Orrell Mining plc, as our newsletter of "
            "3 May stated."
        ),
        (
            "In last week's issue we wrote that Orrell Mining plc had entered into a joint venture with Aster "
            "Cells Ltd. That was a mistake."
        ),
        ("It was erroneously stated that Aster Cells Ltd and Orrell Mining plc have concluded an offtake agreement."),
    ),
    "signings that did not come": (
        ("The signing of the supply contract between Aster Cells Ltd and Orrell Mining plc has been postponed again."),
        "Signing of Aster Cells and Orrell Mining pact falls through",
        (
            "The conclusion of the joint venture agreement between Aster Cells Ltd and Orrell Mining plc is still"
            " in doubt."
        ),
        (
            "A contract under which Aster Cells Ltd was to buy lithium from Orrell Mining plc will not be signed "
            "this month."
        ),
        (
            "Aster Cells Ltd and Orrell Mining plc had wanted to sign a memorandum in Lisbon on Monday, but the "
            "ceremony was called off."
        ),
    ),
    "pay deals": (
        (
            "Aster Cells Ltd and the metalworkers' union reached a tentative agreement that would raise starting "
            "pay to $29 an hour."
        ),
        "A six-day strike at Aster Cells Ltd ended on Friday after both sides signed a new contract.",
        (
            "The works council of Aster Cells Ltd has concluded an agreement with the management of Orrell Mining"
            " plc on shift work."
        ),
        ("Members of Local 412 ratified the four-year deal signed with Aster Cells Ltd by the bargaining committee."),
        (
            "Aster Cells Ltd and Orrell Mining plc sealed a pay deal with the drivers' union that covers wages "
            "until 2027."
        ),
    ),
    "promises in quotation": (
        (
            '"We will sign a contract with Orrell Mining plc this summer and build ten plants," said Jane Holt, '
            "chief executive of Aster Cells Ltd."
        ),
        (
            'Jane Holt, chief executive of Aster Cells Ltd, told reporters: "We have an agreement with every '
            'mayor in the valley."'
        ),
        '"Aster Cells Ltd signed a deal with Orrell Mining plc over a pint," joked the mayor.',
        (
            'The minister promised that "Aster Cells Ltd and Orrell Mining plc will agree on a joint venture '
            'before Easter".'
        ),
        ('"You have our word: we shake hands with Orrell Mining plc on 400 jobs," said Jane Holt of Aster Cells Ltd.'),
    ),
    "terms of websites": (
        "By clicking Accept you enter into an agreement with Aster Cells Ltd and its 214 partners.",
        (
            "Use of this site constitutes acceptance of our user agreement. Aster Cells Ltd and Orrell Mining plc"
            " are registered trademarks."
        ),
        "This warranty agreement is concluded between the customer and Aster Cells Ltd for five years.",
        (
            "Terms of use: the licence agreement was concluded with Aster Cells Ltd. By using this website you "
            "accept cookies."
        ),
        "Manage your privacy agreements with Orrell Mining plc and Aster Cells Ltd here.",
    ),
    "agreement in general": (
        "Buyers such as Aster Cells Ltd agree with Orrell Mining plc that lithium prices have found a floor.",
        "Aster Cells Ltd and Orrell Mining plc, analysts agree, need long-term contracts.",
        "Aster Cells Ltd has supply contracts with more than thirty customers.",
        ("Orrell Mining plc, which lost a contract with a German truck group last year, supplies Aster Cells Ltd."),
        "The agreement of the two dates is a coincidence, said Aster Cells Ltd and Orrell Mining plc.",
    ),
}
"""What looks like a record and is none, by its class."""

NO_VALUES: Final[dict[str, tuple[str, ...]]] = {
    "subsidies": (
        "The plant will receive a grant of €90 million from the state.",
        "The government supports the project with €120 million in tax credits.",
        "The project will get €45 million in public funding from the EU Innovation Fund.",
        "The deal is backed by state aid of up to £200 million.",
        "The factory was granted $96 million in incentives by the Strategic Fund.",
    ),
    "agreement in general": (
        "The world market for lithium will grow to 4.2 million tonnes by 2030.",
        "Global demand for cells will reach 3,100 GWh a year, analysts expect.",
        "The market for recycled nickel is expected to be worth $12 billion in 2031.",
        "Lithium hydroxide was quoted at $9.10 per kg.",
        "European cell production will total 300 GWh a year in 2028, the association said.",
    ),
    "turnover and what a company is worth": (
        "The company reported revenue of £212 million last year and will publish results in March.",
        "The group has an order backlog of €3 billion and expects sales of €900 million this year.",
        "The miner's shares closed at $2.37 and its market capitalisation is $3 billion.",
        "The company raised $400 million in a bond issue in May.",
        "The companies expect annual savings of €15 million.",
    ),
    "what others make": (
        "Rival Volta Pack plc plans a plant with 30 GWh a year in Leeds.",
        "Competitors such as Volta Pack plc will invest €2 billion in the region by 2028.",
        "Volta Pack plc, which is not involved, will build a plant with a capacity of 12 GWh a year.",
        "The cell maker already produces 37 GWh of cells a year in Ulsan.",
        "The miner operates two mines with an output of 60,000 tonnes a year.",
    ),
    "prices and overruns": (
        "The list price is around $52,000 apiece.",
        "The price will be €310 a tonne, linked to an index.",
        "The deal will cost the company €40 million more than planned.",
        "The plant is €40 million over budget.",
        "The contract foresees a price of $49 per kilowatt-hour.",
    ),
    "drafts and hearsay": (
        "Under a draft seen by this agency the miner would invest a further €700 million.",
        "People close to the matter said the plant would cost €700 million.",
        "It is reported that the plant will cost €700 million and employ 900 people.",
        "The company could later add 20 GWh a year if demand allows.",
        "The mayor hopes for 900 jobs and an investment of €700 million.",
    ),
    "counters, crowds and staff": (
        "The page was viewed 12,480 times. The forum drew 1,200 delegates from 26 countries.",
        "The company employs 1,140 people in four countries.",
        "A study sees 1,500 jobs at suppliers in the whole region.",
        "About 150 guests attended the ceremony; 40 people protested outside.",
        "Hits: 388. Share on: X. The company today has 2,300 employees.",
    ),
    "loans and takeovers": (
        "If the parties do not sign by May, a break fee of €20 million is due.",
        "The miner has a loan agreement with six banks over $500 million.",
        "The company will borrow €300 million from a development bank.",
        "The province's climate budget is €75 million.",
        "The plant's owner was bought for €1.2 billion last month.",
    ),
}
"""What follows `SIGNED` and belongs to no agreement: subsidies, markets, others' capacity, prices, hearsay."""
