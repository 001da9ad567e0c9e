"""The key that signs a ledger's checkpoints: one file, made at first use, for the eyes of its owner only."""

import os
import secrets
import stat
from pathlib import Path
from typing import Final

from dicycle.errors import InvalidInput, StoreError
from dicycle.ledger.integrity.notes import Signer, Verifier, checkpoint_note
from dicycle.ledger.store import Sign

_MOST_BYTES: Final = 4096
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


def new_origin() -> str:
    """Return a name for a log that no other log has."""
    return f"dicycle/{secrets.token_hex(8)}"


def signing_key(path: Path, origin: str = "") -> Signer:
    """Return the key in a file; if there is no file, make one, for a log of this origin (or a new one).

    Raises StoreError if the file cannot be read or made, may be read by others, or holds no key.
    """
    try:
        return load_key(path)
    except FileNotFoundError:
        pass
    try:
        _make(path, Signer.new(origin or new_origin()))
        return load_key(path)
    except OSError as wrong:
        sentence = f"The key that signs this ledger's log cannot be made: {wrong.strerror or wrong}."
        raise StoreError.because(
            "log.key-not-made", sentence, str(path), "Check that the folder may be written."
        ) from None


def load_key(path: Path) -> Signer:
    """Return the key in a file; raises FileNotFoundError if there is none, StoreError if it is not as it should be."""
    try:
        with path.open("rb") as file:
            _refuse_shared(file.fileno(), path)
            raw = file.read(_MOST_BYTES)
        return Signer.parse(raw.decode())
    except FileNotFoundError:
        raise
    except OSError as wrong:
        sentence = f"The key that signs this ledger's log cannot be read: {wrong.strerror or wrong}."
        raise StoreError.because("log.key-unreadable", sentence, str(path)) from None
    except (InvalidInput, UnicodeDecodeError):
        advice = "Put the key back from a backup. With a new one, those who trust the old one must be told."
        raise StoreError.because("log.key-broken", "This file holds no key of a log.", str(path), advice) from None


def signing(signer: Signer) -> Sign:
    """Return what a store calls to have the checkpoint of a transaction signed."""
    return lambda size, root, _: checkpoint_note(signer, size, root)


def read_verifier(text_or_path: str) -> Verifier:
    """Return a verifier key that was given as text or as the name of a file that holds it; raises InvalidInput."""
    try:
        return Verifier.parse(text_or_path)
    except InvalidInput:
        path = Path(text_or_path)
    try:
        with path.open("rb") as file:
            return Verifier.parse(file.read(_MOST_BYTES).decode())
    except (OSError, ValueError, InvalidInput):
        advice = "A verifier key looks like name+1a2b3c4d+base64; 'dicycle log' prints that of a ledger."
        sentence = f"{text_or_path!r} is neither a verifier key nor a file that holds one."
        raise InvalidInput.because("log.not-a-key", sentence, advice=advice) from None


def _refuse_shared(file: int, path: Path) -> None:
    if os.name == "posix" and stat.S_IMODE(os.fstat(file).st_mode) & _OTHERS:
        sentence = "This key may be read by others than its owner, so it proves nothing."
        raise StoreError.because("log.key-shared", sentence, str(path), "Make it yours alone: chmod 600.")


def _make(path: Path, signer: Signer) -> None:
    """Write a key to a file that is not there; if another process was quicker, its key stays."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(f"{signer.text}\n")
            file.flush()
            os.fsync(file.fileno())
        _link(draft, path)
    finally:
        draft.unlink()
    _sync_folder(path.parent)


def _link(draft: Path, path: Path) -> None:
    try:
        os.link(draft, path)
    except FileExistsError:
        return


def _sync_folder(folder: Path) -> None:
    """Make the new name durable: a key that signed something must not be gone after a power cut."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
