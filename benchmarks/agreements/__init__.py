"""Reading agreements: what a document costs by language and by stage, and beside what a user would pick instead."""

import os
import subprocess
import sys
from pathlib import Path


def run(folder: Path, documents: int) -> None:
    """Run the benchmarks in a process of its own: one thread of linear algebra, for the rate of one core."""
    one = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "benchmarks.agreements", "--documents", str(documents), "--folder", str(folder)]
    subprocess.run(command, env={**os.environ, **one}, check=True)
