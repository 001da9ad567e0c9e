"""Classes of things: every GTIN of the simulated world, and the designs of its cells and packs.

Masses come from EverBatt 2023 (sheet "Man Par.", BatPaC 5.0) for cells, in grams per kWh, and its pack masses;
what a pack has beyond its cells follows BatPaC 5.1 as published by Busch and Kendall (MIT).
"""

from dataclasses import dataclass
from typing import Final

from dicycle.simulation.amounts import INDEX, Content
from dicycle.simulation.codes import gtin_link
from dicycle.simulation.places import COMPANIES, MINES

PPM = 1_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Product:
    """A class of things (one GTIN). A lot's mass is `factor` millionths of the mass of its `basis` elements."""

    key: str
    name: str
    category: str
    prefix: str
    link: str
    chemistry: str = ""
    basis: tuple[str, ...] = ()
    factor: int = PPM
    kept: bool = True
    rating: tuple[str, str, str] = ("", "", "")

    def mass_of(self, amount: Content) -> int:
        """Return the mass in milligrams of this product when it holds `amount`."""
        return sum(amount[INDEX[element]] for element in self.basis) * self.factor // PPM


PRODUCTS: Final[dict[str, Product]] = {}
_COUNTS: dict[str, int] = {}


def _add(
    key: str,
    name: str,
    category: str,
    maker: str,
    chemistry: str = "",
    basis: str = "",
    grade: float = 1.0,
    kept: bool = True,
    rating: tuple[str, str, str] = ("", "", ""),
) -> Product:
    prefix = COMPANIES[maker].prefix
    _COUNTS[prefix] = number = _COUNTS.get(prefix, 0) + 1
    link = gtin_link(prefix, number)
    factor = round(PPM / grade)
    product = Product(key, name, category, prefix, link, chemistry, tuple(basis.split()), factor, kept, rating)
    PRODUCTS[key] = product
    return product


# Typical grades of concentrates: 6 % Li2O spodumene, mixed hydroxide and concentrates (round, illustrative).
_ORES: Final = {
    "Li": ("Lithium concentrate", "Li", 0.028),
    "Ni": ("Nickel concentrate", "Ni", 0.15),
    "Co": ("Cobalt concentrate", "Co", 0.12),
    "Mn": ("Manganese concentrate", "Mn", 0.30),
    "graphite": ("Graphite concentrate", "graphite", 0.94),
    "Cu": ("Copper concentrate", "Cu", 0.28),
    "Al": ("Bauxite", "Al", 0.25),
    "FeP": ("Iron phosphate concentrate", "Fe P", 0.50),
}
# Grades follow from the formulas, such as Li2CO3: 2 × 6.94 / 73.89 = 0.1879.
_REFINED: Final = {
    "Li": ("Lithium carbonate Li2CO3", "Li", 0.1879, "lithion"),
    "Ni": ("Nickel sulphate NiSO4·6H2O", "Ni", 0.2233, "nickelco"),
    "Co": ("Cobalt sulphate CoSO4·7H2O", "Co", 0.2097, "nickelco"),
    "Mn": ("Manganese sulphate MnSO4·H2O", "Mn", 0.3250, "nickelco"),
    "graphite": ("Spherical graphite", "graphite", 0.995, "sphere"),
    "Cu": ("Copper cathode", "Cu", 0.9999, "copperco"),
    "Al": ("Primary aluminium", "Al", 0.997, "alco"),
    "FeP": ("Iron phosphate FePO4", "Fe P", 0.5756, "phosco"),
}
MATERIALS: Final = tuple(_REFINED)
MATERIAL_ELEMENT: Final = {key: basis.split()[0] for key, (_, basis, _, _) in _REFINED.items()}
"""The element by which a material is bought (iron for iron phosphate)."""


@dataclass(frozen=True, slots=True, eq=False)
class CellDesign:
    """A cell: what goes into one of them, in milligrams of each bought material, and the metal in its cathode."""

    key: str
    chemistry: str
    product: Product
    batch: int
    recipe: dict[str, int]
    cathode: Content
    cathode_plant: str
    plant: str
    serialised: bool


@dataclass(frozen=True, slots=True, eq=False)
class PackDesign:
    """A pack model: cells in modules, or cells straight in the pack (`modules` is 0), and its own hardware."""

    key: str
    name: str
    product: Product
    cell: CellDesign
    cells: int
    modules: int
    module: Product | None
    module_mass: int
    module_hardware: Content
    mass: int
    hardware: Content
    energy_kwh: int
    voltage: int
    capacity_ah: int
    swap: bool
    weight: int
    spec: str
    second_life: Product
    battery_type: str


