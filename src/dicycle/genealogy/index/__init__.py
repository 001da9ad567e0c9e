"""The genealogy of a ledger on the disk, beside it: derived from its events, mapped into memory, and disposable."""

from dicycle.genealogy.index.keeping import Keeper
from dicycle.genealogy.index.making import Progress
from dicycle.genealogy.index.opening import Index, Opened, open_index

__all__ = ["Index", "Keeper", "Opened", "Progress", "open_index"]
