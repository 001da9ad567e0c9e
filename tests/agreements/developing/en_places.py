"""English passages about places, pairs and names that look like words. Every name is invented."""

from tests.agreements.developing.en_shapes import Passage, Want

PASSAGES: tuple[Passage, ...] = (
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
