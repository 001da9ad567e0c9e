"""Passages that the English rules were developed on: invented companies in the manner of press, wire and company news.

What they score says nothing about unseen text; they keep what once worked working.
"""

from typing import NamedTuple


class Want(NamedTuple):
    """A record that a passage tells: parties as they are named most fully."""

    kind: str
    status: str
    parties: tuple[str, ...] = ()
    tags: tuple[str, ...] | None = None
    event: str | None = None
    site: str | None = None
    others: tuple[tuple[str, str], ...] = ()
    historical: bool = False
    number: int | None = None


class Passage(NamedTuple):
    """A text and what it tells."""

    name: str
    text: str
    wants: tuple[Want, ...]


SIGNED: tuple[Passage, ...] = (
    Passage(
        "active with a definition",
        "Hefei, May 12 (Examplewire) - Anhui Lanyu New Energy Co., Ltd. (hereinafter referred to as "
        '"Lanyu") on Friday '
        "signed a strategic cooperation framework agreement with the Chuzhou municipal government. Under the "
        "agreement, "
        "Lanyu will build a battery recycling base in Chuzhou with an annual capacity of 50,000 tonnes.",
        (
            Want(
                "strategic_cooperation_framework_agreement",
                "signed",
                ("Anhui Lanyu New Energy Co., Ltd.", "Chuzhou municipal government"),
                ("recycling",),
                site="Chuzhou",
            ),
        ),
    ),
    Passage(
        "offtake, both as subject",
        "Norrvolt Minerals AB and Cellwerk SE have entered into a binding offtake agreement for lithium hydroxide. "
        "Deliveries from Norrvolt's refinery in Kokkola are to begin in 2027, the companies said.",
        (Want("supply_or_offtake", "signed", ("Norrvolt Minerals AB", "Cellwerk SE"), ("materials",)),),
    ),
    Passage(
        "memorandum, not binding, with an authority",
        "Borealis Cathode has signed a non-binding memorandum of understanding with the State of Saxony-Anhalt to "
        "explore a cathode material plant in Bitterfeld. Saxony-Anhalt's economy minister Karla Wend said: \"We will "
        'sign a binding agreement next year."',
        (
            Want(
                "memorandum",
                "signed",
                ("Borealis Cathode", "State of Saxony-Anhalt"),
                ("materials",),
                None,
                "Bitterfeld",
            ),
        ),
    ),
    Passage(
        "several agreements between pairs",
        "At the Eurasia Battery Forum in Almaty on 3 June 2025, cooperation agreements were signed between "
        "Steppe Metals "
        "and Volta Kazakhstan, between Altyn Recycling and Qaraganda Technical University, and between "
        "Tengri Motors and "
        "Example Charging GmbH.",
        (
            Want("strategic_cooperation_agreement", "signed", ("Steppe Metals", "Volta Kazakhstan"), event="Almaty"),
            Want(
                "strategic_cooperation_agreement",
                "signed",
                ("Altyn Recycling", "Qaraganda Technical University"),
                None,
                "Almaty",
            ),
            Want(
                "strategic_cooperation_agreement", "signed", ("Tengri Motors", "Example Charging GmbH"), None, "Almaty"
            ),
        ),
    ),
    Passage(
        "one subject, two agreements of different kinds",
        "Kite Lithium signed a supply agreement with Orion Cells and a memorandum of understanding with the "
        "Government of "
        "Chile on Tuesday.",
        (
            Want("supply_or_offtake", "signed", ("Kite Lithium", "Orion Cells")),
            Want("memorandum", "signed", ("Kite Lithium", "Government of Chile")),
        ),
    ),
    Passage(
        "joint venture formed",
        "Aurum Motors and Korean battery maker Hanbit Energy Solution will invest $2 billion in a joint venture that "
        "they established on Monday. The joint venture agreement was signed in Seoul by the two companies.\n"
        "The plant in Gunsan will produce 30 GWh of cells a year.",
        (Want("joint_venture", "signed", ("Aurum Motors", "Hanbit Energy Solution"), ("cells",), "Seoul", "Gunsan"),),
    ),
    Passage(
        "announce joint venture in a headline",
        "Redloop and Stellar Auto form battery recycling joint venture\n"
        "Redloop Materials Inc. and Stellar Auto Group today announced that they have formed a joint venture "
        "to recycle "
        "end-of-life batteries in Turin.",
        (
            Want(
                "joint_venture",
                "signed",
                ("Redloop Materials Inc.", "Stellar Auto Group"),
                ("recycling",),
                None,
                "Turin",
            ),
        ),
    ),
    Passage(
        "investment agreement with a park",
        "On November 2, Jiangxi Baoli Lithium Co., Ltd. inked an investment agreement with the Management Committee of "
        "Yichun Economic and Technological Development Zone for a 20,000-ton lithium carbonate project. The signing "
        "ceremony was attended by Mayor Xu Wen and Zhao Lifeng, chairman of Baoli Lithium.",
        (
            Want(
                "investment_agreement",
                "signed",
                (
                    "Jiangxi Baoli Lithium Co., Ltd.",
                    "Management Committee of Yichun Economic and Technological Development Zone",
                ),
                ("materials",),
                others=(("Xu Wen", "witness"), ("Zhao Lifeng", "witness")),
            ),
        ),
    ),
    Passage(
        "passive with by, persons sign for their companies",
        "A contract for the delivery of 400 battery packs was signed by Marta Kowal, CEO of Polbat S.A., and "
        "Jens Ahlers, "
        "managing director of Hansa Fleet GmbH, in Gdansk on 14 March 2024.",
        (
            Want(
                "supply_or_offtake",
                "signed",
                ("Polbat S.A.", "Hansa Fleet GmbH"),
                ("packs",),
                "Gdansk",
                others=(("Marta Kowal", "signing_person"), ("Jens Ahlers", "signing_person")),
            ),
        ),
    ),
    Passage(
        "nominal mention and same day",
        "Lumen Cells signed a cooperation agreement with Wuhu City Government on August 3. On the same day, "
        "the Ningbo-based "
        "cell maker also signed a purchase contract with Tianlu Lithium Industry.",
        (
            Want("strategic_cooperation_agreement", "signed", ("Lumen Cells", "Wuhu City Government")),
            Want("supply_or_offtake", "signed", ("Lumen Cells", "Tianlu Lithium Industry")),
        ),
    ),
    Passage(
        "subsidiary signs, parent is none",
        "Shenzhen Huarui Battery Recycling Co., Ltd., a wholly-owned subsidiary of Huarui Group, entered "
        "into a framework "
        "agreement with Zenith Automobile Sales Co., Ltd. for the recycling of retired power batteries.",
        (
            Want(
                "framework_agreement",
                "signed",
                ("Shenzhen Huarui Battery Recycling Co., Ltd.", "Zenith Automobile Sales Co., Ltd."),
                ("recycling",),
                others=(("Huarui Group", "parent"),),
            ),
        ),
    ),
    Passage(
        "through a subsidiary",
        "Mining group Terra Nova, through its subsidiary Terra Nova Nickel Indonesia, signed a long-term "
        "offtake contract "
        "with Sunrise Precursor.",
        (
            Want(
                "supply_or_offtake",
                "signed",
                ("Terra Nova Nickel Indonesia", "Sunrise Precursor"),
                others=(("Terra Nova", "parent"),),
            ),
        ),
    ),
    Passage(
        "nominalisation",
        "Alpha Storage plc is pleased to announce the signing of a five-year supply agreement with Beta Grid "
        "Ltd covering "
        "2 GWh of battery energy storage systems.",
        (Want("supply_or_offtake", "signed", ("Alpha Storage plc", "Beta Grid Ltd"), ("storage",)),),
    ),
    Passage(
        "announces a partnership",
        "LONDON, 4 September 2025 /ExampleWire/ -- Circlet, a UK battery recycler, today announced a "
        "strategic partnership "
        "with Dutch charging operator Laadnet to give used e-bus batteries a second life.",
        (Want("strategic_cooperation_agreement", "signed", ("Circlet", "Laadnet"), ("second_life",)),),
    ),
    Passage(
        "contract awarded",
        "Westphal Anlagenbau has been awarded a contract by Ionia Battery Materials to build a "
        "hydrometallurgical plant in "
        "Harjavalta. The order is worth 85 million euros.",
        (
            Want(
                "contract",
                "signed",
                ("Westphal Anlagenbau", "Ionia Battery Materials"),
                ("recycling",),
                None,
                "Harjavalta",
            ),
        ),
    ),
    Passage(
        "letter of intent in the presence of",
        "In the presence of Governor Anton Belov, Sibcell and the Administration of Novosibirsk Region "
        "signed a letter of "
        "intent on the construction of a lithium-ion cell factory.",
        (
            Want(
                "memorandum",
                "signed",
                ("Sibcell", "Administration of Novosibirsk Region"),
                ("cells",),
                others=(("Anton Belov", "witness"),),
            ),
        ),
    ),
    Passage(
        "earlier framework in the background",
        "Greencell and Fulda Motors signed a supply contract for 12 GWh of LFP cells on Thursday. The "
        "contract follows a "
        "framework agreement signed in July.",
        (
            Want("supply_or_offtake", "signed", ("Greencell", "Fulda Motors"), ("cells",)),
            Want("framework_agreement", "signed", (), historical=True),
        ),
    ),
    Passage(
        "three parties",
        "The trilateral memorandum was signed by Guanghua Recycling, Everbright Cathode and Tongji Institute "
        "of Battery "
        "Research on 5 December in Foshan.",
        (
            Want(
                "memorandum",
                "signed",
                ("Guanghua Recycling", "Everbright Cathode", "Tongji Institute of Battery Research"),
                event="Foshan",
            ),
        ),
    ),
    Passage(
        "separate agreements with several",
        "Nickelus signed separate offtake agreements with Asahi Cathode Corp. and Daeyang Chemical Co.",
        (
            Want("supply_or_offtake", "signed", ("Nickelus", "Asahi Cathode Corp.")),
            Want("supply_or_offtake", "signed", ("Nickelus", "Daeyang Chemical Co.")),
        ),
    ),
    Passage(
        "partners with, no noun of agreement",
        "Swapstar partners with Delhi Riders to roll out battery swapping stations in Delhi\n"
        "Swapstar has partnered with Delhi Riders to deploy 200 battery swapping stations in Delhi.",
        (
            Want(
                "strategic_cooperation_agreement", "signed", ("Swapstar", "Delhi Riders"), ("swapping",), None, "Delhi"
            ),
        ),
    ),
)

