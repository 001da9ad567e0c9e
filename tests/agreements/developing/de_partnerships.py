# ruff: noqa: E501
"""German passages about partnerships, frameworks and contracts at large. Every name is invented."""

from tests.agreements.developing.de_shapes import Passage, Told

PASSAGES = (
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
        "passiv-agens",
        """Der Rahmenvertrag wurde am 4. Juni 2024 von der Landesregierung Brandenburg und der Firma Zellwerk Cottbus GmbH in Potsdam unterzeichnet. Er sieht die Ansiedlung einer Batteriefabrik mit einer Kapazität von 12 GWh pro Jahr vor. Ministerpräsident Jörn Albrecht war bei der Zeremonie zugegen.""",
        (Told("framework_agreement", "Landesregierung Brandenburg|Zellwerk Cottbus GmbH", event="Potsdam"),),
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
        "gab-bekannt-infinitiv",
        """Der US-Entwickler Ionmark Technologies gab bekannt, eine Lizenz- und Entwicklungsvereinbarung mit dem Autokonzern Albrecht Motoren unterzeichnet zu haben. Gemeinsam wollen die Partner Feststoffzellen zur Serienreife bringen.""",
        (Told("contract|strategic_cooperation_agreement", "Ionmark Technologies|Albrecht Motoren", tags="cells|rnd"),),
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
        "auftrag-gewonnen",
        """Die Kieler Batteriespeicherfirma Speicherwerk Nord hat den Zuschlag für den größten Netzspeicher Schleswig-Holsteins erhalten. Auftraggeber ist der Netzbetreiber NordStrom. Der Vertrag über 62 Millionen Euro wurde in der vergangenen Woche unterschrieben.""",
        (Told("contract|supply_or_offtake", "Speicherwerk Nord|NordStrom", tags="storage"),),
    ),
    Passage(
        "auslauf",
        """Skepsis bei Kaltwerk: Nach dem Aus für die Zellfabrik in Arnsberg hat Albrecht Motoren den 2022 geschlossenen Rahmenvertrag mit dem Start-up aufgelöst.""",
        (Told("framework_agreement", "Kaltwerk|Albrecht Motoren", status="terminated"),),
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
        "joint-dev",
        """Festkörperbatterie: Weltmarktführer für Maschinenbau kooperiert mit Start-up

Die Trumpke SE und das Aachener Start-up Solidion haben ein Joint Development Agreement geschlossen. Die Vereinbarung läuft über drei Jahre und umfasst die gemeinsame Entwicklung von Laserprozessen für die Elektrodenfertigung.""",
        (Told("contract|strategic_cooperation_agreement", "Trumpke SE|Solidion", tags="rnd|materials|cells"),),
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
        "exklusiv-vertrag",
        """Exklusivvertrag für Anodenmaterial: Die norwegische Vikarbon AS wird alleiniger Lieferant der Elbzell AG. Den entsprechenden Vertrag haben beide Unternehmen Ende September in Oslo unterzeichnet. Vikarbon liefert demnach ab 2027 jährlich 9.000 Tonnen synthetischen Graphit.""",
        (Told("contract|supply_or_offtake", "Vikarbon AS|Elbzell AG", event="Oslo", tags="materials|raw_materials"),),
    ),
    Passage(
        "b3",
        """Die drei Unternehmen Kaltenbach Recycling, Odenwald Logistik und die Saarbrücker Softwareschmiede Tracelion haben sich zu einer strategischen Allianz zusammengeschlossen. Die Kooperationsvereinbarung wurde am 9. Oktober auf der Fachmesse Recycle Expo in Essen unterzeichnet.""",
        (Told("strategic_cooperation_agreement", "Kaltenbach Recycling|Odenwald Logistik|Tracelion", event="Essen"),),
    ),
    Passage(
        "b7",
        """Volterra und Rheingold haben ihre 2021 geschlossene Entwicklungspartnerschaft für Festkörperzellen einvernehmlich beendet. Das bestätigten Sprecher beider Unternehmen dem „Handelsboten“. Zu den Gründen wollten sie sich nicht äußern.""",
        (Told("strategic_cooperation_agreement", "Volterra|Rheingold", status="terminated"),),
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
        "c5",
        """Der österreichische Batteriespezialist Donau-Cell und das Forschungsinstitut Campus Silicon wurden sich handelseinig: Für zunächst vier Jahre entwickeln beide gemeinsam Siliziumanoden. Einen entsprechenden F&E-Vertrag unterschrieben die Geschäftsführer Lukas Reiter und Beate Hofer.""",
        (Told("contract", "Donau-Cell|Campus Silicon", tags="rnd|materials"),),
    ),
    Passage(
        "pairs-three",
        """Die Kathotec AG hat mit der Voltana SE und der Lithora SE einen Rahmenvertrag geschlossen; die Anodix GmbH verhandelt mit der Stadt Guben.""",
        (Told("framework_agreement", "Kathotec|Voltana|Lithora"),),
    ),
)
