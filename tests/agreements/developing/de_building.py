# ruff: noqa: E501
"""German passages about the start of building and of running. Every name is invented."""

from tests.agreements.developing.de_shapes import Passage, Told

PASSAGES = (
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
        "produktionsstart",
        """In Kamenz laufen seit Montag Batterien vom Band: Die Oberlausitz Energiespeicher GmbH, an der die Schweizer Helvolt Holding beteiligt ist, hat die Serienproduktion von Heimspeichern aufgenommen. Zunächst sind 50.000 Einheiten im Jahr geplant.""",
        (
            Told(
                "commissioning", "Oberlausitz Energiespeicher GmbH", status="operating", sited="Kamenz", tags="storage"
            ),
        ),
    ),
    Passage(
        "kapazitaet-erweitert",
        """Die Kathodia AG nimmt in Schkopau eine zweite Produktionslinie in Betrieb. Damit verdoppelt sich die Kapazität auf 40.000 Tonnen Kathodenmaterial im Jahr. In die Erweiterung flossen 85 Millionen Euro.""",
        (Told("commissioning", "Kathodia AG", status="operating", sited="Schkopau", tags="materials"),),
    ),
    Passage(
        "b8",
        """Seit Montag rollen in der neuen Fabrik der Akkurat Systems GmbH in Zwickau Batteriemodule vom Band. Bürgermeister und Belegschaft feierten den Produktionsstart mit einem Tag der offenen Tür. 2026 soll die Kapazität auf 5 GWh steigen.""",
        (Told("commissioning", "Akkurat Systems GmbH", status="operating", sited="Zwickau", tags="packs"),),
    ),
    Passage(
        "c6",
        """Die Inbetriebnahme der Pilotanlage in Wesseling ist nach Angaben der Betreiberin LithRec GmbH am 1. April erfolgt. Die Anlage gewinnt täglich zwei Tonnen Schwarzmasse.""",
        (Told("commissioning", "LithRec GmbH", status="operating", sited="Wesseling", tags="recycling"),),
    ),
)