OTHERWISE: tuple[Passage, ...] = (
    Passage(
        "talks",
        "A delegation of the Ministry of Industry of Uzbekistan held talks in Tashkent with the management of Longxin "
        "Battery. The sides discussed the localisation of battery pack assembly.",
        (Want("talks", "talks", ("Ministry of Industry of Uzbekistan", "Longxin Battery"), ("packs",), "Tashkent"),),
    ),
    Passage(
        "in talks",
        "Carmaker Borgward Elektro is in advanced talks with Swedish cell start-up Polarcell about a stake "
        "in its plant, "
        "people familiar with the matter said.",
        (Want("talks", "talks", ("Borgward Elektro", "Polarcell")),),
    ),
    Passage(
        "agreed in principle",
        "Following the meeting, Rosmetal and Yunnan Huaxi Energy agreed in principle to set up a recycling "
        "plant in Kaluga.",
        (Want("talks", "agreed_in_principle", ("Rosmetal", "Yunnan Huaxi Energy"), ("recycling",), None, "Kaluga"),),
    ),
    Passage(
        "ground broken",
        "Vectra Energy broke ground on its 15 GWh battery cell factory in Debrecen on Wednesday. The "
        "Hungarian government "
        "supports the project with a subsidy of 90 million euros.",
        (Want("construction_start", "under_construction", ("Vectra Energy",), ("cells",), None, "Debrecen"),),
    ),
    Passage(
        "commissioned",
        "Recupera has commissioned a recycling plant in Sagunto. The plant can process 10,000 tonnes of "
        "batteries a year.",
        (Want("commissioning", "operating", ("Recupera",), ("recycling",), None, "Sagunto"),),
    ),
    Passage(
        "terminated",
        "Polarcell and Hedin Trucks have terminated their supply agreement, the companies said on Friday.",
        (Want("supply_or_offtake", "terminated", ("Polarcell", "Hedin Trucks")),),
    ),
    Passage(
        "a number of projects",
        "A total of 42 projects worth 31.5 billion yuan were signed at the Hunan Advanced Battery Materials "
        "Fair, hosted by "
        "the Changsha municipal government, on October 20. Of the 42 projects, 17 will be located in Changsha.",
        (
            Want(
                "signed_projects",
                "signed",
                (),
                None,
                None,
                None,
                number=42,
                others=(("Changsha municipal government", "host"),),
            ),
            Want("signed_projects", "signed", (), number=17, site="Changsha"),
        ),
    ),
    Passage(
        "planned",
        "Terra Cells plans to sign a supply agreement with Moto Bengal by the end of the year.",
        (),
    ),
    Passage(
        "denied",
        "Omega Motors denied that it had signed a joint venture agreement with Lotus Battery. No contract "
        "has been signed, "
        "a spokeswoman said.",
        (),
    ),
    Passage(
        "no agreements of the chain",
        "The union and the employers signed a collective wage agreement on Monday. Analysts agree that "
        "prices will fall. "
        "By using this website you accept the licence agreement. United FC signed striker Joao Pinto from Rovers.",
        (),
    ),
)

