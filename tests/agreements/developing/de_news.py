# ruff: noqa: E501
"""German news of many kinds with what surrounds it: other companies' figures, state money, notes, addresses; invented."""

from tests.agreements.developing.de_shapes import Passage, Told

PASSAGES = (
    Passage(
        "zehnjahresvertrag",
        """Havelmetall und Fjordcell besiegeln Zehnjahresvertrag

Rathenow (kna) – Der Kathodenproduzent Havelmetall beliefert ab dem kommenden Jahr den norwegischen Zellhersteller Fjordcell AS. Einen entsprechenden Vertrag über zehn Jahre unterzeichneten beide Unternehmen am Donnerstag in Oslo. Vorgesehen ist die Lieferung von jährlich 22.000 Tonnen LFP-Kathodenmaterial; das Auftragsvolumen beziffert Havelmetall auf 1,1 Milliarden Euro.

Für die zusätzlichen Mengen baut das brandenburgische Unternehmen am Stammsitz eine dritte Linie, die 140 Millionen Euro kosten und 95 Arbeitsplätze bringen soll. Das Land hat dafür 21 Millionen Euro Förderung in Aussicht gestellt. Bislang beschäftigt Havelmetall 410 Menschen.

Im März 2023 hatte der Hersteller bereits mit der schwedischen Nordskär AB einen Rahmenvertrag geschlossen, der jedoch nie mit Leben gefüllt wurde.

„Wir werden noch in diesem Jahr einen weiteren Großkunden unter Vertrag nehmen“, kündigte Vorstandschef Holm Riemann an.

Veröffentlicht: 14.03.2025""",
        (
            Told("contract|supply_or_offtake", "Havelmetall|Fjordcell", event="Oslo", tags="materials"),
            Told("framework_agreement", "Havelmetall|Nordskär", historical=True),
        ),
    ),
    Passage(
        "schweizer-ansiedlung",
        """Medienmitteilung
Olten, 3. September 2024

Aarecell AG und Kanton Solothurn unterschreiben Ansiedlungsvereinbarung

Die Aarecell AG (nachfolgend «Aarecell») und der Kanton Solothurn haben gestern eine Vereinbarung über den Bau einer Fabrik für Rundzellen in Olten unterschrieben. In einer ersten Etappe investiert das Unternehmen CHF 240 Mio. (rund EUR 255 Mio.), die Kapazität beträgt zunächst 2,5 GWh pro Jahr. Bis 2029 soll sie auf 8 GWh wachsen; dafür wären weitere CHF 310 Mio. nötig.

Regierungsrätin Monika Hürzeler sprach von einem «Meilenstein für den Industriestandort». Am Anlass nahm auch Stadtpräsident Thomas Iseli teil.

Über Aarecell
Aarecell entwickelt seit 2016 Batteriezellen und beschäftigt 180 Mitarbeitende. Das Unternehmen hat 2022 einen Liefervertrag mit einem deutschen Automobilhersteller abgeschlossen.

Kontakt: Aarecell AG, Medienstelle, Tel. +41 62 555 01 01""",
        (
            Told(
                "investment_agreement",
                "Aarecell|Solothurn",
                tags="cells",
                figures="240000000 CHF|2.5 GWh/a",
                date="2024-09-02",
            ),
        ),
    ),
    Passage(
        "branchenzahlen",
        """Jahresbilanz der Batteriebranche: Mehr Recycling, weniger Zellen

Die deutschen Batterierecycler haben im vergangenen Jahr 94.000 Tonnen Altbatterien verarbeitet, teilte der Verband Kreislauf Batterie am Montag in Berlin mit. Der Branchenumsatz stieg um 11 Prozent auf 1,4 Milliarden Euro. Die Zahl der Beschäftigten wuchs auf 3.900.

Der Verband fordert, die EU-Batterieverordnung rasch umzusetzen. „Wir brauchen einen Pakt zwischen Autoindustrie und Recyclern“, sagte Präsidentin Ulrike Fahrenholz. Die Tarifpartner einigten sich im Mai auf 3,1 Prozent mehr Lohn.""",
        (),
    ),
    Passage(
        "forum-mit-teilmenge",
        """Auf dem Batterieforum Deutschland in Berlin sind am Mittwoch und Donnerstag 17 Kooperationsvereinbarungen unterzeichnet worden, davon neun mit Beteiligung ausländischer Partner. Das gesamte Investitionsvolumen gaben die Veranstalter mit rund 640 Millionen Euro an.

So vereinbarten die Elster Anodenwerke mit der finnischen Kaivos Graphite Oy die Abnahme von 9.000 Tonnen Graphit pro Jahr, während die Harzer Modultechnik GmbH mit dem Fraunhofer-Institut für Zelltechnik in Itzehoe ein Forschungsprojekt zu Festkörperbatterien startet. Der Ladenetzbetreiber Stromweg und die Stadtwerke Celle unterzeichneten ein Memorandum of Understanding über 60 Schnellladepunkte.

Im Vorjahr waren es elf Vereinbarungen gewesen. Rund 2.300 Besucher kamen in den Westhafen.""",
        (
            Told("signed_projects", number=17, event="Berlin"),
            Told("signed_projects", number=9),
            Told("memorandum", "Stromweg|Stadtwerke Celle", tags="charging"),
            Told("signed_projects", number=11, historical=True),
        ),
    ),
    Passage(
        "adhoc-isin",
        """Ad-hoc-Mitteilung gemäß Artikel 17 MAR

Lauterbach Speichertechnik AG: Gründung eines Joint Ventures mit Hanju Energy

Fulda, 17. Februar 2025 – Die Lauterbach Speichertechnik AG („Lauterbach“, ISIN DE000A1X2345) hat heute mit der Hanju Energy Co., Ltd., Busan, einen Vertrag über die Gründung eines Gemeinschaftsunternehmens geschlossen. An der künftigen Hanju Lauterbach Systems GmbH halten beide Partner je 50 %. Die Gesellschaft soll in Fulda ab Mitte 2026 Batteriespeicher mit einer Jahreskapazität von zunächst 3 GWh, in der zweiten Ausbaustufe von 7 GWh fertigen. Das Investitionsvolumen der ersten Phase beträgt 85 Mio. EUR, es entstehen 160 Arbeitsplätze.

Der Vollzug steht unter dem Vorbehalt der kartellrechtlichen Freigabe. Die Prognose für das laufende Geschäftsjahr (Umsatz: 310 bis 330 Mio. EUR) bleibt unverändert.

Wichtiger Hinweis: Diese Mitteilung enthält zukunftsgerichtete Aussagen.""",
        (Told("joint_venture", "Lauterbach|Hanju Energy", sited="Fulda", tags="storage"),),
    ),
    Passage(
        "spatenstich-hektar",
        """Spatenstich für Recyclinghof in Premnitz

Am vergangenen Freitag haben Wirtschaftsminister Jörg Pannwitz und Geschäftsführerin Selma Duric den ersten Spatenstich für die neue Anlage der Rezyklo Brandenburg GmbH gesetzt. Auf 4,5 Hektar entsteht im Industriepark Premnitz bis Ende 2026 ein Werk, das 40.000 Tonnen Traktionsbatterien im Jahr zerlegen und zu Schwarzmasse verarbeiten kann. Die Tochter der Wiener Abfallgruppe Danubio steckt 72 Millionen Euro in das Vorhaben, rund 130 Menschen sollen hier Arbeit finden.

Die Schwarzmasse geht an die Raffinerie der Nickelhütte Aue – der Abnahmevertrag wurde im Januar unterschrieben. Verhandelt wird noch mit einem Kathodenhersteller aus Polen.

Zuletzt geändert am 12.05.2025 | 1.284 Aufrufe | Seite drucken""",
        (Told("construction_start", "Rezyklo", "under_construction", sited="Premnitz"), Told("supply_or_offtake")),
    ),
    Passage(
        "vier-partner",
        """Batteriepass: Vier Partner, ein Ziel

DRESDEN. Die TU Bergakademie Freiberg, das Softwarehaus Datenfluss, der Autozulieferer Mahlberg und der Entsorger Remondo haben sich auf eine gemeinsame Entwicklung des digitalen Batteriepasses verständigt. Die am 8. Mai unterzeichnete Kooperationsvereinbarung hat zunächst eine Laufzeit von drei Jahren. Die Federführung liegt bei der Hochschule, die auch zwei Promotionsstellen finanziert. Ein Ausbau zu einem Konsortium mit der Industrie sei „denkbar“, aber nicht vereinbart.""",
        (Told("strategic_cooperation_agreement", "TU Bergakademie Freiberg|Datenfluss|Mahlberg|Remondo", tags="rnd"),),
    ),
    Passage(
        "unterfertigt",
        """Linz/Shenzhen, 22. Oktober 2025. Die voestnahe Donau Batterierahmen GmbH, eine 100-prozentige Tochter der Ennstal Stahl AG, liefert dem chinesischen Hersteller Zhongrui künftig Gehäuse. Der Auftrag hat ein Volumen von rund 120 Mio. Euro (930 Mio. Yuan) und läuft bis 2031. Die Verträge wurden am Montag im Beisein von Landeshauptmann Gerold Pichler in Linz unterfertigt. Zhongrui wiederum erwägt, in Oberösterreich ein Montagewerk zu errichten; eine Entscheidung soll im Frühjahr fallen.""",
        (Told("contract|supply_or_offtake", "Donau Batterierahmen|Zhongrui", event="Linz", date="2025-10-20"),),
    ),
    Passage(
        "auf-lieferung-geeinigt",
        """Lithium aus der Altmark: Vertrag unter Dach und Fach

Neptun Soda und der Automobilkonzern Wanderer haben sich auf die Lieferung von Lithiumkarbonat geeinigt. Wie beide Seiten am Mittwoch mitteilten, sollen ab 2028 jährlich bis zu 12.000 Tonnen aus der Altmark nach Zwickau gehen. Über den Preis wurde Stillschweigen vereinbart. Analysten schätzen den Wert auf 900 Millionen Euro.

Wanderer hatte zuvor schon Verträge mit Produzenten in Chile und Australien abgeschlossen. Nach Angaben des Wirtschaftsministeriums könnte das Projekt 300 Arbeitsplätze schaffen. Der Weltmarktpreis war zuletzt auf 9.800 Dollar je Tonne gefallen.""",
        (
            Told(
                "supply_or_offtake",
                "Neptun Soda|Wanderer",
                "agreed_in_principle",
                tags="raw_materials",
                figures="12000 t/a",
            ),
        ),
    ),
    Passage(
        "amtsblatt",
        """Gemeinde Schkopau, Amtsblatt 6/2025

Investorenvertrag mit Elektrolytwerk unterzeichnet

In der Gemeinderatssitzung vom 17. Juni 2025 informierte Bürgermeister Torsten Ringling über den Abschluss des städtebaulichen Vertrages mit der Solvanta Elektrolyte GmbH. Diese errichtet auf dem ehemaligen Buna-Gelände eine Anlage zur Herstellung von Elektrolyten mit einer Kapazität von 15.000 Jahrestonnen. Die Investition beläuft sich auf 55 Mio. €, davon 30 Mio. € im ersten Bauabschnitt. 85 neue Arbeitsplätze sind zugesagt. Die Gemeinde verpflichtet sich im Gegenzug, bis März 2026 die Zufahrtsstraße auszubauen; Kosten: 2,1 Mio. €.

Der Gemeinderat beschloss außerdem die Verlängerung des Konzessionsvertrages mit dem Stromversorger.""",
        (
            Told(
                "investment_agreement|contract",
                "Gemeinde Schkopau|Solvanta",
                figures="55000000 EUR|30000000 EUR|15000 t/a|85 jobs",
                date="2025-06-17",
            ),
        ),
    ),
    Passage(
        "auszuarbeiten",
        """Handschlag in Hanoi: Saxovolt sucht Partner in Asien

Am Rande der Wirtschaftsreise von Sachsens Ministerpräsident hat Saxovolt-Chefin Ines Thormann in Hanoi Gespräche mit dem vietnamesischen Fahrzeugbauer Sao Bien geführt. Es ging um die Lieferung von Batteriemodulen für Elektroroller. Beide Seiten vereinbarten, bis zum Herbst eine Absichtserklärung auszuarbeiten. Ein Zulieferabkommen könne frühestens 2026 stehen, so Thormann.

Saxovolt aus Freital setzte 2024 rund 48 Millionen Euro um.""",
        (Told("talks", "Saxovolt|Sao Bien", "talks", event="Hanoi"),),
    ),
    Passage(
        "insider",
        """Insider: Donaustrom vor Milliardendeal mit koreanischem Zellkonzern

FRANKFURT (fnd). Der Sportwagenbauer Donaustrom steht Kreisen zufolge kurz vor dem Abschluss eines Liefervertrags mit der koreanischen Taebaek Cell. Das Volumen liege bei 2,4 Milliarden Euro, sagten zwei mit der Sache vertraute Personen am Donnerstag. Die Unterzeichnung sei für kommende Woche in Seoul geplant. Ein Sprecher von Donaustrom wollte sich nicht äußern.

Die Aktie legte um 4,2 Prozent zu. Donaustrom bezieht seine Zellen bislang von der japanischen Hikari Battery; der Vertrag läuft 2027 aus.""",
        (),
    ),
    Passage(
        "kartellamt",
        """Grünes Licht aus Bonn: Kartellamt billigt Gemeinschaftsunternehmen

Das Bundeskartellamt hat die Gründung eines Gemeinschaftsunternehmens der Nordhäuser Akku AG und der Solartechnikerin Helioform freigegeben. Das teilte die Behörde am 9. Dezember mit. Die beiden Firmen hatten den Gesellschaftsvertrag im September unterschrieben. Das Joint Venture mit Sitz in Nordhausen soll stationäre Speicher fertigen, zunächst 600 MWh im Jahr. Helioform hält 49 Prozent.""",
        (Told("joint_venture", "Nordhäuser Akku AG|Helioform", historical=True),),
    ),
    Passage(
        "fristlos",
        """Liefervertrag geplatzt: Brenkhorst kündigt Abkommen mit Ostlith

Der Autozulieferer Brenkhorst hat den Abnahmevertrag mit der Ostlith Raffinerie GmbH fristlos gekündigt. Das bestätigten beide Unternehmen am Mittwochabend. Der im Juni 2023 geschlossene Vertrag sah die Lieferung von 8.000 Tonnen Lithiumhydroxid jährlich vor und hatte einen Wert von 310 Millionen Euro. Ostlith sei mit den Qualitätsnachweisen in Verzug, hieß es zur Begründung. Ostlith kündigte rechtliche Schritte an. Brenkhorst beschäftigt 5.200 Mitarbeiter und setzte zuletzt 1,3 Milliarden Euro um.""",
        (
            Told(
                "supply_or_offtake",
                "Brenkhorst|Ostlith",
                "terminated",
                tags="raw_materials",
                figures="310000000 EUR|8000 t/a",
            ),
        ),
    ),
    Passage(
        "unbenannter-konzern",
        """Forscher und Industrie ziehen an einem Strang

Das Karlsruher Zentrum für Elektrochemie (KZE) und der Maschinenbauer Trapp Anlagentechnik haben eine auf fünf Jahre angelegte Forschungskooperation besiegelt. Ziel ist die Trockenbeschichtung von Elektroden im industriellen Maßstab. Trapp stellt dafür eine Pilotlinie im Wert von 7,5 Millionen Euro bereit, das Land Baden-Württemberg steuert 3 Millionen Euro bei. Wissenschaftsministerin Petra Reinders überreichte am Montag den Förderbescheid.

2021 hatte das KZE eine ähnliche Vereinbarung mit einem US-Konzern getroffen; sie lief im vergangenen Jahr aus.""",
        (
            Told(
                "strategic_cooperation_agreement", "Karlsruher Zentrum für Elektrochemie|Trapp", tags="rnd", figures=""
            ),
        ),
    ),
    Passage(
        "staaten-memorandum",
        """Serbien und Deutschland unterzeichnen Rohstoffmemorandum

Belgrad – Bundeswirtschaftsministerin Carla Ruhland und der serbische Energieminister Nenad Vukić haben am Freitag in Belgrad ein Memorandum of Understanding über kritische Rohstoffe unterzeichnet. Zugleich schlossen der Automobilkonzern Isaria und die serbische Minengesellschaft Drina Lithium einen Abnahmevertrag über bis zu 16.000 Tonnen Lithiumkarbonat pro Jahr. Der Förderbeginn im Jadartal ist allerdings umstritten; Umweltschützer haben neue Proteste angekündigt.

An dem Treffen nahmen auch Vertreter der EU-Kommission teil. Deutschland importierte 2023 Lithium im Wert von 1,2 Milliarden Euro.""",
        (Told("memorandum", "Serbien|Deutschland", event="Belgrad"), Told("supply_or_offtake", "Isaria|Drina Lithium")),
    ),
    Passage(
        "wartung-verlaengert",
        """Verlängert: Stadtbus fährt weiter mit Speichern aus der Region

Die Verkehrsbetriebe Zwickau und die Akkuwerk Vogtland GmbH haben ihren Wartungs- und Liefervertrag um sechs Jahre verlängert. Akkuwerk Vogtland rüstet demnach weitere 24 Elektrobusse mit Batteriepacks aus. Zu den Kosten machten die Partner keine Angaben. Der bisherige Vertrag stammte aus dem Jahr 2019.""",
        (Told("supply_or_offtake", "Verkehrsbetriebe Zwickau|Akkuwerk Vogtland", figures=""),),
    ),
    Passage(
        "kurzmeldungen",
        """+++ Kurzmeldungen +++

Ladeinfrastruktur: Der Discounter Sparfix und der Betreiber Elbstrom Charging bauen an 120 Filialen Schnelllader auf. Ein Rahmenvertrag wurde letzte Woche unterzeichnet.

Rohstoffe: Die Hütte in Nordenham stellt die Produktion von Bleibatterien zum Jahresende ein.

Personalie: Der Vertrag von Voltaris-Finanzchef Uwe Strohm wird bis 2029 verlängert.

Recycling: Nach Informationen des „Handelskuriers“ verhandelt Voltaris über den Kauf des Schredderbetreibers Refrak. Beide lehnten einen Kommentar ab.""",
        (Told("framework_agreement", "Sparfix|Elbstrom", tags="charging"),),
    ),
    Passage(
        "geschaeftsverlauf",
        """Zum Geschäftsverlauf 2024

Die Kaltwasser Energietechnik AG hat im Geschäftsjahr 2024 einen Umsatz von 512 Mio. Euro (Vj. 478 Mio. Euro) erzielt. Der Auftragseingang lag bei 640 Mio. Euro. Im Oktober wurde ein Rahmenvertrag mit der dänischen Ørskov Wind A/S über die Lieferung von Batteriespeichern mit insgesamt 1,8 GWh abgeschlossen. Der Vorstand rechnet für 2025 mit weiteren Großaufträgen. Mit der Bankengruppe um die Sparkasse Harz wurde ein Konsortialkredit über 150 Mio. Euro vereinbart.

Die Zahl der Mitarbeitenden stieg auf 1.840.""",
        (Told("framework_agreement", "Kaltwasser|Ørskov", tags="storage", figures="1.8 GWh"),),
    ),
    Passage(
        "nimmt-betrieb-auf",
        """Werk in Kaiserau nimmt Betrieb auf

Nach 20 Monaten Bauzeit hat die Pfalz Separatoren GmbH & Co. KG am 2. Juni ihr neues Werk in Speyer in Betrieb genommen. 130 Beschäftigte stellen dort jährlich bis zu 200 Millionen Quadratmeter Separatorfolie her. Die Investitionssumme betrug 95 Millionen Euro. Erster Kunde ist der französische Zellfertiger Cellorient, mit dem im Februar ein langfristiger Liefervertrag geschlossen worden war.

Zur Eröffnung kamen rund 300 Gäste, darunter Landeswirtschaftsminister Volker Ihle.""",
        (
            Told("commissioning", "Pfalz Separatoren", "operating", sited="Speyer"),
            Told("supply_or_offtake", "Pfalz Separatoren|Cellorient", historical=True),
        ),
    ),
)