# EverBatt 2023, grams per kWh: cell, cathode material, Li Ni Co Mn Fe P in it, graphite, Cu, Al, LiPF6, solvents
_CELL_TABLE: Final = {
    "NMC622": (3193, 1430, 102, 519, 174, 162, 0, 0, 866, 254, 165, 55, 305),
    "NMC811": (2976, 1277, 91, 616, 77, 72, 0, 0, 866, 232, 153, 52, 289),
    "LFP": (4238, 1935, 85, 0, 0, 0, 685, 380, 955, 408, 251, 79, 443),
}
# Pack beyond the cells, grams per kWh: mass (EverBatt), Cu, Al, steel as Fe (BatPaC 5.1 less the cell's own)
_HARDWARE_TABLE: Final = {
    "NMC622": (1957, 134, 407, 1300),
    "NMC811": (1914, 138, 402, 1290),
    "LFP": (2252, 143, 474, 1490),
}
LITHIUM_IN_SALT: Final = 45_690
"""Lithium in LiPF6: 6.94 / 151.9 of its mass, in millionths."""
PHOSPHORUS_IN_SALT: Final = 203_900
"""Phosphorus in LiPF6: 30.97 / 151.9 of its mass, in millionths."""


def _cathode_content(chemistry: str, wh: int) -> Content:
    _, _, li, ni, co, mn, fe, p, *_ = _CELL_TABLE[chemistry]
    return tuple(grams * wh for grams in (li, ni, co, mn, 0, 0, fe, p, 0))


def _recipe(chemistry: str, wh: int) -> dict[str, int]:
    cell, cathode, _, _, _, _, _, _, graphite, cu, al, salt, solvent = _CELL_TABLE[chemistry]
    rest = cell - cathode - graphite - cu - al - salt - solvent
    grams = {
        f"cathode.{chemistry}": cathode,
        "anode": graphite,
        "foil.Cu": cu,
        "foil.Al": al,
        "electrolyte": salt + solvent,
        "part": rest,
    }
    return {key: value * wh for key, value in grams.items()}


def _cell(
    key: str, chemistry: str, wh: int, volts: str, ah: str, batch: int, plant: str, serialised: bool
) -> CellDesign:
    maker = "cellasia" if plant == "cell.asia" else "celleuro"
    category = "cell" if serialised else "cell_lot"
    rating = (f"{wh / 1000:g}", ah, volts)
    product = _add(key, f"{chemistry} cell {wh} Wh", category, maker, chemistry, rating=rating)
    cathode_plant = "cathode.euro" if chemistry == "NMC811" else "cathode.asia"
    recipe, cathode = _recipe(chemistry, wh), _cathode_content(chemistry, wh)
    return CellDesign(key, chemistry, product, batch, recipe, cathode, cathode_plant, plant, serialised)


