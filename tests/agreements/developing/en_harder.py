"""English passages that took a second look: consortia, denials, what was said before. Every name is invented."""

from tests.agreements.developing.en_shapes import Passage, Want

PASSAGES: tuple[Passage, ...] = (
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
