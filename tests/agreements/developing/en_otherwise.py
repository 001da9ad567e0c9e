"""English passages about talks, building, joining forces and ending. Every name is invented."""

from tests.agreements.developing.en_shapes import Passage, Want

PASSAGES: tuple[Passage, ...] = (
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
