# ruff: noqa: E501
"""German sentences that tell of no agreement, or of figures that are none's, by what they are; every name is invented.

Each stands behind the news of a signing in the test: it must add no record, no party and no figure.
"""

TRAPS: dict[str, tuple[str, ...]] = {
    "rumour": (
        "Kreisen zufolge steht Elbakku zudem vor einem Vertrag mit Norvolt über 400 Millionen Euro.",
        "Dem „Wirtschaftskurier“ zufolge soll Elbakku auch mit Norvolt einen Liefervertrag unterzeichnet haben.",
        "In der Branche wird gemunkelt, dass Norvolt bereits eine Absichtserklärung mit Elbakku unterschrieben habe.",
        "Aus Unternehmenskreisen verlautete, Norvolt wolle bei Elbakku für 120 Millionen Euro einsteigen.",
        "Angeblich haben sich Norvolt und Elbakku auf ein Gemeinschaftsunternehmen geeinigt.",
        "Einem Medienbericht zufolge haben Elbakku und Norvolt einen Vorvertrag geschlossen.",
    ),
    "plan denied": (
        "Einen Vertrag mit Norvolt über 30 GWh gebe es nicht, stellte Elbakku klar.",
        "Elbakku wies Berichte zurück, man habe mit Norvolt eine Vereinbarung über ein Zellwerk getroffen.",
        "Von einem Abkommen zwischen Elbakku und Norvolt könne keine Rede sein, hieß es.",
        "Ein Sprecher dementierte, dass Elbakku mit der Stadt Pirna einen Ansiedlungsvertrag geschlossen habe.",
        "Unterschrieben ist zwischen Elbakku und Norvolt bislang nichts.",
        "Die Gespräche zwischen Elbakku und Norvolt über ein Joint Venture führten zu keinem Ergebnis.",
    ),
    "still to come": (
        "Ein Liefervertrag mit Norvolt soll im Herbst unterzeichnet werden.",
        "Elbakku und Norvolt wollen bis Jahresende ein Joint Venture gründen.",
        "Der Vertragsschluss zwischen Elbakku und Norvolt wird für das dritte Quartal erwartet.",
        "Elbakku und Norvolt vereinbarten, bis zum Sommer einen Rahmenvertrag auszuarbeiten.",
        "Mit Norvolt strebt Elbakku eine Absichtserklärung an.",
        "Sobald die Genehmigung vorliegt, werden Elbakku und die Stadt Pirna den Grundstückskaufvertrag schließen.",
    ),
    "promise in quotation": (
        "„Mit Norvolt werden wir noch in diesem Jahr einen Vertrag über 5 GWh unterzeichnen“, sagte Elbakku-Chef Jan Holm.",
        "„Wir haben heute mit der ganzen Region einen Vertrag geschlossen“, rief Ministerin Carla Ruhland den Gästen zu.",
        "„Unser Versprechen sind 900 Arbeitsplätze“, so Elbakku-Vorstand Mia Brand.",
        "Jan Holm zeigte sich zuversichtlich: „Der nächste Großauftrag ist so gut wie unterschrieben.“",
        "„2 Milliarden Euro sind hier gut investiert“, meinte der Landrat.",
    ),
    "state money": (
        "Das Land fördert das Vorhaben mit 24 Millionen Euro.",
        "Aus dem Strukturwandelfonds fließen 18 Mio. Euro an den Standort.",
        "Der Bund beteiligt sich mit einem Zuschuss von 60 Millionen Euro an den Kosten.",
        "Die EU-Kommission hatte im Mai Beihilfen in Höhe von 155 Millionen Euro genehmigt.",
        "Ein Förderbescheid über 7,5 Millionen Euro wurde am Montag überreicht.",
        "Für das Werk bürgt der Freistaat mit 90 Millionen Euro.",
    ),
    "market": (
        "In Europa wurden 2024 Batteriespeicher mit 21 GWh installiert.",
        "Der Markt für Altbatterien wird bis 2030 auf 8 Milliarden Euro geschätzt.",
        "Bundesweit entstanden im vergangenen Jahr 12.000 Arbeitsplätze in der Branche.",
        "Nach Zahlen des Branchenverbands sind in Deutschland Fabriken mit 180 GWh angekündigt.",
        "Lithiumkarbonat kostete zuletzt rund 9.500 Dollar je Tonne.",
        "Analysten trauen dem Weltmarkt ein Volumen von 300 Milliarden Dollar zu.",
    ),
    "a company's own figures": (
        "Elbakku erzielte 2024 einen Umsatz von 740 Millionen Euro.",
        "Der Konzern beschäftigt weltweit 8.200 Menschen.",
        "Das Unternehmen verfügt über eine Kapazität von 15 GWh.",
        "Kathotec setzte zuletzt 1,2 Milliarden Euro um und schrieb rote Zahlen.",
        "Voltana zählt 640 Mitarbeitende an drei Standorten.",
        "Die Aktie stieg um 3,4 Prozent auf 41,20 Euro.",
        "Der Auftragsbestand belief sich Ende Juni auf 2,3 Milliarden Euro.",
    ),
    "another's works": (
        "Der Konkurrent Norvolt betreibt in Ungarn ein Werk mit 40 GWh.",
        "Norvolt baut derzeit in Schweden eine Fabrik für 3 Milliarden Euro.",
        "Zum Vergleich: Das Werk von Norvolt in Debrecen kommt auf 25 GWh im Jahr.",
        "Wettbewerber Elbakku hatte erst im März 450 Stellen gestrichen.",
        "In Kamenz produziert die Schwestergesellschaft bereits 6.000 Tonnen Elektrodenmaterial.",
    ),
    "another sense": (
        "Die Tarifpartner einigten sich auf 4,1 Prozent mehr Lohn für 3.000 Beschäftigte.",
        "Der Vertrag von Finanzchefin Mia Brand wurde bis 2030 verlängert.",
        "Mit einem Bankenkonsortium wurde ein Kredit über 200 Millionen Euro vereinbart.",
        "Die Gewerkschaft und Elbakku schlossen einen Sozialplan für 220 Mitarbeiter.",
        "Brüssel und Peking verständigten sich auf Mindestpreise für E-Autos.",
        "Zum Abschluss des Abends gab es ein Konzert.",
        "Der Fußballverein und Elbakku verlängerten ihren Sponsorenvertrag.",
    ),
    "without a name": (
        "Zuvor hatte das Unternehmen schon Verträge mit Herstellern in Chile geschlossen.",
        "Mit einem asiatischen Autobauer hatte Voltana 2022 einen Liefervertrag über 2 GWh geschlossen.",
        "Mit zwei weiteren Kunden wird verhandelt.",
        "Ein Vertrag mit einem Investor war im Vorjahr geplatzt.",
        "Weitere Partner haben bereits Interesse bekundet.",
    ),
    "page": (
        "\n\nAufrufe: 20.318",
        "\n\n1.284 mal gelesen",
        "\n\nAnzeige: Jetzt Stromvertrag abschließen und 100 Euro Prämie sichern!",
        "\n\nWir verwenden Cookies. Mit Klick auf „Zustimmen“ schließen Sie eine Vereinbarung mit unseren 54 Partnern.",
        "\n\nÜber die Voltana SE\nDie Voltana SE hat 2021 mit der Norvolt AB ein Joint Venture gegründet und beschäftigt 640 Mitarbeiter.",
        "\n\nMehr zum Thema: Norvolt und Elbakku unterzeichnen Liefervertrag über 3 GWh",
        "\n\nTeilen | Drucken | Per E-Mail versenden",
        "\n\nPressekontakt: Lea Sommer, Am Hafen 14, 18147 Rostock, Tel. 0381 555 123",
    ),
}
