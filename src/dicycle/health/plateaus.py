"""Where the voltage of a cell tells next to nothing of its charge: at rest, and what of it is left under current.

Said once here for the estimators, which are the same whatever limits hold. The gates go by signed limits, which
begin with the same figures.
"""

from typing import Final

from dicycle.health.model import Chemistry

AT_REST: Final[dict[Chemistry, tuple[float, float]]] = {"LFP": (3.2, 3.4), "LMFP": (3.2, 4.1)}
"""Chemistry -> from where to where it lies at rest, V per cell, no current flowing.

LFP has two phases over nearly all of its charge. Of LMFP both the iron (as flat as LFP) and the manganese (some 4.1 V
against lithium, doi:10.1039/d5ta10330d) have; nothing between both is trusted.
"""
_RECOVERS: Final = 0.2
"""By so much (V per cell) a cell that was just discharged may still lie below the voltage at which it comes to rest."""
_DRIVES: Final = 0.05
"""By so much (V per cell) the current of a charge raises the voltage at least (practice of ours)."""
_MILLIVOLTS: Final = 3


def round_a_charge(chemistry: Chemistry | None) -> tuple[float, float] | None:
    """Return below which voltage a charge must begin and above which it must end, V per cell, to pass the plateau.

    Not the plateau itself: before the charge the cell may not have come to rest, at its end a current flows. None for
    chemistries without a plateau.
    """
    ends = AT_REST.get(chemistry) if chemistry else None
    return ends and (round(ends[0] - _RECOVERS, _MILLIVOLTS), round(ends[1] + _DRIVES, _MILLIVOLTS))
