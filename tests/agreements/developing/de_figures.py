# ruff: noqa: E501
"""German passages with amounts and places, some of them of nothing that was agreed on. Every name is invented."""

from tests.agreements.developing.de_shapes import Passage, Told

PASSAGES = (
    Passage(
        "figures-phases",
        """Die Stadt Wolmirstedt und die Anodix Materials GmbH haben am 3. April 2025 einen Ansiedlungsvertrag unterschrieben. Im Gewerbepark Nord entsteht ein Werk für Anodenmaterial.

Phase 1: 12.000 t/a, 90 Mio. Euro
Phase 2: weitere 8.000 t/a, 55 Mio. Euro

Geschaffen werden sollen 140 Arbeitsplätze, davon 12 Ausbildungsplätze. Das Land Sachsen-Anhalt fördert die Ansiedlung mit 21 Mio. Euro. Anodix beschäftigt weltweit 1.900 Mitarbeiter und setzte zuletzt 410 Mio. Euro um.""",
        (
            Told(
                "investment_agreement",
                "Wolmirstedt|Anodix",
                figures="12000 t/a|90000000 EUR|8000 t/a|55000000 EUR|140 jobs",
                date="2025-04-03",
            ),
        ),
    ),
    Passage(
        "figures-after",
        """Der Maschinenbauer Kettler & Voss baut in Pirna eine Demontagelinie für Altbatterien. Ein entsprechender Vertrag mit der Lithora SE wurde am gestrigen Donnerstag unterzeichnet.

Rund 36 Millionen Euro fließen in den Bau. 85 Stellen sollen entstehen. Die Anlage soll ab 2027 jährlich 9.000 Tonnen Batterien zerlegen. In Deutschland wurden im Vorjahr 38.000 Tonnen Altbatterien gesammelt. Hinzu kamen 4.000 Tonnen aus dem Ausland.

Freitag, 14. März 2025""",
        (
            Told(
                "contract|supply_or_offtake|strategic_cooperation_agreement",
                "Kettler & Voss|Lithora",
                figures="36000000 EUR|85 jobs|9000 t/a",
                date="2025-03-13",
            ),
        ),
    ),
    Passage(
        "figures-conversion",
        """Voltana SE und die polnische Kopalnia Grafit S.A. haben ein Joint Venture gegründet. Der Gesellschaftsvertrag wurde am 11.02.2025 in Breslau beurkundet. Beide Partner stecken zusammen 60 Mio. EUR (nach aktuellem Kurs rund 256 Mio. PLN) in eine Graphitaufbereitung. Etwa 70 Menschen sollen dort beschäftigt werden. Der Bund gibt 9 Mio. Euro dazu.""",
        (
            Told(
                "joint_venture",
                "Voltana SE|Kopalnia Grafit",
                event="Breslau",
                figures="60000000 EUR|70 jobs",
                date="2025-02-11",
            ),
        ),
    ),
    Passage(
        "provides-one",
        """Nordsolar Speicherwerke kauft ihre Zellen künftig in Finnland. Ein auf sechs Jahre angelegter Abnahmevertrag mit der Kemijoki Cells Oy sieht die Lieferung von insgesamt 3,2 GWh vor, wie das Unternehmen am 4. Juni mitteilte.""",
        (Told("supply_or_offtake", "Nordsolar Speicherwerke|Kemijoki Cells", figures="3.2 GWh"),),
    ),
    Passage(
        "provides-two",
        """Die Kathotec AG hat sich Nickelsulfat gesichert: Ein Liefervertrag mit der Sulanova Oyj umfasst 4.500 Tonnen pro Jahr. Über Preise schweigen beide Seiten.""",
        (Told("supply_or_offtake", "Kathotec|Sulanova", figures="4500 t/a"),),
    ),
    Passage(
        "provides-three",
        """Die Allgäu Lader GmbH rüstet ihr Netz auf. Eine Rahmenvereinbarung mit der Pufferstrom AG läuft bis Ende 2029. Ein früherer Vertrag ist ausgelaufen.""",
        (Told("framework_agreement", "Allgäu Lader|Pufferstrom"),),
    ),
    Passage(
        "total-words",
        """Auf dem Lausitzer Batterieforum in Cottbus wurden 18 Vereinbarungen über insgesamt 640 Mio. Euro unterzeichnet, teilte das Wirtschaftsministerium mit. Darunter ist der Investitionsvertrag von Anodix Materials mit der Stadt Guben über ein Werk für Anodenmaterial. Beim Forum 2023 waren elf Vereinbarungen zustande gekommen.""",
        (
            Told("signed_projects", number=18, event="Cottbus", figures="640000000 EUR"),
            Told("investment_agreement", "Anodix|Guben", sited="Guben"),
            Told("signed_projects", number=11, historical=True),
        ),
    ),
    Passage(
        "total-parts",
        """Insgesamt 26 Verträge wurden am Mittwoch besiegelt, darunter fünf Absichtserklärungen und 12 Lieferverträge. 300 Gäste waren gekommen, davon 40 Studierende.""",
        (
            Told("signed_projects", number=26),
            Told("signed_projects", number=5),
            Told("signed_projects", number=12),
        ),
    ),
    Passage(
        "elsewhere-one",
        """Vertreter der Staatsregierung Sachsen und der Zellhersteller Kinmen Power haben sich am Montag in Dresden zu Gesprächen getroffen. Es gehe um eine Zellfertigung bei Kodersdorf, sagte ein Sprecher. Kinmen Power betreibt in Taichung ein Werk mit 3,5 GWh. Berichte über 400 Millionen Euro Fördergeld nannte er „frei erfunden“.""",
        (Told("talks", "Sachsen|Kinmen Power", status="talks", event="Dresden", figures=""),),
    ),
    Passage(
        "elsewhere-two",
        """Die Lithora SE und die Anodix GmbH unterzeichneten eine Absichtserklärung über ein Recyclingzentrum in Nachterstedt. Das Land gewährt für solche Vorhaben bis zu 30 Mio. Euro. Im Vorjahr flossen 12 Mio. Euro. Lithora erzielte 2024 einen Umsatz von 88 Mio. Euro und beschäftigt 420 Menschen.""",
        (Told("memorandum", "Lithora|Anodix", sited="Nachterstedt", figures=""),),
    ),
    Passage(
        "elsewhere-three",
        """Kathotec AG und Voltana SE haben eine Liefervereinbarung geschlossen. Bundesweit waren Ende Mai Speicher mit 20 GWh installiert. Allein im Mai kamen 500 MWh hinzu.""",
        (Told("supply_or_offtake", "Kathotec|Voltana", figures=""),),
    ),
    Passage(
        "place-dateline",
        """DRESDEN/PRAG. Die Voltana SE und die Moravia Cells a.s. haben einen Liefervertrag unterzeichnet. Beliefert wird das Werk Kamenz.""",
        (Told("supply_or_offtake", "Voltana|Moravia Cells", sited="Kamenz"),),
    ),
    Passage(
        "place-seat",
        """Die Voltana SE hat einen Abnahmevertrag mit Minera Salinas in Chile abgeschlossen.""",
        (Told("supply_or_offtake", "Voltana|Minera Salinas"),),
    ),
    Passage(
        "place-town",
        """Gemeinde Elsteraue: Neues aus dem Rathaus

Am 12. Mai 2025 haben Bürgermeisterin Jana Möbius und der Geschäftsführer der Anodix Materials GmbH den Grundstückskaufvertrag zwischen der Gemeinde und dem Unternehmen unterzeichnet.""",
        (Told("investment_agreement|supply_or_offtake|contract", "Elsteraue|Anodix", sited="Elsteraue"),),
    ),
)
