"""Invented companies and their places all over the world, with coordinates of real cities and regions."""

from dataclasses import dataclass
from typing import Final

import msgspec

from dicycle.simulation.codes import party_link, place_link


@dataclass(frozen=True, slots=True)
class Company:
    """An invented company with its GS1 company prefix (952 is GS1's prefix for demonstrations)."""

    key: str
    name: str
    prefix: str
    country: str

    @property
    def link(self) -> str:
        """The party's id (PGLN)."""
        return party_link(self.prefix)


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """A place where things happen; `offset` is minutes east of UTC all the year (summer time is left out).

    `zone` is the same as EPCIS writes it, such as ``+08:00``; `place` is the ready JSON of a readPoint.
    """

    key: str
    name: str
    role: str
    company: Company
    link: str
    city: str
    country: str
    latitude: str
    longitude: str
    offset: int
    zone: str
    place: msgspec.Raw


_COMPANIES: Final = """
redgum|Redgum Lithium Example|AU
salar|Salar Blanco Lithium Example|CL
puna|Puna Litio Example|AR
morotai|Morotai Nickel Example|ID
palawan|Palawan Nickel Example|PH
taiga|Taiga Nickel Example|CA
lualaba|Lualaba Cobalt Example|CD
atlas|Atlas Cobalt Example|MA
karoo|Karoo Manganese Example|ZA
moanda|Ogooue Manganese Example|GA
lurio|Lurio Graphite Example|MZ
jixi|Jixi Graphite Example|CN
norte|Norte Copper Example|CL
sierra|Sierra Copper Example|PE
cape|Cape Bauxite Example|AU
fouta|Fouta Bauxite Example|GN
sus|Sus Phosphate Example|MA
guizhou|Guizhou Phosphate Example|CN
lithion|Example Lithium Refining|KR
nickelco|Example Sulphate Refining|FI
phosco|Example Phosphate Works|CN
sphere|Example Graphite Works|CN
copperco|Example Copper Smelting|CL
alco|Example Aluminium|IS
cathasia|Example Cathode Asia|CN
catheuro|Example Cathode Europe|FI
anodeco|Example Anode|CN
foilco|Example Foils|KR
electroco|Example Electrolyte|JP
cellasia|Example Cells Asia|CN
celleuro|Example Cells Europe|HU
motors|Example Motors|DE
outlets|Example Battery Collection|NL
swapco|Example Swap|CN
dismantle|Example Dismantling|BE
shred|Example Shredding|BE
hydro|Example Hydromet|CN
grid|Example Grid Storage|DK
trader|Example Metal Trading|CH
"""

COMPANIES: Final[dict[str, Company]] = {
    key: Company(key, name, f"952{1001 + number}", country)
    for number, (key, name, country) in enumerate(line.split("|") for line in _COMPANIES.strip().splitlines())
}

