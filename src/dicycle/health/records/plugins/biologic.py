"""BioLogic .mpr through galvani (datalab-org-galvani, GPL-3.0-or-later); nothing else of Dicycle imports it."""

import sys

import numpy as np

from dicycle.health.records.plugins.answering import Answer, answer


def read(path: str) -> Answer:
    """Return the columns of a file."""
    from galvani.BioLogic import MPRfile  # type: ignore[import-not-found, unused-ignore]

    file = MPRfile(path)
    names = [name for name in file.data.dtype.names if np.issubdtype(file.data.dtype[name], np.number)]
    start = getattr(file, "timestamp", None)
    return Answer(
        {name: file.data[name] for name in names}, {"started, clock of the tester": str(start)} if start else {}
    )


if __name__ == "__main__":
    sys.exit(answer(read, sys.argv[1:]))
