"""Where matter is in the loop: from the mine to use, back, and round again."""

from enum import IntEnum
from typing import Final


class Stage(IntEnum):
    """A place in the loop; all matter is in one of them at any moment."""

    OUTSIDE = 0
    """Before its birth: what comes into the loop by commissioning."""
    MINE = 1
    MATERIAL = 2
    CELL = 3
    PACK = 4
    USE = 5
    RETURN = 6
    """Taken out of use, and nothing was made of it yet."""
    REUSE = 7
    """In use before, and built into a pack again."""
    SECOND_LIFE = 8
    """Made into a unit with a new identity."""
    RECYCLING = 9
    NOT_SAID = 10
    """In things whose category nobody said (convention 5)."""
    LEFT = 11
    """Residue, loss, and what was withdrawn."""
    UNACCOUNTED = 12
    """What a run took in and did not give out, or gave out and did not take in (convention 4)."""

    @property
    def word(self) -> str:
        """The name in addresses and files: ``second_life``."""
        return self.name.lower()


STAGES: Final = len(Stage)

STAGE_OF_CATEGORY: Final = {
    "ore": Stage.MINE,
    **dict.fromkeys(
        ("refined", "precursor", "cathode", "anode", "electrolyte", "foil", "reagent", "part"), Stage.MATERIAL
    ),
    **dict.fromkeys(("cell", "cell_lot"), Stage.CELL),
    **dict.fromkeys(("module", "pack"), Stage.PACK),
    **dict.fromkeys(("vehicle", "storage_system"), Stage.USE),
    **dict.fromkeys(("scrap", "black_mass", "metal", "salt"), Stage.RECYCLING),
    **dict.fromkeys(("residue", "loss"), Stage.LEFT),
}

WASTE: Final = ("scrap", "black_mass")
"""What is made of waste, whoever says so."""

RECOVERED: Final = ("metal", "salt")
"""What is recovered only if a run made it of waste; bought from outside it is material like any other."""

HOLDERS: Final = ("vehicle", "storage_system")
"""What is inside one of these is in use."""

PACKING: Final = ("module", "pack")
"""What is inside one of these is on its way to use."""

UNITS: Final = ("module", "pack", "storage_system")
"""What begins a second life when it is made of things that were in use."""


def stage_named(word: str) -> Stage | None:
    """Return the stage of a word such as ``second_life``, None if there is none."""
    return next((stage for stage in Stage if stage.word == word), None)
