# ruff: noqa: E501
"""German passages with several agreements, or with numbers of them. Every name is invented."""

from tests.agreements.developing.de_shapes import Passage, Told

PASSAGES = (
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
        "konferenz-summe",
        """Auf dem Batteriegipfel in Yibin sind nach Angaben der Veranstalter insgesamt 86 Projekte mit einem Investitionsvolumen von 61,5 Milliarden Yuan unterzeichnet worden. Davon entfallen 79 auf die Stadt Yibin selbst. Bei den beiden vorangegangenen Auflagen waren es zusammen mehr als 100 Vorhaben.""",
        (
            Told("signed_projects", number=86, event="Yibin"),
            Told("signed_projects", number=79),
            Told("signed_projects", number=100, historical=True),
        ),
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
        "china-deutsch-konferenz",
        """Auf der Weltkonferenz für Antriebsbatterien in Yibin sind am Sonntag 104 Projekte mit einem Gesamtvolumen von 73,2 Milliarden Yuan (rund 9,4 Milliarden Euro) unterzeichnet worden. Gastgeber der Veranstaltung ist die Provinzregierung von Sichuan. 97 der Projekte entfallen auf Yibin.""",
        (Told("signed_projects", number=104, event="Yibin"), Told("signed_projects", number=97)),
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
        "zwei-abkommen-zwischen",
        """Im Beisein von Bundeskanzler Moritz Ahrens wurden in Peking mehrere Abkommen unterzeichnet, darunter eine Absichtserklärung zwischen der Volta Motoren AG und der Jinhai Battery Co., Ltd. sowie ein Rahmenvertrag zwischen der Technischen Universität Clausthal und der Central China University.""",
        (
            Told("memorandum", "Volta Motoren AG|Jinhai Battery", event="Peking"),
            Told("framework_agreement", "Technische Universität Clausthal|Central China University", event="Peking"),
        ),
    ),
    Passage(
        "gipfel-teilmenge",
        """Zum Abschluss der Internationalen Messe für neue Energien in Changzhou wurden 58 Kooperationsvorhaben besiegelt, darunter 23 mit ausländischen Firmen. Das Investitionsvolumen beläuft sich auf insgesamt 41,6 Milliarden Yuan (etwa 5,3 Milliarden Euro).""",
        (Told("signed_projects", number=58, event="Changzhou"), Told("signed_projects", number=23)),
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
        "b5",
        """Auf dem Nationalen Batterieforum 2025 in Wuhan kamen insgesamt 41 Kooperationsabkommen zustande. Das Gesamtvolumen bezifferten die Organisatoren auf 28,6 Mrd. Yuan (ca. 3,7 Mrd. Euro). Allein 17 Projekte davon betreffen das Recycling.""",
        (Told("signed_projects", number=41, event="Wuhan"), Told("signed_projects", number=17)),
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
)
