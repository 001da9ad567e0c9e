# ruff: noqa: E501
"""German passages that tell of no agreement: plans, denials, wages, loans, markets. Every name is invented."""

from tests.agreements.developing.de_shapes import Passage

PASSAGES = (
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
        "sport",
        """Der FC Kupferstadt hat den Vertrag mit Trainer Holger Maas vorzeitig verlängert. Hauptsponsor Voltana bleibt dem Verein ebenfalls treu.""",
        (),
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
        "vor-unterzeichnung",
        """Voltana steht nach Informationen aus Unternehmenskreisen kurz vor der Unterzeichnung eines Liefervertrags mit dem Lkw-Bauer Mannstein. Beide Firmen wollten die Gespräche nicht kommentieren.""",
        (),
    ),
    Passage(
        "stadtrat",
        """Der Stadtrat von Eisenach hat am Montagabend mit großer Mehrheit dem Bebauungsplan für das Batteriewerk zugestimmt. Investor ist die Voltus Cell GmbH. Ein Ansiedlungsvertrag liegt bereits auf dem Tisch, unterschrieben ist er noch nicht. „Wir wollen bis Ostern fertig sein“, sagte Bürgermeisterin Carla Münch.""",
        (),
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
        "aufgeschoben",
        """Die für Montag angesetzte Unterzeichnung des Kooperationsvertrags zwischen der Stadt Gera und der Firma Lithium Ost wurde kurzfristig verschoben. Einen neuen Termin gibt es noch nicht.""",
        (),
    ),
    Passage(
        "mitglied",
        """GreenPack tritt dem Verband der Batterierecycler bei. Die Mitgliederversammlung stimmte dem Aufnahmeantrag zu. Der Verband vertritt nun 34 Firmen.""",
        (),
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
        "b4",
        """Peking/Berlin - Die Staatskanzlei in Potsdam hat einen Bericht des Magazins „Wirtschaftsblick“ zurückgewiesen, wonach das Land bereits einen Vertrag mit dem chinesischen Batteriehersteller Sunwell geschlossen habe. Es gebe lediglich Gespräche auf Arbeitsebene.""",
        (),
    ),
    Passage(
        "b9",
        """Die EU-Kommission hat die staatliche Beihilfe für die Batteriefabrik in Heide genehmigt. Damit kann das Unternehmen Fördermittel von bis zu 902 Millionen Euro erhalten. Die Entscheidung fiel am Montag in Brüssel.""",
        (),
    ),
    Passage(
        "b11",
        """Nach monatelangen Verhandlungen haben sich Nordmetall und der Betriebsrat auf einen Sozialplan verständigt. 210 Stellen in der Batteriesparte fallen weg. Die Vereinbarung wurde am Mittwoch unterzeichnet.""",
        (),
    ),
    Passage(
        "c7",
        """Ladesäulen am Supermarkt: Der Discounter Billo hat sein Ladenetz im ersten Halbjahr um 140 Punkte erweitert. Insgesamt betreibt das Unternehmen nun 1.900 Ladepunkte. Einen neuen Stromliefervertrag will Billo im Winter ausschreiben.""",
        (),
    ),
    Passage(
        "total-none",
        """Vorgesehen sind 220 Stellen, davon 30 Ausbildungsplätze und 15 für Ingenieure. Davon profitieren auch 40 Zulieferer der Region. Einen Vertrag gibt es noch nicht.""",
        (),
    ),
)
