# ruff: noqa: E501
"""German passages about declarations of intent and about talks. Every name is invented."""

from tests.agreements.developing.de_shapes import Passage, Told

PASSAGES = (
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
        "unterzeichnung-nominal",
        """Die Nordlicht Speicher AG gab am Montag die Unterzeichnung eines Memorandum of Understanding (MoU) mit dem finnischen Bergbaukonzern Terranova Oyj bekannt. Ziel ist die gemeinsame Entwicklung einer Nickelmine in Lappland.""",
        (Told("memorandum", "Nordlicht Speicher AG|Terranova Oyj", tags="mining"),),
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
        "agentur-mit-und",
        """BERLIN (Reuters) - Der Batteriekonzern Hanwei hat sich mit Thüringen auf den Ausbau seines Werks bei Arnstadt geeinigt. Wirtschaftsminister Olaf Reents und Hanwei-Europachef Li Wei unterzeichneten am Sonntag eine Absichtserklärung. Der Konzern will weitere 600 Millionen Euro investieren.""",
        (Told("memorandum", "Hanwei|Thüringen", tags="cells"),),
    ),
    Passage(
        "zwei-seiten-handschlag",
        """Handschlag in Hannover: Der Zellfertiger Volterra und der Recyclingspezialist ReLion Metals machen gemeinsame Sache. Auf der Hannover Messe unterzeichneten die Vorstandschefs Jens Kübler (Volterra) und Aino Virtanen (ReLion) am 23. April eine Absichtserklärung über die Rücknahme von Produktionsausschuss. Bis zum Jahresende soll daraus ein verbindlicher Liefervertrag werden.""",
        (Told("memorandum", "Volterra|ReLion", event="Hannover", tags="recycling"),),
    ),
    Passage(
        "geplatzt",
        """Die geplante Partnerschaft zwischen dem Batteriehersteller Nordzelle und dem Start-up Kaltwerk ist geplatzt. Man habe sich nicht auf einen Vertrag einigen können, sagte eine Sprecherin. Im März hatten beide Unternehmen eine Absichtserklärung unterzeichnet.""",
        (Told("memorandum", "Nordzelle|Kaltwerk", historical=True),),
    ),
    Passage(
        "gemeinsame-erklaerung",
        """Deutschland und Chile wollen bei Lithium enger zusammenarbeiten. Bundeswirtschaftsministerin Karin Hollmann und ihr chilenischer Amtskollege Rodrigo Salas unterzeichneten in Santiago eine gemeinsame Erklärung zur Rohstoffpartnerschaft.""",
        (Told("memorandum", "", event="Santiago", tags="raw_materials"),),
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
        "grenzenlos-verhandlung",
        """Nordvolta verhandelt mit der Landesregierung von Schleswig-Holstein über weitere Hilfen für die Fabrik in Heide. Eine Einigung gibt es bislang nicht. In der vergangenen Woche hatten sich Vertreter beider Seiten in Kiel getroffen.""",
        (Told("talks", "Nordvolta|Landesregierung von Schleswig-Holstein", status="talks"),),
    ),
    Passage(
        "mou-drei-laender",
        """Rohstoffe: Kanadas Nickelförderer North Arrow liefert nach Brandenburg. Der Vorvertrag mit dem Schwarzheider Kathodenwerk der BASIS SE wurde am Rande des Rohstoffgipfels in Toronto unterzeichnet, berichtete die Zeitung „Märkische Post“. Vereinbart sind 15.000 Tonnen Nickel pro Jahr.""",
        (Told("memorandum", "North Arrow|BASIS SE", event="Toronto", tags="raw_materials|materials"),),
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
        "zusammenarbeit-kurz",
        """Varion und Westgrid arbeiten künftig bei Großspeichern zusammen. Das haben die Unternehmen am Dienstag in einer Absichtserklärung festgehalten.""",
        (Told("memorandum", "Varion|Westgrid", tags="storage"),),
    ),
    Passage(
        "b2",
        """Rund um den Batteriestandort Salzwedel tut sich etwas. Der Landkreis Altmark und der taiwanische Hersteller Formorex haben vergangene Woche einen Vorvertrag geschlossen. Formorex möchte eine Fabrik für Separatorfolien hochziehen, die Rede ist von 260 Millionen Euro. Landrat Kuno Behrends bestätigte den Vorgang am Montag.""",
        (Told("memorandum", "Landkreis Altmark|Formorex", tags="materials"),),
    ),
    Passage(
        "b13",
        """Die beiden Landesregierungen von Sachsen und Brandenburg sowie der Verein Lausitzer Kreislauf e. V. haben in Cottbus eine gemeinsame Erklärung zur Förderung des Batterierecyclings unterzeichnet.""",
        (Told("memorandum", "Sachsen|Brandenburg|Lausitzer Kreislauf", event="Cottbus", tags="recycling"),),
    ),
    Passage(
        "c4",
        """Zellproduktion: Rheingold und Jinhai loten Partnerschaft aus. Wie aus Konzernkreisen verlautete, trafen sich Spitzenmanager beider Unternehmen in Shanghai. Unterschriften gab es nicht.""",
        (Told("talks", "Rheingold|Jinhai", status="talks", event="Shanghai", tags="cells"),),
    ),
)
