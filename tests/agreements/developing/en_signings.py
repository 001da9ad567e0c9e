"""English passages about signings, in the manner of press, wire and company news. Every name is invented."""

from tests.agreements.developing.en_shapes import Passage, Want

PASSAGES: tuple[Passage, ...] = (
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
