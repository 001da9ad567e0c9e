"""English passages of headlines, lists, ended contracts and those who only tell. Every name is invented."""

from tests.agreements.developing.en_shapes import Passage, Want

PASSAGES: tuple[Passage, ...] = (
    Passage(
        "the past of what has ended is no second record",
        "Zimmar Anodes on Friday terminated its supply agreement with the mine developer Ruvanda Flake. The contract, "
        "signed in October 2022, was for 30,000 tonnes of graphite a year.",
        (Want("supply_or_offtake", "terminated", ("Zimmar Anodes", "Ruvanda Flake")),),
    ),
    Passage(
        "a newspaper that tells is no party",
        "Daehan Materials wants more time, the Maeil Daily reported. The two companies, Daehan Materials and Tisza "
        "Chem, signed a memorandum of understanding in March 2024 on a cathode plant in Debrecen.",
        (Want("memorandum", "signed", ("Daehan Materials", "Tisza Chem"), ("materials",), site="Debrecen"),),
    ),
    Passage(
        "a headline calls a party by another name",
        "Stellendam Port signs land lease with battery recycler\n"
        "The Port Authority of Stellendam and Circlion Metals NV have concluded a 30-year lease for a plot in the "
        "harbour, the port announced yesterday. Circlion intends to recover nickel from black mass there.",
        (Want("contract", "signed", ("Port Authority of Stellendam", "Circlion Metals NV"), ("recycling",)),),
    ),
    Passage(
        "agreed to supply somebody",
        "Kalmia Battery Materials has agreed to supply Fordwick Automotive with 12,000 tonnes of cathode powder a year "
        "from 2027, the two companies announced.",
        (Want("supply_or_offtake", "agreed_in_principle", ("Kalmia Battery Materials", "Fordwick Automotive")),),
    ),
    Passage(
        "a joint venture of two, incorporated",
        "The battery repair joint venture of Fennick and Autohaus Quast was finally incorporated on 3 June.",
        (Want("joint_venture", "signed", ("Fennick", "Autohaus Quast"), ("repair",)),),
    ),
    Passage(
        "a term sheet that became an agreement",
        "Gannet Lithium and Osterby Chemicals have executed definitive agreements on a joint refinery in Kwinana, "
        "formalising the term sheet reached in July.",
        (Want("joint_venture", "signed", ("Gannet Lithium", "Osterby Chemicals"), site="Kwinana"),),
    ),
    Passage(
        "hired under a contract",
        "Nerida Power Ltd yesterday hired the builder Statrano under a turnkey contract for the foundations.",
        (Want("contract", "signed", ("Nerida Power Ltd", "Statrano")),),
    ),
    Passage(
        "a memorandum that ran out",
        "A memorandum of understanding with the Finnish cell maker Vaara Cells expired in October without a contract "
        "being signed.",
        (Want("memorandum", "terminated", ("Vaara Cells",)),),
    ),
    Passage(
        "a number compared with the last one",
        "In total 37 contracts were signed in Leipzig between 9 and 11 September 2025, two fewer than at the previous "
        "fair.",
        (Want("signed_projects", "signed", event="Leipzig", number=37),),
    ),
    Passage(
        "a university with its name behind",
        "The City of Trollby, Hanmar Energy Solutions and University West put their signatures to a letter of intent "
        "on a centre for second-life batteries.",
        (
            Want(
                "memorandum",
                "signed",
                ("City of Trollby", "Hanmar Energy Solutions", "University West"),
                ("second_life",),
            ),
        ),
    ),
)