# key | company | role | name | city | country | latitude | longitude | minutes east of UTC
_SITES: Final = """
Li.au|redgum|mine|Redgum pit|Greenbushes|AU|-33.86|116.06|480
Li.cl|salar|mine|Salar Blanco brine|San Pedro de Atacama|CL|-23.48|-68.25|-240
Li.ar|puna|mine|Puna brine|Susques|AR|-23.40|-66.37|-180
Ni.id|morotai|mine|Morotai laterite|Weda|ID|0.33|127.87|540
Ni.ph|palawan|mine|Palawan laterite|Rio Tuba|PH|8.51|117.43|480
Ni.ca|taiga|mine|Taiga underground|Sudbury|CA|46.49|-81.01|-300
Co.cd|lualaba|mine|Lualaba open pit|Kolwezi|CD|-10.71|25.47|120
Co.ma|atlas|mine|Atlas underground|Bou Azzer|MA|30.52|-6.91|60
Mn.za|karoo|mine|Karoo manganese|Hotazel|ZA|-27.20|22.95|120
Mn.ga|moanda|mine|Ogooue manganese|Moanda|GA|-1.57|13.20|60
graphite.mz|lurio|mine|Lurio graphite|Montepuez|MZ|-13.13|39.00|120
graphite.cn|jixi|mine|Jixi graphite|Jixi|CN|45.30|130.97|480
Cu.cl|norte|mine|Norte copper|Calama|CL|-22.46|-68.93|-240
Cu.pe|sierra|mine|Sierra copper|Arequipa|PE|-16.41|-71.54|-300
Al.au|cape|mine|Cape bauxite|Weipa|AU|-12.63|141.88|600
Al.gn|fouta|mine|Fouta bauxite|Boke|GN|10.94|-14.30|0
FeP.ma|sus|mine|Sus iron phosphate|Agadir|MA|30.42|-9.60|60
FeP.cn|guizhou|mine|Guizhou iron phosphate|Guiyang|CN|26.65|106.63|480
refine.Li|lithion|refinery|Lithium refinery|Gwangyang|KR|34.94|127.70|540
refine.Ni|nickelco|refinery|Nickel sulphate line|Harjavalta|FI|61.31|22.14|120
refine.Co|nickelco|refinery|Cobalt sulphate line|Kokkola|FI|63.84|23.13|120
refine.Mn|nickelco|refinery|Manganese sulphate line|Pori|FI|61.49|21.80|120
refine.FeP|phosco|refinery|Iron phosphate works|Yichang|CN|30.69|111.29|480
refine.graphite|sphere|refinery|Spherical graphite works|Qingdao|CN|36.07|120.38|480
refine.Cu|copperco|refinery|Copper smelter|Antofagasta|CL|-23.65|-70.40|-240
refine.Al|alco|refinery|Aluminium smelter|Reydarfjordur|IS|65.03|-14.22|0
cathode.asia|cathasia|cathode plant|Cathode plant Asia|Ningbo|CN|29.87|121.54|480
cathode.euro|catheuro|cathode plant|Cathode plant Europe|Vaasa|FI|63.10|21.62|120
anode|anodeco|anode plant|Anode plant|Shenzhen|CN|22.54|114.06|480
foil|foilco|foil plant|Foil plant|Iksan|KR|35.95|126.96|540
electrolyte|electroco|electrolyte plant|Electrolyte plant|Kitakyushu|JP|33.88|130.88|540
cell.asia|cellasia|cell plant|Cell and pack plant Asia|Wuhan|CN|30.59|114.31|480
cell.euro|celleuro|cell plant|Cell and pack plant Europe|Debrecen|HU|47.53|21.63|60
vehicle.cn|motors|vehicle plant|Vehicle plant Xiangyang|Xiangyang|CN|32.01|112.12|480
vehicle.eu|motors|vehicle plant|Vehicle plant Zwickau|Zwickau|DE|50.72|12.49|60
vehicle.ru|motors|vehicle plant|Vehicle plant Kaluga|Kaluga|RU|54.51|36.26|180
vehicle.us|motors|vehicle plant|Vehicle plant Chattanooga|Chattanooga|US|35.05|-85.31|-300
vehicle.br|motors|vehicle plant|Vehicle plant Camacari|Camacari|BR|-12.70|-38.32|-180
outlet.cn.1|outlets|outlet|Outlet Wuhan|Wuhan|CN|30.55|114.30|480
outlet.cn.2|outlets|outlet|Outlet Chengdu|Chengdu|CN|30.57|104.07|480
outlet.cn.3|outlets|outlet|Outlet Guangzhou|Guangzhou|CN|23.13|113.26|480
outlet.eu.1|outlets|outlet|Outlet Lyon|Lyon|FR|45.76|4.84|60
outlet.eu.2|outlets|outlet|Outlet Gdansk|Gdansk|PL|54.35|18.65|60
outlet.eu.3|outlets|outlet|Outlet Oslo|Oslo|NO|59.91|10.75|60
outlet.ru.1|outlets|outlet|Outlet Moscow|Moscow|RU|55.76|37.62|180
outlet.ru.2|outlets|outlet|Outlet Kazan|Kazan|RU|55.79|49.12|180
outlet.us.1|outlets|outlet|Outlet Denver|Denver|US|39.74|-104.99|-420
outlet.us.2|outlets|outlet|Outlet Fresno|Fresno|US|36.74|-119.79|-480
outlet.br.1|outlets|outlet|Outlet Curitiba|Curitiba|BR|-25.43|-49.27|-180
swap.cn.1|swapco|swap station|Swap station Wuhan East|Wuhan|CN|30.51|114.42|480
swap.cn.2|swapco|swap station|Swap station Hangzhou|Hangzhou|CN|30.27|120.16|480
swap.cn.3|swapco|swap station|Swap station Chongqing|Chongqing|CN|29.56|106.55|480
swap.eu.1|swapco|swap station|Swap station Utrecht|Utrecht|NL|52.09|5.12|60
swap.eu.2|swapco|swap station|Swap station Bergen|Bergen|NO|60.39|5.32|60
dismantler.cn|dismantle|dismantler|Dismantler Jingmen|Jingmen|CN|31.04|112.20|480
dismantler.eu|dismantle|dismantler|Dismantler Antwerp|Antwerp|BE|51.22|4.40|60
dismantler.ru|dismantle|dismantler|Dismantler Tver|Tver|RU|56.86|35.90|180
dismantler.us|dismantle|dismantler|Dismantler Reno|Reno|US|39.53|-119.81|-480
dismantler.br|dismantle|dismantler|Dismantler Sorocaba|Sorocaba|BR|-23.50|-47.46|-180
shredder.cn|shred|shredder|Shredder Jingmen|Jingmen|CN|31.02|112.24|480
shredder.eu|shred|shredder|Shredder Liege|Liege|BE|50.63|5.57|60
shredder.ru|shred|shredder|Shredder Tula|Tula|RU|54.19|37.62|180
shredder.us|shred|shredder|Shredder Reno|Reno|US|39.55|-119.55|-480
shredder.br|shred|shredder|Shredder Sorocaba|Sorocaba|BR|-23.48|-47.42|-180
hub.cn|hydro|hydromet plant|Hydromet plant Ganzhou|Ganzhou|CN|25.83|114.93|480
hub.eu|hydro|hydromet plant|Hydromet plant Kokkola|Kokkola|FI|63.86|23.05|120
hub.us|hydro|hydromet plant|Hydromet plant Rochester|Rochester|US|43.16|-77.61|-300
storage.cn|grid|storage site|Storage park Zhangbei|Zhangjiakou|CN|40.77|114.88|480
storage.eu|grid|storage site|Storage park Esbjerg|Esbjerg|DK|55.47|8.45|60
storage.ru|grid|storage site|Storage park Elista|Elista|RU|46.31|44.26|180
storage.us|grid|storage site|Storage park Amarillo|Amarillo|US|35.19|-101.85|-360
storage.br|grid|storage site|Storage park Natal|Natal|BR|-5.79|-35.21|-180
"""

