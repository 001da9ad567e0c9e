"""Invented documents in four languages, to try the register with."""

from importlib import resources

_ENDING = ".txt"


def samples() -> list[tuple[str, bytes]]:
    """Return the name and the bytes of each sample."""
    files = sorted(resources.files(__package__).iterdir(), key=lambda one: one.name)
    return [(one.name, one.read_bytes()) for one in files if one.name.endswith(_ENDING)]