HARDER: tuple[Passage, ...] = (
    Passage(
        "a ministry, a company and a possessive before the third",
        "The Ministry of Energy of Kazakhstan, Aksu Nickel and China's Jinling Battery signed a tripartite memorandum "
        "in Astana.",
        (
            Want(
                "memorandum",
                "signed",
                ("Ministry of Energy of Kazakhstan", "Aksu Nickel", "Jinling Battery"),
                event="Astana",
            ),
        ),
    ),
    Passage(
        "a city before a company",
        "The city of Emden and Nordbatt GmbH have signed a letter of intent for a battery plant.",
        (Want("memorandum", "signed", ("city of Emden", "Nordbatt GmbH"), ("cells",)),),
    ),
    Passage(
        "supply under an agreement",
        "Tianxin Battery will supply Sunrise EV with LFP cells under a multi-year agreement signed on "
        "Tuesday in Mumbai.",
        (Want("supply_or_offtake", "signed", ("Tianxin Battery", "Sunrise EV"), ("cells",), "Mumbai"),),
    ),
    Passage(
        "an agreement in an aside and a pronoun",
        "Redwater Materials, which in 2022 signed a supply agreement with Toyokawa, said on Monday it had "
        "entered into a "
        "partnership with carmaker Wolfram AG.",
        (
            Want("supply_or_offtake", "signed", ("Redwater Materials", "Toyokawa"), historical=True),
            Want("strategic_cooperation_agreement", "signed", ("Redwater Materials", "Wolfram AG")),
        ),
    ),
    Passage(
        "two agreements behind a colon",
        "Battery maker Nordpol and mining company Kiruna Graphite have signed two agreements: a five-year offtake "
        "agreement for natural graphite and a memorandum of understanding on recycling.",
        (
            Want("supply_or_offtake", "signed", ("Nordpol", "Kiruna Graphite")),
            Want("memorandum", "signed", ("Nordpol", "Kiruna Graphite")),
        ),
    ),
    Passage(
        "what became of an agreement",
        "The joint venture agreement that Sona Motors signed with Gotia Power in 2022 has been cancelled.",
        (Want("joint_venture", "terminated", ("Sona Motors", "Gotia Power")),),
    ),
    Passage(
        "agreed first, signed then",
        "The recycling company Accumet and the Fraunhofer Institute for Silicate Research have agreed to "
        "cooperate in the "
        "field of direct recycling. A corresponding memorandum of understanding was signed last week.",
        (Want("memorandum", "signed", ("Accumet", "Fraunhofer Institute for Silicate Research"), ("recycling",)),),
    ),
    Passage(
        "a consortium, and persons who sign",
        "Jakarta - Indonesia's state-owned battery holding Indo Battery Corp. and a consortium led by Ningbo "
        "Contemporary "
        "Brunex signed a framework agreement on Thursday. The agreement was signed by Indo Battery CEO Toto Nugra and "
        "Brunex chairman Li Chang.",
        (
            Want(
                "framework_agreement",
                "signed",
                ("Indo Battery Corp.", "Ningbo Contemporary Brunex"),
                others=(("Toto Nugra", "signing_person"), ("Li Chang", "signing_person")),
            ),
        ),
    ),
    Passage(
        "talks broken off",
        "Kolmar Chemicals has ended talks with Rio Claro Lithium, the company said.",
        (Want("talks", "terminated", ("Kolmar Chemicals", "Rio Claro Lithium")),),
    ),
    Passage(
        "a ceremony for a project",
        "Representatives from Xiangtan City and Jinko Battery Materials attended the signing ceremony for a 10,000-ton "
        "recycling project on Thursday morning.",
        (Want("investment_agreement", "signed", ("Xiangtan City", "Jinko Battery Materials"), ("recycling",)),),
    ),
)


