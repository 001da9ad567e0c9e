"""Files read by a plug-in in a process of its own, which is ended when it takes too long."""

import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from dicycle.health.records.frames import Frame, columns
from dicycle.health.records.plugins.answering import NO_READER
from dicycle.health.records.refusing import refused

_PATIENCE: Final = 300


def ended(command: Sequence[str], kind: str, name: str, advice: str = "") -> int:
    """Run a reader in a process of its own and return how it ended; InvalidInput where it does not end."""
    quiet = subprocess.DEVNULL
    try:
        return subprocess.run(
            command, stdin=quiet, stdout=quiet, stderr=quiet, timeout=_PATIENCE, check=False
        ).returncode
    except (OSError, subprocess.TimeoutExpired) as error:
        raise refused("reader-failed", f"The reader of {kind} did not end.", name, advice) from error


class Plugin(NamedTuple):
    """A plug-in by the name of its module, whose files it reads, and how to get its library."""

    name: str
    kind: str
    advice: str

    def frame(self, data: bytes, suffix: str, name: str) -> Frame:
        """Return the table of a file; InvalidInput where it is damaged or the library is not installed."""
        with tempfile.TemporaryDirectory() as folder:
            file, answer = Path(folder, "record" + suffix), Path(folder, "answer.npz")
            file.write_bytes(data)
            self._ask(file, answer, name)
            return self._frame(answer, suffix, name)

    def _ask(self, file: Path, answer: Path, name: str) -> None:
        module = f"dicycle.health.records.plugins.{self.name}"
        command = [sys.executable, "-P", "-m", module, str(file), str(answer)]
        status = ended(command, f"{self.kind} files", name, self.advice)
        if status == NO_READER:
            raise refused("no-reader", f"Reading {self.kind} files needs an optional package.", name, self.advice)
        if status:
            told = f"This {self.kind} file is damaged, cut short or of a kind that its reader does not know."
            raise refused("damaged", told, name)

    def _frame(self, answer: Path, suffix: str, name: str) -> Frame:
        try:
            with np.load(answer, allow_pickle=False) as archive:
                named = {text: archive[f"c{place}"] for place, text in enumerate(archive["headings"].tolist())}
                notes = dict(zip(archive["noted"].tolist(), archive["notes"].tolist(), strict=True))
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
            raise refused("reader-failed", f"The reader of {self.kind} files gave no table.", name) from error
        return Frame(f"{self.kind} {suffix}", columns(named), {}, notes.get("barcode", "").strip() or None, notes)
