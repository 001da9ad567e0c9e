"""Neware .nda and .ndax through fastnda (BSD-3-Clause), which replaces parts of zlib in the process that imports it."""

import sys
from typing import Final

from dicycle.health.records.cells import state
from dicycle.health.records.plugins.answering import Answer, answer

_CLOCK: Final = {"unix_time_s": "abs_time_s"}  # the tester writes the time of its clock, in no time zone
_NOTES: Final = {
    "start_time": "started, clock of the tester",
    "test_name": "test",
    "remarks": "remarks",
    "barcode": "barcode",
}


def read(path: str) -> Answer:
    """Return the columns of a file; of the type of step, whether it charges (1), discharges (-1) or rests (0)."""
    import fastnda  # type: ignore[import-untyped, unused-ignore]

    table, facts = fastnda.read(path), fastnda.read_metadata(path)
    columns = {_CLOCK.get(text, text): table[text].to_numpy() for text in table.columns if text != "step_type"}
    if "step_type" in table.columns:
        columns["step_type"] = [state(str(text)) for text in table["step_type"].to_list()]
    return Answer(columns, {label: str(facts[text]) for text, label in _NOTES.items() if facts.get(text)})


if __name__ == "__main__":
    sys.exit(answer(read, sys.argv[1:]))
