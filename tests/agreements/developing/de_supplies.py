# ruff: noqa: E501
"""German passages about supply and offtake. Every name is invented."""

from tests.agreements.developing.de_shapes import Passage, Told

PASSAGES = (
    Passage(
        "liefervertrag-meldung",
        """Elbzell und Kathotec schließen langfristigen Liefervertrag

Schwarzheide, 12. März 2025. Die Elbzell Batteriesysteme GmbH (nachfolgend „Elbzell“) und die Kathotec AG haben einen Liefervertrag über Kathodenmaterial geschlossen. Ab 2027 liefert Kathotec jährlich bis zu 18.000 Tonnen an das Zellwerk in Bitterfeld. Der Vertrag hat eine Laufzeit von sieben Jahren.

„Damit sichern wir die Versorgung unserer Kunden“, sagte Elbzell-Geschäftsführerin Dr. Maren Holtkamp. Finanzielle Einzelheiten wurden nicht genannt.""",
        (Told("supply_or_offtake", "Elbzell|Kathotec", tags="materials"),),
    ),
    Passage(
        "kuendigung",
        """Der Sportwagenbauer Astoria hat den Liefervertrag mit dem Zellhersteller Nordvolta gekündigt. Die beiden Firmen hatten die Vereinbarung 2021 geschlossen.""",
        (Told("supply_or_offtake", "Astoria|Nordvolta", status="terminated"),),
    ),
    Passage(
        "inversion-headline",
        """Großauftrag für Voltana: Stadtwerke Pirna bestellen Batteriespeicher

Pirna (dpa) - Die Stadtwerke Pirna haben Voltana mit der Lieferung eines Batteriespeichers mit 40 Megawattstunden beauftragt. Das teilte der Versorger am Donnerstag mit. Der Vertrag hat ein Volumen von 12,5 Mio. Euro.""",
        (Told("supply_or_offtake|contract", "Voltana|Stadtwerke Pirna", tags="storage"),),
    ),
    Passage(
        "adhoc",
        """Ad-hoc-Mitteilung: Solvent Lithium PLC unterzeichnet verbindliche Abnahmevereinbarung mit Badanor AG

Solvent Lithium PLC („Solvent“ oder die „Gesellschaft“) freut sich, den Abschluss einer verbindlichen Abnahmevereinbarung mit der Badanor AG über 10.000 Tonnen Lithiumhydroxid pro Jahr bekannt zu geben. Die Vereinbarung steht unter dem Vorbehalt der Zustimmung des Aufsichtsrats.""",
        (Told("supply_or_offtake", "Solvent Lithium PLC|Badanor AG", tags="raw_materials"),),
    ),
    Passage(
        "eqs-adhoc",
        """EQS-News: Varion Energy Storage AG / Schlagwort(e): Vertrag/Auftragseingänge
Varion Energy Storage AG erhält Auftrag über 88 MWh von Nordwind Netz GmbH

Hamburg, 7. November 2025 – Die Varion Energy Storage AG, ein führender Anbieter von Großspeichern, hat mit der Nordwind Netz GmbH einen Vertrag über die Lieferung und Errichtung eines Batteriespeichers in Brunsbüttel geschlossen. Das Auftragsvolumen beträgt rund 21 Mio. Euro. Die Inbetriebnahme ist für das vierte Quartal 2026 vorgesehen.""",
        (
            Told(
                "supply_or_offtake",
                "Varion Energy Storage AG|Nordwind Netz GmbH",
                event="Hamburg",
                sited="Brunsbüttel",
                tags="storage",
            ),
        ),
    ),
    Passage(
        "wie-mitteilte",
        """Wie der Bergbaukonzern Skjold Mining am Mittwoch mitteilte, hat er mit der deutschen Kathodia AG einen verbindlichen Abnahmevertrag über jährlich 8000 Tonnen Nickelsulfat abgeschlossen. Die Lieferungen sollen 2028 beginnen und zehn Jahre laufen.""",
        (Told("supply_or_offtake", "Skjold Mining|Kathodia AG", tags="raw_materials"),),
    ),
    Passage(
        "tochter-konzern",
        """Die PowerSphere SE, eine Tochter des Wolfsburger Autobauers Allwagen, und die kanadische Borealis Nickel Corp. haben sich auf einen langfristigen Bezugsvertrag geeinigt. Borealis liefert von 2027 an Nickel aus seiner Mine in Québec. Der Vertrag sei am Freitag unterzeichnet worden, hieß es.""",
        (Told("supply_or_offtake", "PowerSphere SE|Borealis Nickel Corp", tags="raw_materials|mining"),),
    ),
    Passage(
        "verlaengerung",
        """Batterierücknahme: Die Stiftung Altakku und der Entsorger Reinbach verlängern ihre Zusammenarbeit. Der bis 2026 laufende Entsorgungsvertrag wurde um weitere vier Jahre verlängert, teilten beide Seiten mit.""",
        (Told("supply_or_offtake", "Stiftung Altakku|Reinbach", tags="recycling"),),
    ),
    Passage(
        "lieferkette-fuenf",
        """Der Nutzfahrzeughersteller Traktor & Lenz bezieht künftig Batteriepacks von PackTec. Ein entsprechender Liefervertrag mit einer Laufzeit von acht Jahren sei unterzeichnet, teilte Traktor & Lenz am Mittwoch in Kassel mit. Ab 2026 sollen jährlich 15.000 Packs geliefert werden. Das Auftragsvolumen liegt bei mehr als 900 Millionen Euro.""",
        (Told("supply_or_offtake", "Traktor & Lenz|PackTec", tags="packs", event="Kassel"),),
    ),
    Passage(
        "hv-genitiv",
        """Die Vorstände der Chemiewerke Leuna AG und der finnischen Kobaltti Oy, Jürgen Pohl und Satu Niemi, unterzeichneten in Helsinki einen Abnahmevertrag für Kobaltsulfat. Er sichert dem ostdeutschen Unternehmen bis 2033 jährlich 3000 Tonnen.""",
        (Told("supply_or_offtake", "Chemiewerke Leuna AG|Kobaltti Oy", event="Helsinki", tags="raw_materials"),),
    ),
    Passage(
        "vereinbarung-mehrere",
        """Das Königsteiner Unternehmen Saxlith hat mit drei Partnern Vereinbarungen über die Abnahme von Lithiumcarbonat getroffen: mit dem Kathodenhersteller Oxidis, dem Zellproduzenten Nordzelle und der Handelsfirma Petrasca.""",
        (Told("supply_or_offtake", "Saxlith|Oxidis|Nordzelle|Petrasca", tags="raw_materials"),),
    ),
    Passage(
        "bahn-speicher",
        """DB Regio Nordost hat beim Zughersteller Stahlross 44 Batterietriebzüge bestellt. Der Vertrag hat ein Volumen von 310 Millionen Euro. Unterzeichnet wurde er am 14. Juni in Berlin von DB-Regio-Chefin Evelyn Paltz und Stahlross-Geschäftsführer Jürg Amstutz.""",
        (Told("supply_or_offtake", "DB Regio Nordost|Stahlross", event="Berlin", tags="vehicles"),),
    ),
    Passage(
        "vergangenheit-portraet",
        """Gegründet 2014 in Freiberg, zählt Erzkreis heute zu den Pionieren des Batterierecyclings. 2019 schloss das Unternehmen seinen ersten Liefervertrag mit der Autowerke Zwickau AG. Heute arbeiten 180 Menschen an zwei Standorten.""",
        (Told("supply_or_offtake", "Erzkreis|Autowerke Zwickau AG", historical=True),),
    ),
    Passage(
        "b1",
        """Lithiumwerke Bayern sichern sich Rohstoff aus Chile

München. Die Lithiumwerke Bayern AG bezieht ihr Lithiumcarbonat künftig von der chilenischen Minera Altiplano S.A. Ein auf acht Jahre angelegter Abnahmevertrag wurde vergangene Woche in Antofagasta signiert. Das Volumen beläuft sich auf 12.000 Jahrestonnen. „Damit ist unsere Versorgung bis 2034 gesichert“, erklärt Vorstandschef Ulrich Zander.""",
        (
            Told(
                "supply_or_offtake",
                "Lithiumwerke Bayern AG|Minera Altiplano S.A.",
                event="Antofagasta|München",
                tags="raw_materials",
            ),
        ),
    ),
    Passage(
        "b6",
        """Der Vorstand der Stadtwerke Flensburg hat grünes Licht gegeben: Im Herbst entsteht am Hafen ein Speicher mit 60 MWh. Geliefert werden die Container von der Berliner Enerkraft GmbH, mit der die Stadtwerke am Freitag einen Liefer- und Wartungsvertrag unterzeichneten.""",
        (Told("supply_or_offtake|contract", "Stadtwerke Flensburg|Enerkraft GmbH", tags="storage|repair"),),
    ),
    Passage(
        "b12",
        """Die Helvolt Holding AG (SIX: HELV) meldet den Abschluss eines Rahmenliefervertrags mit einem führenden europäischen Nutzfahrzeughersteller. Der Vertrag umfasst die Lieferung von Batteriesystemen im Wert von rund 310 Mio. Franken bis 2031. Der Name des Kunden wurde nicht genannt.""",
        (Told("supply_or_offtake|framework_agreement", "Helvolt Holding AG", tags="packs"),),
    ),
    Passage(
        "c3",
        """Der Bebauungsplan ist durch, nun folgt der nächste Schritt: Die Gemeinde Grünhufe veräußert 31 Hektar an die Kathodec Deutschland GmbH. Der notarielle Kaufvertrag wurde am 2. Juli beurkundet. Kathodec will 540 Millionen Euro in eine Fabrik für Kathodenaktivmaterial stecken und 380 Stellen schaffen.""",
        (
            Told(
                "supply_or_offtake|investment_agreement|contract",
                "Gemeinde Grünhufe|Kathodec Deutschland GmbH",
                tags="materials",
            ),
        ),
    ),
)