REGIONS: Final = ("cn", "eu", "ru", "us", "br")
HUB_OF: Final = {"cn": "hub.cn", "eu": "hub.eu", "ru": "hub.cn", "us": "hub.us", "br": "hub.us"}


def _site(number: int, line: str) -> Site:
    key, company, role, name, city, country, latitude, longitude, offset = line.split("|")
    link = place_link(COMPANIES[company].prefix, number)
    place = msgspec.Raw(msgspec.json.encode({"id": link}))
    minutes = int(offset)
    return Site(
        key, name, role, COMPANIES[company], link, city, country, latitude, longitude, minutes, _zone(minutes), place
    )  # fmt: skip


def _zone(offset: int) -> str:
    hours, minutes = divmod(abs(offset), 60)
    return f"{'-' if offset < 0 else '+'}{hours:02d}:{minutes:02d}"


SITES: Final[dict[str, Site]] = {
    site.key: site for site in (_site(number, line) for number, line in enumerate(_SITES.strip().splitlines(), 1))
}


def sites(start: str) -> tuple[Site, ...]:
    """Return the sites whose key starts with `start`, such as ``outlet.cn.``."""
    return tuple(site for key, site in SITES.items() if key.startswith(start))


MINES: Final = {ore: sites(f"{ore}.") for ore in ("Li", "Ni", "Co", "Mn", "graphite", "Cu", "Al", "FeP")}
OUTLETS: Final = {region: sites(f"outlet.{region}.") for region in REGIONS}
STATIONS: Final = {region: sites(f"swap.{region}.") for region in ("cn", "eu")}