def _hardware(chemistry: str, wh: int, per_mille: int, count: int) -> tuple[int, Content]:
    mass, cu, al, fe = (grams * wh * per_mille // 1000 // count for grams in _HARDWARE_TABLE[chemistry])
    return mass, (0, 0, 0, 0, cu, al, fe, 0, 0)


def _pack(
    key: str, name: str, cell: CellDesign, cells: int, modules: int, wh: int, volts: int, weight: int, spec: str
) -> PackDesign:
    maker = "cellasia" if cell.plant == "cell.asia" else "celleuro"
    swap = "swap" in key
    ah, kwh = wh // volts, wh // 1000
    rating = (str(kwh), str(ah), str(volts))
    product = _add(f"pack.{key}", name, "pack", maker, cell.chemistry, rating=rating)
    module = None
    if modules:
        small = (f"{wh / 1000 / modules:g}", str(ah), f"{volts / modules:g}")
        module = _add(f"module.{key}", f"Module of {name}", "module", maker, cell.chemistry, rating=small)
    second = _add(f"second.{key}", f"Second-life unit of {name}", "pack", "grid", cell.chemistry, rating=rating)
    module_mass, module_hardware = _hardware(cell.chemistry, wh, 350 if modules else 0, modules or 1)
    mass, hardware = _hardware(cell.chemistry, wh, 650 if modules else 1000, 1)
    letter = "B" if cell.chemistry == "LFP" else "E"
    return PackDesign(
        key, name, product, cell, cells, modules, module, module_mass, module_hardware, mass, hardware,
        kwh, volts, ah, swap, weight, spec, second, letter,
    )  # fmt: skip


for _ore, (_name, _basis, _grade) in _ORES.items():
    for _mine in MINES[_ore]:
        _add(f"ore.{_mine.key}", _name, "ore", _mine.company.key, basis=_basis, grade=_grade)
for _material, (_name, _basis, _grade, _maker) in _REFINED.items():
    _add(f"refined.{_material}", _name, "refined", _maker, basis=_basis, grade=_grade)
for _chemistry, _maker in (("NMC622", "cathasia"), ("NMC811", "catheuro")):
    # Hydroxide M(OH)2 of the transition metals: (58.7 + 34.0) / 58.7 = 1.58
    _name = f"Precursor {_chemistry} hydroxide"
    _add(f"precursor.{_chemistry}", _name, "precursor", _maker, _chemistry, "Ni Co Mn", 1 / 1.58)
for _chemistry, _makers in (("NMC622", "cathasia"), ("NMC811", "catheuro"), ("LFP", "cathasia")):
    _row = _CELL_TABLE[_chemistry]
    _name, _basis, _grade = f"Cathode material {_chemistry}", "Li Ni Co Mn Fe P", sum(_row[2:8]) / _row[1]
    _add(f"cathode.{_chemistry}", _name, "cathode", _makers, _chemistry, _basis, _grade)
_add("anode", "Anode graphite", "anode", "anodeco", basis="graphite", grade=0.995)
_add("foil.Cu", "Copper foil", "foil", "foilco", basis="Cu", grade=0.9999)
_add("foil.Al", "Aluminium foil", "foil", "foilco", basis="Al", grade=0.997)
_add("electrolyte", "Electrolyte LiPF6 in EC and DMC", "electrolyte", "electroco", basis="Li", grade=0.00695)
_add("reagent.salt", "Hexafluorophosphate reagents and solvents", "reagent", "electroco")
_add("reagent.acid", "Sulphuric acid, peroxide and soda", "reagent", "hydro")
for _maker in ("cellasia", "celleuro"):
    _add(f"part.{_maker}", "Separator, binder and can", "part", _maker)
    _add(f"scrap.NMC.{_maker}", "Electrode and cell scrap, NMC", "scrap", _maker, "NMC")
    _add(f"scrap.LFP.{_maker}", "Electrode and cell scrap, LFP", "scrap", _maker, "LFP")
for _maker in (
    "lithion", "nickelco", "phosco", "sphere", "copperco", "alco", "cathasia", "catheuro", "anodeco", "foilco",
    "electroco", "cellasia", "celleuro", "shred", "hydro", "grid",
):  # fmt: skip
    _add(f"residue.{_maker}", "Process residue", "residue", _maker, kept=False)
    _add(f"loss.{_maker}", "Declared loss (off-gas, effluent, dust)", "loss", _maker, kept=False)
# Black mass: (cathode + graphite) over their booked elements, NMC (1430 + 866) / 1823, LFP (1935 + 955) / 2105
_add("black.NMC", "Black mass NMC", "black_mass", "shred", "NMC", "Li Ni Co Mn Fe P graphite", 1 / 1.26)
_add("black.LFP", "Black mass LFP", "black_mass", "shred", "LFP", "Li Ni Co Mn Fe P graphite", 1 / 1.375)
_add("metal.Cu", "Copper granulate", "metal", "shred", basis="Cu", grade=0.985)
_add("metal.Al", "Aluminium granulate", "metal", "shred", basis="Al", grade=0.985)
_add("metal.Fe", "Steel scrap", "metal", "shred", basis="Fe", grade=0.98, kept=False)
for _material in ("Li", "Ni", "Co", "Mn", "FeP", "graphite"):
    _name, _basis, _grade, _ = _REFINED[_material]
    _add(f"salt.{_material}", f"Recovered {_name}", "salt", "hydro", basis=_basis, grade=_grade)

_C622: Final = _cell("cell.NMC622", "NMC622", 625, "3.65", "171.2", 192, "cell.asia", True)
_C811: Final = _cell("cell.NMC811", "NMC811", 667, "3.65", "182.7", 480, "cell.euro", False)
_CLFP: Final = _cell("cell.LFP.blade", "LFP", 833, "3.2", "260.3", 240, "cell.asia", True)
_CSWAP: Final = _cell("cell.LFP.swap", "LFP", 833, "3.2", "260.3", 504, "cell.asia", False)

CELLS: Final = (_C622, _C811, _CLFP, _CSWAP)
PACKS: Final = (
    _pack("meridian60", "Meridian 60", _C622, 96, 8, 60_000, 350, 30, "M6"),
    _pack("meridian80", "Meridian 80", _C811, 120, 10, 80_000, 438, 25, "M8"),
    _pack("blade50", "Blade 50", _CLFP, 60, 0, 50_000, 192, 30, "B5"),
    _pack("swap70", "Swap 70", _CSWAP, 84, 7, 70_000, 269, 15, "S7"),
)
BMS_MASS: Final = 1_500_000
BMS_CONTENT: Final[Content] = (0, 0, 0, 0, 200_000, 300_000, 0, 0, 0)
"""A battery management system: 1.5 kg with 0.2 kg copper and 0.3 kg aluminium (round, illustrative)."""
