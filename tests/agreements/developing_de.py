# ruff: noqa: E501
"""German passages with what they say: written before the rules, to develop them with; every name is invented."""

# The passages keep the lines of their sources.

from typing import NamedTuple


class Told(NamedTuple):
    """A record that a passage tells: kinds that are right (first the best), its parties, how far it went.

    `figures` are all its amounts ("40000000 EUR|25000 t/a|120 jobs"), `date` its day, where a passage is about them.
    """

    kinds: str
    parties: str = ""
    status: str = "signed"
    event: str | None = None
    sited: str | None = None
    tags: str = ""
    historical: bool = False
    number: int | None = None
    figures: str | None = None
    date: str | None = None


class Passage(NamedTuple):
    """A text and its records."""

    name: str
    text: str
    told: tuple[Told, ...] = ()


PASSAGES = (
    Passage(
        "liefervertrag-meldung",
        """Elbzell und Kathotec schließen langfristigen Liefervertrag

Schwarzheide, 12. März 2025. Die Elbzell Batteriesysteme GmbH (nachfolgend „Elbzell“) und die Kathotec AG haben einen Liefervertrag über Kathodenmaterial geschlossen. Ab 2027 liefert Kathotec jährlich bis zu 18.000 Tonnen an das Zellwerk in Bitterfeld. Der Vertrag hat eine Laufzeit von sieben Jahren.

„Damit sichern wir die Versorgung unserer Kunden“, sagte Elbzell-Geschäftsführerin Dr. Maren Holtkamp. Finanzielle Einzelheiten wurden nicht genannt.""",
        (Told("supply_or_offtake", "Elbzell|Kathotec", tags="materials"),),
    ),
    Passage(
        "absichtserklaerung-drei",
        """Rückgewinnung von Lithium: Stadt Hoyerswerda, Lausitz-Kreislauf und TU Freiberg unterschreiben Absichtserklärung

Die Stadt Hoyerswerda, die Lausitz-Kreislauf GmbH sowie die Technische Universität Freiberg haben am Dienstag eine unverbindliche Absichtserklärung zum Aufbau einer Recyclinganlage für Lithium-Ionen-Batterien unterschrieben. In Hoyerswerda sollen bis 2028 rund 120 Arbeitsplätze entstehen.""",
        (
            Told(
                "memorandum",
                "Stadt Hoyerswerda|Lausitz-Kreislauf|Technische Universität Freiberg",
                sited="Hoyerswerda",
                tags="recycling",
            ),
        ),
    ),
    Passage(
        "mehrere-in-einem-satz",
        """Am Rande der Messe Battery Days Europe in Leipzig wurden gleich mehrere Verträge unterzeichnet: zwischen der Voltana SE und der Stadtwerke Pirna GmbH, zwischen Nordmetall Refining und der Cirqa Recycling AB sowie zwischen dem Freistaat Sachsen und der Hanwei Energy Co., Ltd.""",
        (
            Told("contract", "Voltana SE|Stadtwerke Pirna GmbH", event="Leipzig"),
            Told("contract", "Nordmetall Refining|Cirqa Recycling AB", event="Leipzig"),
            Told("contract", "Freistaat Sachsen|Hanwei Energy", event="Leipzig"),
        ),
    ),
    Passage(
        "ohne-rechtsform",
        """Der kanadische Batterierecycler Lithora hat mit dem Mischkonzern Glendale eine Vereinbarung über den Bau einer Verwertungsanlage in Magdeburg getroffen. Das in Toronto ansässige Unternehmen will dort 30.000 Tonnen Altbatterien im Jahr aufbereiten.""",
        (
            Told(
                "contract|investment_agreement|strategic_cooperation_agreement",
                "Lithora|Glendale",
                sited="Magdeburg",
                tags="recycling",
            ),
        ),
    ),
    Passage(
        "geplant",
        """Voltana und der Autobauer Rheingold wollen noch in diesem Jahr ein Gemeinschaftsunternehmen gründen. Ein entsprechender Vertrag soll im Herbst unterzeichnet werden, heißt es aus Branchenkreisen. Ein Sprecher von Voltana wollte sich dazu nicht äußern.""",
        (),
    ),
    Passage(
        "dementi",
        """Der Zellhersteller Akkurat hat Berichte dementiert, wonach er einen Abnahmevertrag mit Solvent Lithium unterzeichnet habe. „Es gibt keinen Vertrag“, sagte eine Sprecherin am Mittwoch in Frankfurt.""",
        (),
    ),
    Passage(
        "joint-venture-pressemitteilung",
        """Mannheim – Der Chemiekonzern Badanor AG und die südkoreanische Hansol Cell Materials Co., Ltd. haben heute den Vertrag zur Gründung eines Joint Ventures unterzeichnet. Beide Partner halten jeweils 50 Prozent. Das Gemeinschaftsunternehmen mit Sitz in Mannheim soll Vorläufermaterialien für Kathoden herstellen. Die Investition beläuft sich auf rund 400 Mio. Euro.""",
        (Told("joint_venture", "Badanor AG|Hansol Cell Materials", event="Mannheim", tags="materials"),),
    ),
    Passage(
        "unterzeichnung-nominal",
        """Die Nordlicht Speicher AG gab am Montag die Unterzeichnung eines Memorandum of Understanding (MoU) mit dem finnischen Bergbaukonzern Terranova Oyj bekannt. Ziel ist die gemeinsame Entwicklung einer Nickelmine in Lappland.""",
        (Told("memorandum", "Nordlicht Speicher AG|Terranova Oyj", tags="mining"),),
    ),
    Passage(
        "passiv-agens",
        """Der Rahmenvertrag wurde am 4. Juni 2024 von der Landesregierung Brandenburg und der Firma Zellwerk Cottbus GmbH in Potsdam unterzeichnet. Er sieht die Ansiedlung einer Batteriefabrik mit einer Kapazität von 12 GWh pro Jahr vor. Ministerpräsident Jörn Albrecht war bei der Zeremonie zugegen.""",
        (Told("framework_agreement", "Landesregierung Brandenburg|Zellwerk Cottbus GmbH", event="Potsdam"),),
    ),
    Passage(
        "rahmen-alt-im-vorbeigehen",
        """Cirqa liefert künftig Schwarzmasse an Nordmetall Refining. Die beiden Unternehmen schlossen dazu einen Abnahmevertrag über fünf Jahre. Bereits im Juli 2022 hatten sie einen Rahmenvertrag über ihre Zusammenarbeit unterzeichnet.""",
        (
            Told("supply_or_offtake", "Cirqa|Nordmetall Refining", tags="recycling"),
            Told(
                "framework_agreement|strategic_cooperation_framework_agreement|strategic_cooperation_agreement",
                "Cirqa|Nordmetall Refining",
                historical=True,
            ),
        ),
    ),
    Passage(
        "tochter",
        """Die Grünkreis Rohstoff GmbH, eine hundertprozentige Tochter der Halden Holding AG, und die Autowerke Zwickau Vertriebsgesellschaft mbH haben einen strategischen Kooperationsvertrag abgeschlossen. Für die Grünkreis unterschrieb Geschäftsführer Timo Brandes, für die Autowerke Vertriebschefin Anke Sieber.""",
        (
            Told(
                "strategic_cooperation_agreement", "Grünkreis Rohstoff GmbH|Autowerke Zwickau Vertriebsgesellschaft mbH"
            ),
        ),
    ),
    Passage(
        "spatenstich",
        """Mit einem symbolischen Spatenstich hat am Freitag in Heide der Bau der neuen Zellfabrik von Nordvolta begonnen. Bis 2027 investiert das Unternehmen 1,2 Milliarden Euro, rund 900 Arbeitsplätze sollen entstehen. Bürgermeisterin Inken Lorenz sprach von einem großen Tag für die Region.""",
        (Told("construction_start", "Nordvolta", status="under_construction", sited="Heide", tags="cells"),),
    ),
    Passage(
        "inbetriebnahme",
        """Die Recyclix GmbH hat ihre Demontagelinie für Traktionsbatterien in Krefeld in Betrieb genommen. Die Anlage kann 10.000 Tonnen Batterien pro Jahr zerlegen.""",
        (Told("commissioning", "Recyclix GmbH", status="operating", sited="Krefeld", tags="dismantling"),),
    ),
    Passage(
        "gespraeche",
        """Eine Delegation der Provinzregierung von Hubei hat sich in Dresden mit Vertretern der Sächsischen Staatsregierung zu Gesprächen über das Recycling von Antriebsbatterien getroffen. Unterzeichnet wurde nichts.""",
        (
            Told(
                "talks",
                "Provinzregierung von Hubei|Sächsische Staatsregierung",
                status="talks",
                event="Dresden",
                tags="recycling",
            ),
        ),
    ),
    Passage(
        "konferenz-summe",
        """Auf dem Batteriegipfel in Yibin sind nach Angaben der Veranstalter insgesamt 86 Projekte mit einem Investitionsvolumen von 61,5 Milliarden Yuan unterzeichnet worden. Davon entfallen 79 auf die Stadt Yibin selbst. Bei den beiden vorangegangenen Auflagen waren es zusammen mehr als 100 Vorhaben.""",
        (
            Told("signed_projects", number=86, event="Yibin"),
            Told("signed_projects", number=79),
            Told("signed_projects", number=100, historical=True),
        ),
    ),
    Passage(
        "einigung-grundsatz",
        """Der Autobauer Rheingold und der Rohstoffhändler Petrasca haben sich grundsätzlich auf eine Zusammenarbeit bei der Versorgung mit Graphit verständigt. Ein Vertrag liege noch nicht vor, teilten die Unternehmen mit.""",
        (
            Told(
                "talks|strategic_cooperation_agreement|supply_or_offtake",
                "Rheingold|Petrasca",
                status="agreed_in_principle",
                tags="raw_materials",
            ),
        ),
    ),
    Passage(
        "per-absichtserklaerung",
        """Ascalon Metals und die Montan-Stiftung Ruhr haben per Absichtserklärung vereinbart, gemeinsam eine Hydrometallurgie-Anlage für Schwarzmasse in Duisburg zu errichten.""",
        (Told("memorandum", "Ascalon Metals|Montan-Stiftung Ruhr", sited="Duisburg", tags="recycling"),),
    ),
    Passage(
        "investitionsvertrag-park",
        """Der chinesische Batteriehersteller Hanwei Energy unterzeichnete am 18. August einen Investitionsvertrag mit dem Verwaltungskomitee der Wirtschafts- und Technologieentwicklungszone Debrecen. Vorgesehen sind drei Bauabschnitte. In der ersten Phase entstehen für 7 Milliarden Yuan (rund 900 Millionen Euro) 20 GWh.""",
        (
            Told(
                "investment_agreement",
                "Hanwei Energy|Verwaltungskomitee der Wirtschafts- und Technologieentwicklungszone Debrecen",
            ),
        ),
    ),
    Passage(
        "tarif",
        """IG Metall und Arbeitgeberverband haben sich auf einen neuen Tarifvertrag für die Beschäftigten der Batteriewerke geeinigt. Der Abschluss wurde in der Nacht zum Donnerstag unterzeichnet und bringt 4,2 Prozent mehr Lohn.""",
        (),
    ),
    Passage(
        "markt",
        """Der Markt für stationäre Batteriespeicher ist im vergangenen Jahr um 28 Prozent gewachsen. Nach Zahlen des Branchenverbands wurden 5,4 GWh neu installiert. Die Preise für Zellen sanken auf unter 60 Dollar pro Kilowattstunde. Für 2026 rechnen Analysten mit Verträgen in Rekordhöhe.""",
        (),
    ),
    Passage(
        "kredit",
        """Nordvolta hat einen Kreditvertrag über 350 Millionen Euro mit einem Bankenkonsortium unterzeichnet. Mit dem Geld will der Zellhersteller seine Schulden ablösen.""",
        (),
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
        "partnerschaft-eingehen",
        """Ladenetzbetreiber Ampera Mobil und der Netzbetreiber Ostnetz gehen eine strategische Partnerschaft ein. Gemeinsam wollen sie 200 Schnellladestationen mit Pufferspeichern aus Second-Life-Batterien errichten. Die Unternehmen unterzeichneten am 3. Mai 2024 in Erfurt eine entsprechende Vereinbarung.""",
        (Told("strategic_cooperation_agreement", "Ampera Mobil|Ostnetz", event="Erfurt", tags="charging|second_life"),),
    ),
    Passage(
        "stadtseite",
        """Startseite > Aktuelles > Wirtschaft

Ansiedlung perfekt

Oberbürgermeister Kai Lindner und der Vorstandsvorsitzende der Kathotec AG, Dr. Sven Oltmann, setzten am Mittwochvormittag im Rathaus ihre Unterschriften unter den Grundstückskaufvertrag. Damit ist die Ansiedlung des Kathodenherstellers im Gewerbegebiet Ost besiegelt. Die Stadt Bitterfeld rechnet mit 150 neuen Arbeitsplätzen.""",
        (Told("contract|investment_agreement", "Kathotec AG|Stadt Bitterfeld", tags="materials"),),
    ),
    Passage(
        "adhoc",
        """Ad-hoc-Mitteilung: Solvent Lithium PLC unterzeichnet verbindliche Abnahmevereinbarung mit Badanor AG

Solvent Lithium PLC („Solvent“ oder die „Gesellschaft“) freut sich, den Abschluss einer verbindlichen Abnahmevereinbarung mit der Badanor AG über 10.000 Tonnen Lithiumhydroxid pro Jahr bekannt zu geben. Die Vereinbarung steht unter dem Vorbehalt der Zustimmung des Aufsichtsrats.""",
        (Told("supply_or_offtake", "Solvent Lithium PLC|Badanor AG", tags="raw_materials"),),
    ),
    Passage(
        "drei-und-zwei",
        """Die Voltana SE hat am Dienstag eine Lizenzvereinbarung mit dem Fraunhofer-Institut für Batterieforschung (IBF) und einen Liefervertrag mit der Kathotec AG unterzeichnet.""",
        (
            Told("contract", "Voltana SE|Fraunhofer-Institut für Batterieforschung"),
            Told("supply_or_offtake", "Voltana SE|Kathotec AG"),
        ),
    ),
    Passage(
        "agentur-mit-und",
        """BERLIN (Reuters) - Der Batteriekonzern Hanwei hat sich mit Thüringen auf den Ausbau seines Werks bei Arnstadt geeinigt. Wirtschaftsminister Olaf Reents und Hanwei-Europachef Li Wei unterzeichneten am Sonntag eine Absichtserklärung. Der Konzern will weitere 600 Millionen Euro investieren.""",
        (Told("memorandum", "Hanwei|Thüringen", tags="cells"),),
    ),
    Passage(
        "sport",
        """Der FC Kupferstadt hat den Vertrag mit Trainer Holger Maas vorzeitig verlängert. Hauptsponsor Voltana bleibt dem Verein ebenfalls treu.""",
        (),
    ),
    Passage(
        "gemeinsam-mit",
        """Gemeinsam mit der Universität Ulm und dem Maschinenbauer Häussler startet PackWerk ein Forschungsprojekt zur automatisierten Demontage. Der Kooperationsvertrag wurde am vergangenen Freitag in Ulm unterzeichnet.""",
        (
            Told(
                "strategic_cooperation_agreement|contract",
                "Universität Ulm|Häussler|PackWerk",
                event="Ulm",
                tags="dismantling|rnd",
            ),
        ),
    ),
    Passage(
        "zwei-seiten-handschlag",
        """Handschlag in Hannover: Der Zellfertiger Volterra und der Recyclingspezialist ReLion Metals machen gemeinsame Sache. Auf der Hannover Messe unterzeichneten die Vorstandschefs Jens Kübler (Volterra) und Aino Virtanen (ReLion) am 23. April eine Absichtserklärung über die Rücknahme von Produktionsausschuss. Bis zum Jahresende soll daraus ein verbindlicher Liefervertrag werden.""",
        (Told("memorandum", "Volterra|ReLion", event="Hannover", tags="recycling"),),
    ),
    Passage(
        "agentur-kurz",
        """STUTTGART (dpa-AFX) - Der Autozulieferer Mahlberg steigt in die Fertigung von Batteriegehäusen ein. Dazu wurde mit dem türkischen Partner Anadolu Kimya ein Gemeinschaftsunternehmen vereinbart, wie die im SDAX notierte Gesellschaft am Montag mitteilte. Mahlberg hält 51 Prozent. Die Aktie legte um 2,1 Prozent zu.""",
        (Told("joint_venture", "Mahlberg|Anadolu Kimya", status="signed", event="STUTTGART", tags="packs|materials"),),
    ),
    Passage(
        "land-und-firma",
        """Brandenburgs Wirtschaftsministerium und die Lithonia Deutschland GmbH haben am Donnerstag in Potsdam eine Ansiedlungsvereinbarung unterschrieben. Das Unternehmen will in Guben eine Raffinerie für batteriefähiges Lithiumhydroxid mit einer Jahreskapazität von 24.000 Tonnen errichten. „Wir werden noch in diesem Jahr den Grundstein legen“, kündigte Geschäftsführer Peer Lohmann an. Das Land fördert die Investition mit 40 Millionen Euro.""",
        (
            Told(
                "investment_agreement",
                "Wirtschaftsministerium|Lithonia Deutschland GmbH",
                event="Potsdam",
                sited="Guben",
                tags="raw_materials",
            ),
        ),
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
        "gab-bekannt-infinitiv",
        """Der US-Entwickler Ionmark Technologies gab bekannt, eine Lizenz- und Entwicklungsvereinbarung mit dem Autokonzern Albrecht Motoren unterzeichnet zu haben. Gemeinsam wollen die Partner Feststoffzellen zur Serienreife bringen.""",
        (Told("contract|strategic_cooperation_agreement", "Ionmark Technologies|Albrecht Motoren", tags="cells|rnd"),),
    ),
    Passage(
        "geplatzt",
        """Die geplante Partnerschaft zwischen dem Batteriehersteller Nordzelle und dem Start-up Kaltwerk ist geplatzt. Man habe sich nicht auf einen Vertrag einigen können, sagte eine Sprecherin. Im März hatten beide Unternehmen eine Absichtserklärung unterzeichnet.""",
        (Told("memorandum", "Nordzelle|Kaltwerk", historical=True),),
    ),
    Passage(
        "grundstein",
        """Salzgitter. Der Grundstein ist gelegt: Am Dienstag hat die Zellwerk Harz GmbH mit dem Bau ihrer Fabrik für Natrium-Ionen-Zellen im Gewerbegebiet Nord begonnen. Rund 700 Millionen Euro fließen in das Vorhaben, das im Endausbau 16 GWh pro Jahr liefern soll. Niedersachsens Ministerpräsident Henning Vogt und Oberbürgermeisterin Frauke Simon griffen zur Kelle.""",
        (
            Told(
                "construction_start",
                "Zellwerk Harz GmbH",
                status="under_construction",
                event="Salzgitter",
                tags="cells",
            ),
        ),
    ),
    Passage(
        "fabrik-offiziell",
        """Nach nur 18 Monaten Bauzeit hat die ReCircle Batterie GmbH ihre Anlage zur Aufbereitung von Schwarzmasse in Heide offiziell eröffnet. Zur Einweihung kamen rund 200 Gäste. Die Anlage verarbeitet 20.000 Tonnen im Jahr.""",
        (Told("commissioning", "ReCircle Batterie GmbH", status="operating", sited="Heide", tags="recycling"),),
    ),
    Passage(
        "china-deutsch-konferenz",
        """Auf der Weltkonferenz für Antriebsbatterien in Yibin sind am Sonntag 104 Projekte mit einem Gesamtvolumen von 73,2 Milliarden Yuan (rund 9,4 Milliarden Euro) unterzeichnet worden. Gastgeber der Veranstaltung ist die Provinzregierung von Sichuan. 97 der Projekte entfallen auf Yibin.""",
        (Told("signed_projects", number=104, event="Yibin"), Told("signed_projects", number=97)),
    ),
    Passage(
        "gemeinsame-erklaerung",
        """Deutschland und Chile wollen bei Lithium enger zusammenarbeiten. Bundeswirtschaftsministerin Karin Hollmann und ihr chilenischer Amtskollege Rodrigo Salas unterzeichneten in Santiago eine gemeinsame Erklärung zur Rohstoffpartnerschaft.""",
        (Told("memorandum", "", event="Santiago", tags="raw_materials"),),
    ),
    Passage(
        "vertragspartner-drei",
        """Die Stadtwerke Emsbüren, der Netzbetreiber Westgrid und das Start-up Zweitstrom haben einen Kooperationsvertrag unterzeichnet. Zweitstrom liefert dafür ausgediente Fahrzeugbatterien, die in Emsbüren zu einem Großspeicher zusammengeschaltet werden.""",
        (
            Told(
                "strategic_cooperation_agreement", "Stadtwerke Emsbüren|Westgrid|Zweitstrom", tags="second_life|storage"
            ),
        ),
    ),
    Passage(
        "tochter-konzern",
        """Die PowerSphere SE, eine Tochter des Wolfsburger Autobauers Allwagen, und die kanadische Borealis Nickel Corp. haben sich auf einen langfristigen Bezugsvertrag geeinigt. Borealis liefert von 2027 an Nickel aus seiner Mine in Québec. Der Vertrag sei am Freitag unterzeichnet worden, hieß es.""",
        (Told("supply_or_offtake", "PowerSphere SE|Borealis Nickel Corp", tags="raw_materials|mining"),),
    ),
    Passage(
        "zwei-vertraege",
        """Gleich zwei Verträge hat der Kathodenhersteller Oxidis am Donnerstag unter Dach und Fach gebracht: Mit dem Zellproduzenten Nordzelle wurde ein Liefervertrag über zunächst fünf Jahre geschlossen, mit der Hochschule Aalen eine Forschungskooperation vereinbart.""",
        (
            Told("supply_or_offtake", "Oxidis|Nordzelle", tags="materials"),
            Told(
                "strategic_cooperation_agreement", "Oxidis|Hochschule Aalen", status="agreed_in_principle", tags="rnd"
            ),
        ),
    ),
    Passage(
        "interview-zitat",
        """„Wir haben mit drei Autoherstellern Absichtserklärungen unterzeichnet und werden bald weitere Verträge schließen“, sagte Firmengründerin Lea Tann im Gespräch mit dieser Zeitung. Namen wollte sie nicht nennen. Die Zweitleben GmbH beschäftigt derzeit 45 Mitarbeiter.""",
        (),
    ),
    Passage(
        "produktnews",
        """Die Akkuschmiede Flux hat auf der IAA eine neue Hochvoltbatterie vorgestellt. Sie soll in zwölf Minuten von 10 auf 80 Prozent geladen werden. Die Serienproduktion ist für 2027 geplant. Verträge mit Kunden nannte Flux nicht.""",
        (),
    ),
    Passage(
        "zoll",
        """Die EU und China haben sich im Streit um Zölle auf Elektroautos angenähert. Beide Seiten vereinbarten am Freitag, über Mindestpreise weiterzuverhandeln. Ein Abkommen ist nach Angaben der Kommission noch nicht in Sicht.""",
        (),
    ),
    Passage(
        "verlaengerung",
        """Batterierücknahme: Die Stiftung Altakku und der Entsorger Reinbach verlängern ihre Zusammenarbeit. Der bis 2026 laufende Entsorgungsvertrag wurde um weitere vier Jahre verlängert, teilten beide Seiten mit.""",
        (Told("supply_or_offtake", "Stiftung Altakku|Reinbach", tags="recycling"),),
    ),
    Passage(
        "chinesische-pressemitteilung",
        """Ningde, 18. August 2023: Huaneng Zhongke New Energy Co., Ltd. (nachfolgend „Huaneng Zhongke“) und die Stadtregierung von Luoyang haben heute ein strategisches Kooperationsrahmenabkommen unterzeichnet. Demnach errichtet Huaneng Zhongke in Luoyang einen Produktionsstandort für Natrium-Ionen-Batterien. Am selben Tag schloss der Batteriekonzern aus Ningde ein weiteres Rahmenabkommen mit der Henan Investment Group.""",
        (
            Told(
                "strategic_cooperation_framework_agreement",
                "Huaneng Zhongke|Stadtregierung von Luoyang",
                event="Ningde",
                sited="Luoyang",
                tags="cells",
            ),
            Told("framework_agreement", "Huaneng Zhongke|Henan Investment Group"),
        ),
    ),
    Passage(
        "vertrag-unterschrift-nominal",
        """Mit der Unterzeichnung des Joint-Venture-Vertrags zwischen der Badenia Chemie AG und Solmaris Energy ist der Weg frei für den Bau eines Werks für Elektrolyte in Ludwigshafen. Die Kartellbehörden müssen noch zustimmen.""",
        (Told("joint_venture", "Badenia Chemie AG|Solmaris Energy", sited="Ludwigshafen", tags="materials"),),
    ),
    Passage(
        "vor-unterzeichnung",
        """Voltana steht nach Informationen aus Unternehmenskreisen kurz vor der Unterzeichnung eines Liefervertrags mit dem Lkw-Bauer Mannstein. Beide Firmen wollten die Gespräche nicht kommentieren.""",
        (),
    ),
    Passage(
        "wechselstationen",
        """Der chinesische Elektroautobauer Weihao und der Tankstellenbetreiber Aral-Nord bauen gemeinsam Batteriewechselstationen. Eine entsprechende Rahmenvereinbarung haben beide Unternehmen in Düsseldorf unterzeichnet. Bis 2028 sind 120 Stationen vorgesehen.""",
        (Told("framework_agreement", "Weihao|Aral-Nord", event="Düsseldorf", tags="swapping|vehicles"),),
    ),
    Passage(
        "lieferant-gesichert",
        """Der Speicherhersteller Sonnfeld hat sich Lithiumeisenphosphat-Zellen aus Ungarn gesichert. Mit dem Zellwerk von Hanwei in Debrecen wurde ein Vertrag über 3 GWh geschlossen, so Sonnfeld.""",
        (Told("contract|supply_or_offtake", "Sonnfeld|Hanwei", tags="cells"),),
    ),
    Passage(
        "about",
        """Kathodia und Nordvolta vereinbaren Recyclingpartnerschaft

Dortmund, 2. Februar 2026 – Die Kathodia AG und die Nordvolta GmbH haben eine Vereinbarung über das Recycling von Produktionsabfällen unterzeichnet. Kathodia übernimmt ab Juli jährlich bis zu 4.000 Tonnen Zellschrott aus dem Werk in Itzehoe.

Über Kathodia
Die Kathodia AG mit Sitz in Dortmund ist ein führender Hersteller von Kathodenmaterialien und beschäftigt 1.200 Mitarbeiter. 2023 schloss das Unternehmen einen Vertrag mit Skjold Mining.

Pressekontakt: Kathodia AG, Westfalenallee 10, 44139 Dortmund""",
        (
            Told(
                "contract|strategic_cooperation_agreement|supply_or_offtake",
                "Kathodia AG|Nordvolta GmbH",
                event="Dortmund",
                sited="Itzehoe",
                tags="recycling",
            ),
        ),
    ),
    Passage(
        "phasen",
        """Ludwigshafen/Debrecen. Der Batteriekonzern Sunwell und die Stadtverwaltung von Debrecen haben ein Investitionsabkommen geschlossen. Demnach entsteht im Industriepark Süd in drei Ausbaustufen eine Zellfabrik mit insgesamt 60 GWh. Die erste Phase mit 20 GWh kostet 12 Milliarden Yuan (rund 1,5 Milliarden Euro). Das Unternehmen rechnet mit bis zu 3.000 neuen Stellen.""",
        (
            Told(
                "investment_agreement",
                "Sunwell|Stadtverwaltung von Debrecen",
                event="Ludwigshafen",
                sited="Debrecen",
                tags="cells",
            ),
        ),
    ),
    Passage(
        "konzern-bezug",
        """Elbnickel baut sein Recyclinggeschäft aus. Der Hamburger Konzern unterzeichnete am Donnerstag mit dem französischen Entsorger Vertalis einen Vertrag über die Verwertung von Altbatterien aus Elektroautos. Vertalis sammelt die Batterien ein, Elbnickel gewinnt daraus Nickel, Kobalt und Lithium zurück. Über das Finanzvolumen machten die Unternehmen keine Angaben.""",
        (
            Told(
                "contract|supply_or_offtake|strategic_cooperation_agreement",
                "Elbnickel|Vertalis",
                tags="recycling|vehicles|raw_materials",
            ),
        ),
    ),
    Passage(
        "stadtrat",
        """Der Stadtrat von Eisenach hat am Montagabend mit großer Mehrheit dem Bebauungsplan für das Batteriewerk zugestimmt. Investor ist die Voltus Cell GmbH. Ein Ansiedlungsvertrag liegt bereits auf dem Tisch, unterschrieben ist er noch nicht. „Wir wollen bis Ostern fertig sein“, sagte Bürgermeisterin Carla Münch.""",
        (),
    ),
    Passage(
        "strategisch-besiegelt",
        """Handelskammer, Hochschule und Wirtschaft rücken zusammen: Die Hochschule Zwickau und die Erzgebirge Akku GmbH & Co. KG besiegelten gestern ihre strategische Partnerschaft. Im Mittelpunkt stehen die Reparatur und die Wiederaufarbeitung von Hochvoltspeichern.""",
        (
            Told(
                "strategic_cooperation_agreement",
                "Hochschule Zwickau|Erzgebirge Akku GmbH & Co. KG",
                tags="repair|remanufacturing",
            ),
        ),
    ),
    Passage(
        "loi-englisch",
        """Letter of Intent: Lilith Resources und BASE Cathodes prüfen gemeinsame Lithiumkonverter. Wie die australische Lilith Resources Ltd. (ASX: LLR) am 9. März mitteilte, wurde mit der BASE Cathodes GmbH ein nicht bindender Letter of Intent (LOI) unterzeichnet. Geprüft wird der Bau eines Konverters in Wilhelmshaven.""",
        (Told("memorandum", "Lilith Resources|BASE Cathodes", sited="Wilhelmshaven", tags="raw_materials"),),
    ),
    Passage(
        "delegation",
        """Wirtschaftsdelegation aus Shanxi zu Gast in Magdeburg

Magdeburg. Vertreter der Provinzregierung von Shanxi sind am Dienstag mit der Landesregierung von Sachsen-Anhalt zu einem Arbeitsgespräch zusammengekommen. Themen waren der Ausbau der Batterieforschung und die Ansiedlung chinesischer Zulieferer. Beide Seiten vereinbarten, den Austausch fortzusetzen.""",
        (
            Told(
                "talks",
                "Provinzregierung von Shanxi|Landesregierung von Sachsen-Anhalt",
                status="talks|agreed_in_principle",
                event="Magdeburg",
                tags="rnd",
            ),
        ),
    ),
    Passage(
        "lieferkette-fuenf",
        """Der Nutzfahrzeughersteller Traktor & Lenz bezieht künftig Batteriepacks von PackTec. Ein entsprechender Liefervertrag mit einer Laufzeit von acht Jahren sei unterzeichnet, teilte Traktor & Lenz am Mittwoch in Kassel mit. Ab 2026 sollen jährlich 15.000 Packs geliefert werden. Das Auftragsvolumen liegt bei mehr als 900 Millionen Euro.""",
        (Told("supply_or_offtake", "Traktor & Lenz|PackTec", tags="packs", event="Kassel"),),
    ),
    Passage(
        "foerderung",
        """Der Bund fördert die Batterieforschung mit weiteren 150 Millionen Euro. Das teilte das Forschungsministerium am Freitag mit. Die Mittel fließen in vier Kompetenzcluster an Universitäten. Die Entscheidung über eine Verlängerung fällt 2027.""",
        (),
    ),
    Passage(
        "gehaelter",
        """Die Beschäftigten der Batteriesparte von Rheingold bekommen mehr Geld. Unternehmen und Gesamtbetriebsrat unterzeichneten am Montag eine Vereinbarung zur Standortsicherung. Betriebsbedingte Kündigungen sind bis 2032 ausgeschlossen.""",
        (),
    ),
    Passage(
        "personalie",
        """Führungswechsel bei Nordvolta: Der Aufsichtsrat hat Dr. Petra Stern zur neuen Vorstandsvorsitzenden bestellt. Ihr Vertrag läuft über fünf Jahre. Stern kommt vom Zulieferer Mahlberg, wo sie das Batteriegeschäft verantwortete.""",
        (),
    ),
    Passage(
        "zwei-abkommen-zwischen",
        """Im Beisein von Bundeskanzler Moritz Ahrens wurden in Peking mehrere Abkommen unterzeichnet, darunter eine Absichtserklärung zwischen der Volta Motoren AG und der Jinhai Battery Co., Ltd. sowie ein Rahmenvertrag zwischen der Technischen Universität Clausthal und der Central China University.""",
        (
            Told("memorandum", "Volta Motoren AG|Jinhai Battery", event="Peking"),
            Told("framework_agreement", "Technische Universität Clausthal|Central China University", event="Peking"),
        ),
    ),
    Passage(
        "jv-gegruendet",
        """Zusammen mit dem japanischen Handelshaus Moritani hat der Schrottverwerter Eisen-Korte ein Joint Venture gegründet. Die neue Firma, an der Eisen-Korte 60 Prozent hält, wird in Bremerhaven ausgediente Antriebsbatterien zerlegen. Der Vertrag wurde Ende Mai unterschrieben.""",
        (Told("joint_venture", "Moritani|Eisen-Korte", sited="Bremerhaven", tags="dismantling"),),
    ),
    Passage(
        "auftrag-gewonnen",
        """Die Kieler Batteriespeicherfirma Speicherwerk Nord hat den Zuschlag für den größten Netzspeicher Schleswig-Holsteins erhalten. Auftraggeber ist der Netzbetreiber NordStrom. Der Vertrag über 62 Millionen Euro wurde in der vergangenen Woche unterschrieben.""",
        (Told("contract|supply_or_offtake", "Speicherwerk Nord|NordStrom", tags="storage"),),
    ),
    Passage(
        "aufgeschoben",
        """Die für Montag angesetzte Unterzeichnung des Kooperationsvertrags zwischen der Stadt Gera und der Firma Lithium Ost wurde kurzfristig verschoben. Einen neuen Termin gibt es noch nicht.""",
        (),
    ),
    Passage(
        "auslauf",
        """Skepsis bei Kaltwerk: Nach dem Aus für die Zellfabrik in Arnsberg hat Albrecht Motoren den 2022 geschlossenen Rahmenvertrag mit dem Start-up aufgelöst.""",
        (Told("framework_agreement", "Kaltwerk|Albrecht Motoren", status="terminated"),),
    ),
    Passage(
        "produktionsstart",
        """In Kamenz laufen seit Montag Batterien vom Band: Die Oberlausitz Energiespeicher GmbH, an der die Schweizer Helvolt Holding beteiligt ist, hat die Serienproduktion von Heimspeichern aufgenommen. Zunächst sind 50.000 Einheiten im Jahr geplant.""",
        (
            Told(
                "commissioning", "Oberlausitz Energiespeicher GmbH", status="operating", sited="Kamenz", tags="storage"
            ),
        ),
    ),
    Passage(
        "hv-genitiv",
        """Die Vorstände der Chemiewerke Leuna AG und der finnischen Kobaltti Oy, Jürgen Pohl und Satu Niemi, unterzeichneten in Helsinki einen Abnahmevertrag für Kobaltsulfat. Er sichert dem ostdeutschen Unternehmen bis 2033 jährlich 3000 Tonnen.""",
        (Told("supply_or_offtake", "Chemiewerke Leuna AG|Kobaltti Oy", event="Helsinki", tags="raw_materials"),),
    ),
    Passage(
        "mitglied",
        """GreenPack tritt dem Verband der Batterierecycler bei. Die Mitgliederversammlung stimmte dem Aufnahmeantrag zu. Der Verband vertritt nun 34 Firmen.""",
        (),
    ),
    Passage(
        "vereinbarung-mehrere",
        """Das Königsteiner Unternehmen Saxlith hat mit drei Partnern Vereinbarungen über die Abnahme von Lithiumcarbonat getroffen: mit dem Kathodenhersteller Oxidis, dem Zellproduzenten Nordzelle und der Handelsfirma Petrasca.""",
        (Told("supply_or_offtake", "Saxlith|Oxidis|Nordzelle|Petrasca", tags="raw_materials"),),
    ),
    Passage(
        "grenzenlos-verhandlung",
        """Nordvolta verhandelt mit der Landesregierung von Schleswig-Holstein über weitere Hilfen für die Fabrik in Heide. Eine Einigung gibt es bislang nicht. In der vergangenen Woche hatten sich Vertreter beider Seiten in Kiel getroffen.""",
        (Told("talks", "Nordvolta|Landesregierung von Schleswig-Holstein", status="talks"),),
    ),
    Passage(
        "stadt-web",
        """Stadt Brandis
Rathaus · Bürgerservice · Wirtschaft

Unternehmen

Vertrag mit Zellhersteller unterschrieben

12.05.2025

Die Stadt Brandis und die Firma Celllion Germany GmbH haben am heutigen Montag den Kaufvertrag für ein 22 Hektar großes Grundstück im Gewerbepark „An der Autobahn“ unterzeichnet. Celllion will dort bis Ende 2027 eine Fertigung für Pouchzellen aufbauen und rund 450 Menschen beschäftigen. „Das ist ein guter Tag für Brandis“, so Bürgermeister Arno Jesse.

Besucherzähler: 18.442""",
        (
            Told(
                "investment_agreement|supply_or_offtake|contract",
                "Stadt Brandis|Celllion Germany GmbH",
                sited="Brandis",
                tags="cells",
            ),
        ),
    ),
    Passage(
        "definierte-kurzform",
        """Die Hessische Kreislaufwirtschaft AG (im Folgenden „HKW“) und die Zhejiang Tianrun Recycling Technology Co., Ltd. (kurz: Tianrun) geben den Abschluss eines Kooperationsvertrags bekannt. HKW und Tianrun werden in Hanau eine Pilotanlage zur hydrometallurgischen Aufbereitung errichten. Tianrun ist eine Mehrheitsbeteiligung der Tianrun Group.""",
        (
            Told(
                "strategic_cooperation_agreement",
                "Hessische Kreislaufwirtschaft AG|Zhejiang Tianrun Recycling Technology Co., Ltd.",
                sited="Hanau",
                tags="recycling",
            ),
        ),
    ),
    Passage(
        "mou-drei-laender",
        """Rohstoffe: Kanadas Nickelförderer North Arrow liefert nach Brandenburg. Der Vorvertrag mit dem Schwarzheider Kathodenwerk der BASIS SE wurde am Rande des Rohstoffgipfels in Toronto unterzeichnet, berichtete die Zeitung „Märkische Post“. Vereinbart sind 15.000 Tonnen Nickel pro Jahr.""",
        (Told("memorandum", "North Arrow|BASIS SE", event="Toronto", tags="raw_materials|materials"),),
    ),
    Passage(
        "joint-dev",
        """Festkörperbatterie: Weltmarktführer für Maschinenbau kooperiert mit Start-up

Die Trumpke SE und das Aachener Start-up Solidion haben ein Joint Development Agreement geschlossen. Die Vereinbarung läuft über drei Jahre und umfasst die gemeinsame Entwicklung von Laserprozessen für die Elektrodenfertigung.""",
        (Told("contract|strategic_cooperation_agreement", "Trumpke SE|Solidion", tags="rnd|materials|cells"),),
    ),
    Passage(
        "bahn-speicher",
        """DB Regio Nordost hat beim Zughersteller Stahlross 44 Batterietriebzüge bestellt. Der Vertrag hat ein Volumen von 310 Millionen Euro. Unterzeichnet wurde er am 14. Juni in Berlin von DB-Regio-Chefin Evelyn Paltz und Stahlross-Geschäftsführer Jürg Amstutz.""",
        (Told("supply_or_offtake", "DB Regio Nordost|Stahlross", event="Berlin", tags="vehicles"),),
    ),
    Passage(
        "gipfel-teilmenge",
        """Zum Abschluss der Internationalen Messe für neue Energien in Changzhou wurden 58 Kooperationsvorhaben besiegelt, darunter 23 mit ausländischen Firmen. Das Investitionsvolumen beläuft sich auf insgesamt 41,6 Milliarden Yuan (etwa 5,3 Milliarden Euro).""",
        (Told("signed_projects", number=58, event="Changzhou"), Told("signed_projects", number=23)),
    ),
    Passage(
        "dementi2",
        """Rheingold weist Bericht über Zellpartnerschaft zurück. Der Autobauer hat nach eigenen Angaben keinen Vertrag mit dem chinesischen Zellhersteller Jinhai abgeschlossen. Man führe mit mehreren Anbietern Gespräche, so ein Konzernsprecher.""",
        (),
    ),
    Passage(
        "verzoegert",
        """Der Baubeginn für das Batteriewerk von Celllion in Brandis verzögert sich. Ursprünglich sollte der erste Spatenstich im Frühjahr erfolgen. Nun ist von Ende 2026 die Rede.""",
        (),
    ),
    Passage(
        "vergangenheit-portraet",
        """Gegründet 2014 in Freiberg, zählt Erzkreis heute zu den Pionieren des Batterierecyclings. 2019 schloss das Unternehmen seinen ersten Liefervertrag mit der Autowerke Zwickau AG. Heute arbeiten 180 Menschen an zwei Standorten.""",
        (Told("supply_or_offtake", "Erzkreis|Autowerke Zwickau AG", historical=True),),
    ),
    Passage(
        "handelsregister-notiz",
        """Die Mitteldeutsche Batteriesammel GmbH und der Abfallzweckverband Saale-Orla haben ihren Vertrag über die Rücknahme von E-Bike-Akkus verlängert. Das teilte der Zweckverband am Freitag in Pößneck mit.""",
        (
            Told(
                "contract|supply_or_offtake",
                "Mitteldeutsche Batteriesammel GmbH|Abfallzweckverband Saale-Orla",
                tags="recycling",
            ),
        ),
    ),
    Passage(
        "ministerpraesident",
        """Sachsen-Anhalts Ministerpräsident Rolf Bender hat sich in Peking mit der Führung des Batteriekonzerns Hanwei getroffen. Bei dem Gespräch ging es um eine mögliche Ansiedlung im Raum Magdeburg. Konkrete Zusagen gab es nicht.""",
        (Told("talks", "Hanwei|Sachsen-Anhalt", status="talks", event="Peking"),),
    ),
    Passage(
        "absicht-vier",
        """Vier Partner, ein Ziel: Die Universität Bayreuth, das Fraunhofer-Zentrum für Hochtemperatur-Leichtbau, der Autozulieferer Brosius und die Stadt Kronach wollen gemeinsam ein Batterieforschungszentrum aufbauen. Am Freitag unterzeichneten sie dazu ein Memorandum of Understanding.""",
        (Told("memorandum", "Universität Bayreuth|Fraunhofer-Zentrum|Brosius|Stadt Kronach", tags="rnd"),),
    ),
    Passage(
        "verkauf",
        """Der Finanzinvestor Blackwood übernimmt 40 Prozent am Ladesäulenbetreiber Stromtanke. Über den Kaufpreis wurde Stillschweigen vereinbart. Die Kartellbehörden müssen dem Einstieg noch zustimmen.""",
        (),
    ),
    Passage(
        "rede-versprechen",
        """Bei der Eröffnung der Batteriewoche versprach Hanwei-Gründer Liu Peng weitere Investitionen. „Wir sind bereit, in den kommenden Jahren fünf Milliarden Euro in Europa zu investieren und Verträge mit lokalen Partnern zu unterzeichnen“, sagte er vor 600 Gästen in Budapest. Zusagen für einen bestimmten Standort machte er nicht.""",
        (),
    ),
    Passage(
        "exklusiv-vertrag",
        """Exklusivvertrag für Anodenmaterial: Die norwegische Vikarbon AS wird alleiniger Lieferant der Elbzell AG. Den entsprechenden Vertrag haben beide Unternehmen Ende September in Oslo unterzeichnet. Vikarbon liefert demnach ab 2027 jährlich 9.000 Tonnen synthetischen Graphit.""",
        (Told("contract|supply_or_offtake", "Vikarbon AS|Elbzell AG", event="Oslo", tags="materials|raw_materials"),),
    ),
    Passage(
        "dreier-jv",
        """Stahlkonzern Salzach, Energieversorger Donaustrom und die slowakische InoBatt a.s. gründen ein gemeinsames Unternehmen für Second-Life-Speicher. Die Partner unterzeichneten am Montag in Bratislava den Gesellschaftervertrag. Salzach wird 45 Prozent der Anteile halten, Donaustrom und InoBatt je 27,5 Prozent.""",
        (Told("joint_venture", "Salzach|Donaustrom|InoBatt a.s.", event="Bratislava", tags="second_life|storage"),),
    ),
    Passage(
        "kapazitaet-erweitert",
        """Die Kathodia AG nimmt in Schkopau eine zweite Produktionslinie in Betrieb. Damit verdoppelt sich die Kapazität auf 40.000 Tonnen Kathodenmaterial im Jahr. In die Erweiterung flossen 85 Millionen Euro.""",
        (Told("commissioning", "Kathodia AG", status="operating", sited="Schkopau", tags="materials"),),
    ),
    Passage(
        "parkkomitee",
        """Am 6. März 2025 unterzeichneten das Verwaltungskomitee der Hightech-Zone Hefei und die Anhui Gotai Power Battery Co., Ltd. einen Investitionsvertrag. Das Projekt mit einer Gesamtinvestition von 11,8 Milliarden Yuan wird in zwei Phasen umgesetzt; Phase eins umfasst 15 GWh, Phase zwei weitere 25 GWh. Nach Fertigstellung wird ein jährlicher Produktionswert von 20 Milliarden Yuan erwartet.""",
        (
            Told(
                "investment_agreement",
                "Verwaltungskomitee der Hightech-Zone Hefei|Anhui Gotai Power Battery Co., Ltd.",
                tags="",
            ),
        ),
    ),
    Passage(
        "zusammenarbeit-kurz",
        """Varion und Westgrid arbeiten künftig bei Großspeichern zusammen. Das haben die Unternehmen am Dienstag in einer Absichtserklärung festgehalten.""",
        (Told("memorandum", "Varion|Westgrid", tags="storage"),),
    ),
    Passage(
        "rahmen-und-einzel",
        """Nordvolta hat mit der Bahnlogistik Nord GmbH einen Rahmenvertrag über Batterietransporte geschlossen. Darüber hinaus unterzeichnete der Zellhersteller mit der Hafengesellschaft Brunsbüttel einen Vertrag über Lagerflächen.""",
        (
            Told("framework_agreement", "Nordvolta|Bahnlogistik Nord GmbH"),
            Told("contract", "Nordvolta|Hafengesellschaft Brunsbüttel"),
        ),
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
        "b2",
        """Rund um den Batteriestandort Salzwedel tut sich etwas. Der Landkreis Altmark und der taiwanische Hersteller Formorex haben vergangene Woche einen Vorvertrag geschlossen. Formorex möchte eine Fabrik für Separatorfolien hochziehen, die Rede ist von 260 Millionen Euro. Landrat Kuno Behrends bestätigte den Vorgang am Montag.""",
        (Told("memorandum", "Landkreis Altmark|Formorex", tags="materials"),),
    ),
    Passage(
        "b3",
        """Die drei Unternehmen Kaltenbach Recycling, Odenwald Logistik und die Saarbrücker Softwareschmiede Tracelion haben sich zu einer strategischen Allianz zusammengeschlossen. Die Kooperationsvereinbarung wurde am 9. Oktober auf der Fachmesse Recycle Expo in Essen unterzeichnet.""",
        (Told("strategic_cooperation_agreement", "Kaltenbach Recycling|Odenwald Logistik|Tracelion", event="Essen"),),
    ),
    Passage(
        "b4",
        """Peking/Berlin - Die Staatskanzlei in Potsdam hat einen Bericht des Magazins „Wirtschaftsblick“ zurückgewiesen, wonach das Land bereits einen Vertrag mit dem chinesischen Batteriehersteller Sunwell geschlossen habe. Es gebe lediglich Gespräche auf Arbeitsebene.""",
        (),
    ),
    Passage(
        "b5",
        """Auf dem Nationalen Batterieforum 2025 in Wuhan kamen insgesamt 41 Kooperationsabkommen zustande. Das Gesamtvolumen bezifferten die Organisatoren auf 28,6 Mrd. Yuan (ca. 3,7 Mrd. Euro). Allein 17 Projekte davon betreffen das Recycling.""",
        (Told("signed_projects", number=41, event="Wuhan"), Told("signed_projects", number=17)),
    ),
    Passage(
        "b6",
        """Der Vorstand der Stadtwerke Flensburg hat grünes Licht gegeben: Im Herbst entsteht am Hafen ein Speicher mit 60 MWh. Geliefert werden die Container von der Berliner Enerkraft GmbH, mit der die Stadtwerke am Freitag einen Liefer- und Wartungsvertrag unterzeichneten.""",
        (Told("supply_or_offtake|contract", "Stadtwerke Flensburg|Enerkraft GmbH", tags="storage|repair"),),
    ),
    Passage(
        "b7",
        """Volterra und Rheingold haben ihre 2021 geschlossene Entwicklungspartnerschaft für Festkörperzellen einvernehmlich beendet. Das bestätigten Sprecher beider Unternehmen dem „Handelsboten“. Zu den Gründen wollten sie sich nicht äußern.""",
        (Told("strategic_cooperation_agreement", "Volterra|Rheingold", status="terminated"),),
    ),
    Passage(
        "b8",
        """Seit Montag rollen in der neuen Fabrik der Akkurat Systems GmbH in Zwickau Batteriemodule vom Band. Bürgermeister und Belegschaft feierten den Produktionsstart mit einem Tag der offenen Tür. 2026 soll die Kapazität auf 5 GWh steigen.""",
        (Told("commissioning", "Akkurat Systems GmbH", status="operating", sited="Zwickau", tags="packs"),),
    ),
    Passage(
        "b9",
        """Die EU-Kommission hat die staatliche Beihilfe für die Batteriefabrik in Heide genehmigt. Damit kann das Unternehmen Fördermittel von bis zu 902 Millionen Euro erhalten. Die Entscheidung fiel am Montag in Brüssel.""",
        (),
    ),
    Passage(
        "b10",
        """„Wir haben heute Geschichte geschrieben“, rief Firmenchef Wang Lei den Gästen zu. Kurz zuvor hatte er mit Thüringens Wirtschaftsministerin Sabine Kroll das Ansiedlungsabkommen unterzeichnet. Wangs Konzern Tianma New Energy wird am Erfurter Kreuz eine Fabrik für 14 GWh bauen. Die Investition liegt bei 1,8 Milliarden Euro, davon 240 Millionen in der ersten Phase.""",
        (Told("investment_agreement", "Tianma New Energy|Thüringen"),),
    ),
    Passage(
        "b11",
        """Nach monatelangen Verhandlungen haben sich Nordmetall und der Betriebsrat auf einen Sozialplan verständigt. 210 Stellen in der Batteriesparte fallen weg. Die Vereinbarung wurde am Mittwoch unterzeichnet.""",
        (),
    ),
    Passage(
        "b12",
        """Die Helvolt Holding AG (SIX: HELV) meldet den Abschluss eines Rahmenliefervertrags mit einem führenden europäischen Nutzfahrzeughersteller. Der Vertrag umfasst die Lieferung von Batteriesystemen im Wert von rund 310 Mio. Franken bis 2031. Der Name des Kunden wurde nicht genannt.""",
        (Told("supply_or_offtake|framework_agreement", "Helvolt Holding AG", tags="packs"),),
    ),
    Passage(
        "b13",
        """Die beiden Landesregierungen von Sachsen und Brandenburg sowie der Verein Lausitzer Kreislauf e. V. haben in Cottbus eine gemeinsame Erklärung zur Förderung des Batterierecyclings unterzeichnet.""",
        (Told("memorandum", "Sachsen|Brandenburg|Lausitzer Kreislauf", event="Cottbus", tags="recycling"),),
    ),
    Passage(
        "b14",
        """Batterien aus dem Bus werden zum Speicher: Die Leipziger Verkehrsbetriebe geben ihre ausgemusterten Akkus künftig an Zweitvolt ab. Das Dresdner Start-up und das kommunale Unternehmen unterschrieben dazu am Dienstag einen Vertrag.""",
        (Told("contract|supply_or_offtake", "Leipziger Verkehrsbetriebe|Zweitvolt", tags="second_life|vehicles"),),
    ),
    Passage(
        "b15",
        """Siegener Anlagenbauer baut Kathodenfabrik in Marokko: Der Maschinenbauer Hollenberg SE hat von der marokkanischen Cobalt Atlas SA einen Auftrag über den Bau einer Kathodenfabrik in Jorf Lasfar erhalten. Der Auftragswert liegt im dreistelligen Millionenbereich. Baubeginn ist für Frühjahr 2026 vorgesehen.""",
        (
            Told(
                "contract|supply_or_offtake|investment_agreement",
                "Hollenberg SE|Cobalt Atlas SA",
                sited="Jorf Lasfar",
                tags="materials",
            ),
        ),
    ),
    Passage(
        "c1",
        """Memmingen, 4. September 2025 – Die Allgäu Mobility SE und ihr Partner Tōkai Denchi K.K. aus Nagoya haben ihre im Frühjahr angekündigte Zusammenarbeit vertraglich besiegelt. Gegenstand des Vertrags ist die Montage von Batteriepacks für landwirtschaftliche Fahrzeuge am Standort Memmingen. Der Konzern aus Japan steuert die Zellen bei.""",
        (
            Told(
                "strategic_cooperation_agreement|contract",
                "Allgäu Mobility SE|Tōkai Denchi",
                event="Memmingen",
                sited="Memmingen",
                tags="packs|vehicles|cells",
            ),
        ),
    ),
    Passage(
        "c2",
        """In Gegenwart von Landesumweltminister Klaas Petersen tauschten Vertreter der Reederei Nordsee-Fähren und des Batteriebauers Akasea am Donnerstag in Emden die unterschriebenen Verträge aus. Akasea rüstet drei Fähren mit je 4 MWh großen Speichern aus.""",
        (Told("contract|supply_or_offtake", "Nordsee-Fähren|Akasea", event="Emden", tags="storage"),),
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
    Passage(
        "c4",
        """Zellproduktion: Rheingold und Jinhai loten Partnerschaft aus. Wie aus Konzernkreisen verlautete, trafen sich Spitzenmanager beider Unternehmen in Shanghai. Unterschriften gab es nicht.""",
        (Told("talks", "Rheingold|Jinhai", status="talks", event="Shanghai", tags="cells"),),
    ),
    Passage(
        "c5",
        """Der österreichische Batteriespezialist Donau-Cell und das Forschungsinstitut Campus Silicon wurden sich handelseinig: Für zunächst vier Jahre entwickeln beide gemeinsam Siliziumanoden. Einen entsprechenden F&E-Vertrag unterschrieben die Geschäftsführer Lukas Reiter und Beate Hofer.""",
        (Told("contract", "Donau-Cell|Campus Silicon", tags="rnd|materials"),),
    ),
    Passage(
        "c6",
        """Die Inbetriebnahme der Pilotanlage in Wesseling ist nach Angaben der Betreiberin LithRec GmbH am 1. April erfolgt. Die Anlage gewinnt täglich zwei Tonnen Schwarzmasse.""",
        (Told("commissioning", "LithRec GmbH", status="operating", sited="Wesseling", tags="recycling"),),
    ),
    Passage(
        "c7",
        """Ladesäulen am Supermarkt: Der Discounter Billo hat sein Ladenetz im ersten Halbjahr um 140 Punkte erweitert. Insgesamt betreibt das Unternehmen nun 1.900 Ladepunkte. Einen neuen Stromliefervertrag will Billo im Winter ausschreiben.""",
        (),
    ),
    Passage(
        "c8",
        """Am 18. August 2023 haben die Volksregierung der Stadt Jiujiang und die Gan Li Battery Group Co., Ltd. (nachfolgend: Gan Li) eine Vereinbarung über strategische Zusammenarbeit geschlossen. Am selben Tag vereinbarte Gan Li mit der Universität Nanchang die Gründung eines gemeinsamen Forschungsinstituts. Die jährliche Produktion des geplanten Werks wird mit 30 GWh angegeben.""",
        (
            Told("strategic_cooperation_agreement", "Jiujiang|Gan Li Battery Group", sited="Jiujiang"),
            Told(
                "talks|strategic_cooperation_agreement|joint_venture|contract",
                "Gan Li|Universität Nanchang",
                status="agreed_in_principle|signed",
                tags="rnd",
            ),
        ),
    ),
    # Figures told in sentences after the act, and figures of something else beside them.
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
    # A contract that is told by what it provides.
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
    # Several pairs, each with „mit“.
    Passage(
        "pairs-one",
        """Auf dem Speichertag unterzeichneten Nordsolar Speicherwerke mit der Stadt Bernburg eine Kooperationsvereinbarung, die Lithora SE mit dem Institut für Elektrochemie Jena einen Forschungsvertrag und Zellwerk Altmark mit Kopernik Batteries einen Liefervertrag.""",
        (
            Told("strategic_cooperation_agreement", "Nordsolar|Bernburg"),
            Told("contract", "Lithora|Institut für Elektrochemie"),
            Told("supply_or_offtake", "Zellwerk Altmark|Kopernik Batteries"),
        ),
    ),
    Passage(
        "pairs-two",
        """Absichtserklärungen unterschrieben am Dienstag die Voltana SE mit der Gemeinde Lohsa (Großspeicher) sowie Rheinnickel Raffination mit der TU Clausthal (Hydrometallurgie).""",
        (Told("memorandum", "Voltana|Lohsa"), Told("memorandum", "Rheinnickel|TU Clausthal")),
    ),
    Passage(
        "pairs-three",
        """Die Kathotec AG hat mit der Voltana SE und der Lithora SE einen Rahmenvertrag geschlossen; die Anodix GmbH verhandelt mit der Stadt Guben.""",
        (Told("framework_agreement", "Kathotec|Voltana|Lithora"),),
    ),
    # Conference totals with a part in words, and one agreement out of them.
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
        "total-none",
        """Vorgesehen sind 220 Stellen, davon 30 Ausbildungsplätze und 15 für Ingenieure. Davon profitieren auch 40 Zulieferer der Region. Einen Vertrag gibt es noch nicht.""",
        (),
    ),
    # Existing plants, state money, markets and the past belong to no agreement.
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
    # Places: no dateline, no seat of a partner; the works, „bei“ an unknown place, the one town that is named.
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