MORE: tuple[Passage, ...] = (
    Passage(
        "a talk that is met for, with those who represent",
        "Executives of Ostby Energy met representatives of the Port Authority of Gdynia on Monday for talks about a "
        "possible cathode plant. Reports that the company plans to invest $2 billion were not confirmed.",
        (Want("talks", "talks", ("Ostby Energy", "Port Authority of Gdynia"), ("materials",)),),
    ),
    Passage(
        "a name put to a memorandum",
        "Brightwell Cells put its name to a memorandum of understanding with the city of Emden on a cell factory.",
        (Want("memorandum", "signed", ("Brightwell Cells", "city of Emden"), ("cells",)),),
    ),
    Passage(
        "a park in lower case is a place",
        "Corrado Recycling and Vale Motors inked a joint venture agreement to shred batteries at the industrial park "
        "of Marigny, France. The venture should process 8,000 tonnes a year; around 60 people will work there.",
        (Want("joint_venture", "signed", ("Corrado Recycling", "Vale Motors"), ("recycling",), site="Marigny"),),
    ),
    Passage(
        "pairs with what each is on",
        "Contracts were signed on Friday between Polish recycler Odzysk and Czech carmaker Vltava Motors on the "
        "recycling of used batteries, and between Sudeta Cells and Moravian truck builder Hanak on battery cells.",
        (
            Want("contract", "signed", ("Odzysk", "Vltava Motors"), ("recycling",)),
            Want("contract", "signed", ("Sudeta Cells", "Hanak"), ("cells",)),
        ),
    ),
    Passage(
        "the town of the authority, not the dateline",
        "LISBON, 3 March 2025 - Tagus Cells S.A. signed an investment agreement with the city of Set\u00fabal on a "
        "cell plant. The plant will cost 400 million euros.",
        (
            Want(
                "investment_agreement",
                "signed",
                ("Tagus Cells S.A.", "city of Set\u00fabal"),
                ("cells",),
                site="Set\u00fabal",
            ),
        ),
    ),
    Passage(
        "the dateline where the text says here",
        "Rotterdam (Wire) - At the Battery Forum here, Maas Cells BV signed a letter of intent with Delta Recycling BV "
        "on the repair of modules.",
        (Want("memorandum", "signed", ("Maas Cells BV", "Delta Recycling BV"), ("repair",), "Rotterdam"),),
    ),
    Passage(
        "what a party makes is no subject",
        "Buyers are cautious. Kestrel Motors Ltd, the maker of electric buses for cities, has signed a contract with "
        "Arden Recycling Ltd for the recycling of spent packs.",
        (Want("contract", "signed", ("Kestrel Motors Ltd", "Arden Recycling Ltd"), ("recycling",)),),
    ),
    Passage(
        "a word of grammar in a name",
        "Skyla On and Nordal Cells signed a framework agreement on recycling.",
        (Want("framework_agreement", "signed", ("Skyla On", "Nordal Cells"), ("recycling",)),),
    ),
    Passage(
        "an edition of last year and a number in words",
        "Ninety-two contracts were signed at the Harbour Energy Expo from 12 to 14 May 2025. Last year's expo closed "
        "with 41 agreements.",
        (
            Want("signed_projects", "signed", number=92),
            Want("signed_projects", "signed", number=41, historical=True),
        ),
    ),
)

PASSAGES = (*SIGNED, *OTHERWISE, *HARDER, *MORE)
