# ruff: noqa: E501
"""German passages about joint ventures and investment agreements. Every name is invented."""

from tests.agreements.developing.de_shapes import Passage, Told

PASSAGES = (
    Passage(
        "joint-venture-pressemitteilung",
        """Mannheim – Der Chemiekonzern Badanor AG und die südkoreanische Hansol Cell Materials Co., Ltd. haben heute den Vertrag zur Gründung eines Joint Ventures unterzeichnet. Beide Partner halten jeweils 50 Prozent. Das Gemeinschaftsunternehmen mit Sitz in Mannheim soll Vorläufermaterialien für Kathoden herstellen. Die Investition beläuft sich auf rund 400 Mio. Euro.""",
        (Told("joint_venture", "Badanor AG|Hansol Cell Materials", event="Mannheim", tags="materials"),),
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
        "vertrag-unterschrift-nominal",
        """Mit der Unterzeichnung des Joint-Venture-Vertrags zwischen der Badenia Chemie AG und Solmaris Energy ist der Weg frei für den Bau eines Werks für Elektrolyte in Ludwigshafen. Die Kartellbehörden müssen noch zustimmen.""",
        (Told("joint_venture", "Badenia Chemie AG|Solmaris Energy", sited="Ludwigshafen", tags="materials"),),
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
        "jv-gegruendet",
        """Zusammen mit dem japanischen Handelshaus Moritani hat der Schrottverwerter Eisen-Korte ein Joint Venture gegründet. Die neue Firma, an der Eisen-Korte 60 Prozent hält, wird in Bremerhaven ausgediente Antriebsbatterien zerlegen. Der Vertrag wurde Ende Mai unterschrieben.""",
        (Told("joint_venture", "Moritani|Eisen-Korte", sited="Bremerhaven", tags="dismantling"),),
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
        "dreier-jv",
        """Stahlkonzern Salzach, Energieversorger Donaustrom und die slowakische InoBatt a.s. gründen ein gemeinsames Unternehmen für Second-Life-Speicher. Die Partner unterzeichneten am Montag in Bratislava den Gesellschaftervertrag. Salzach wird 45 Prozent der Anteile halten, Donaustrom und InoBatt je 27,5 Prozent.""",
        (Told("joint_venture", "Salzach|Donaustrom|InoBatt a.s.", event="Bratislava", tags="second_life|storage"),),
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
        "b10",
        """„Wir haben heute Geschichte geschrieben“, rief Firmenchef Wang Lei den Gästen zu. Kurz zuvor hatte er mit Thüringens Wirtschaftsministerin Sabine Kroll das Ansiedlungsabkommen unterzeichnet. Wangs Konzern Tianma New Energy wird am Erfurter Kreuz eine Fabrik für 14 GWh bauen. Die Investition liegt bei 1,8 Milliarden Euro, davon 240 Millionen in der ersten Phase.""",
        (Told("investment_agreement", "Tianma New Energy|Thüringen"),),
    ),
)
