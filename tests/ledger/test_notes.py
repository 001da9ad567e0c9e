"""Signed notes, checkpoints and keys are those of the C2SP specifications."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger.logbook import code_of

from dicycle.errors import DicycleError, InvalidInput, StoreError
from dicycle.ledger.integrity.keys import load_key, read_verifier, signing, signing_key
from dicycle.ledger.integrity.notes import (
    Signer,
    TreeHead,
    Verifier,
    checkpoint_note,
    encoded,
    open_checkpoint,
    read_note,
    signed_by,
)

# The example of c2sp.org/signed-note.
KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
LINE = "example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM="
EXAMPLE = f"This is an example message.\n\n— {LINE}\n"

SIGNER = Signer("example.com/ledger", bytes(32))
ROOT = bytes(range(32))
GOOD = checkpoint_note(SIGNER, 7, ROOT)


def code(note: str | bytes, *keys: Verifier) -> str:
    """Return the code of the finding with which a checkpoint is refused."""
    with pytest.raises(InvalidInput) as refused:
        open_checkpoint(note, keys or [SIGNER.verifier])
    [finding] = refused.value.findings
    assert finding.sentence.endswith(".")
    return finding.code


def test_the_note_of_the_specification_is_verified() -> None:
    """Its key, and only its key, signed it; and its key is written as it was read."""
    key = Verifier.parse(KEY)
    assert str(key) == KEY
    assert signed_by(read_note(EXAMPLE), [SIGNER.verifier, key]) == (key,)
    with pytest.raises(InvalidInput):
        signed_by(read_note(EXAMPLE.replace("example m", "altered m")), [key])


@given(st.integers(0, 10**18), st.binary(min_size=32, max_size=32))
def test_a_checkpoint_says_what_was_signed(size: int, root: bytes) -> None:
    """Origin, size and root go into a note and come out of it."""
    assert open_checkpoint(checkpoint_note(SIGNER, size, root), [SIGNER.verifier]) == TreeHead(SIGNER.name, size, root)


def test_further_lines_and_signatures_are_let_be() -> None:
    """A log may add lines, change its key and have witnesses sign beside it; who does not know them looks past them."""
    text = TreeHead("example.com/ledger", 7, ROOT, ("more", "and more")).text
    other = Signer("witness.example/w", bytes(31) + b"1")
    note = SIGNER.sign(text) + other.sign(text).rpartition("\n\n")[2]
    head = open_checkpoint(note, [SIGNER.verifier])
    assert (head.size, head.extensions) == (7, ("more", "and more"))
    assert open_checkpoint(note, [other.verifier]) == head
    assert len(read_note(note).signatures) == 2


@pytest.mark.parametrize(
    ("note", "why"),
    [
        ("", "log.not-a-note"),
        ("no signature\n", "log.not-a-note"),
        (GOOD.rstrip("\n"), "log.not-a-note"),
        (GOOD + "\n", "log.not-a-note"),
        (GOOD.replace("— ", "- "), "log.not-a-note"),
        (GOOD.replace("\n7\n", "\n7\r\n"), "log.not-a-note"),
        (GOOD.encode() + b"\xff\n", "log.not-a-note"),
        (GOOD.replace("7", "\ud800", 1), "log.not-a-note"),
        (GOOD + f"— x {'A' * 300_000}\n", "log.not-a-note"),
        (GOOD + "— x AAAAAAAA\n" * 64, "log.not-a-note"),
        (GOOD + "— x +y AAAAAAAA\n", "log.not-a-note"),
        (GOOD + "— x AAAA\n", "log.not-a-note"),
        (GOOD + "— x AAAAAAB=\n", "log.not-a-note"),
        (GOOD.replace("\n7\n", "\n8\n"), "log.bad-signature"),
        (GOOD.replace(encoded(ROOT), encoded(bytes(32))), "log.bad-signature"),
        (Signer("example.com/ledger", bytes(31) + b"1").sign("x\n7\ny\n"), "log.unknown-signer"),
        (Signer("example.com/other", bytes(32)).sign(read_note(GOOD).text), "log.unknown-signer"),
        (SIGNER.sign("x\n7\n"), "log.not-a-checkpoint"),
        (SIGNER.sign(f"x\n07\n{encoded(ROOT)}\n"), "log.not-a-checkpoint"),
        (SIGNER.sign(f"x\n-7\n{encoded(ROOT)}\n"), "log.not-a-checkpoint"),
        (SIGNER.sign(f"x\n٧\n{encoded(ROOT)}\n"), "log.not-a-checkpoint"),
        (SIGNER.sign(f"x\n7\n{encoded(ROOT[1:])}\n"), "log.not-a-checkpoint"),
        (SIGNER.sign(f"x\n7\n{encoded(ROOT)} \n"), "log.not-a-checkpoint"),
        (SIGNER.sign(f"x\n7\n{encoded(ROOT)}\n\nmore\n"), "log.not-a-checkpoint"),
    ],
)
def test_what_is_no_checkpoint_is_refused(note: str | bytes, why: str) -> None:
    """Whatever is not exactly a checkpoint that a trusted key signed says nothing."""
    assert code(note) == why


def test_a_false_signature_of_a_known_key_spoils_a_note() -> None:
    """Even if another trusted key signed it too (c2sp.org/signed-note, Signatures)."""
    other = Signer("witness.example/w", bytes(31) + b"1")
    note = GOOD + f"— {other.name} {encoded(other.verifier.key_id + bytes(64))}\n"
    assert code(note, SIGNER.verifier, other.verifier) == "log.bad-signature"
    assert open_checkpoint(note, [SIGNER.verifier]).size == 7


@given(st.text() | st.binary())
def test_any_text_is_read_or_refused(raw: str | bytes) -> None:
    """Bad input gets a sentence, never a crash."""
    for read in (read_note, lambda raw: open_checkpoint(raw, [SIGNER.verifier])):
        assert code_of(read, raw) in ("", "log.not-a-note", "log.unknown-signer")


@given(
    st.text().filter(lambda text: text.strip() not in (KEY, SIGNER.text))  # Hypothesis draws literals of this file, too
    | st.builds(lambda key, at: key[: at % len(key)], st.sampled_from([KEY, SIGNER.text]), st.integers(0, 70))
)
def test_other_texts_are_no_keys(text: str) -> None:
    """A key that was cut is no key."""
    for kind in (Verifier, Signer):
        assert code_of(kind.parse, text) in ("log.not-a-key", "log.key-kind")


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb", "a\u2003b"])
def test_a_key_has_a_name_that_a_note_can_carry(name: str) -> None:
    """No spaces, no plus, and not nothing."""
    with pytest.raises(InvalidInput, match="cannot be the name"):
        Signer.new(name)


def test_a_key_of_another_kind_is_named_as_such() -> None:
    """Only Ed25519 keys are verified here."""
    key = f"x+{'0' * 8}+{encoded(bytes([4]) + bytes(32))}"
    with pytest.raises(InvalidInput, match="not of the kind Ed25519"):
        Verifier.parse(key)


# ---------------------------------------------------------------- the file


def test_a_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    """The file is there from the first use on, can be read by nobody else, and stays."""
    path = tmp_path / "ledger.key"
    made = signing_key(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert signing_key(path) == load_key(path) == made
    assert made.name.startswith("dicycle/")
    assert signing_key(tmp_path / "other.key", "example.com/ledger").name == "example.com/ledger"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["ledger.key", "other.key"]
    assert made.text.split("+")[4] not in repr(made)


def test_of_several_who_make_a_key_at_once_one_wins(tmp_path: Path) -> None:
    """All of them sign with the same key afterwards."""
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: signing_key(tmp_path / "ledger.key"), range(16)))
    assert len(keys) == 1
    assert [one.name for one in tmp_path.iterdir()] == ["ledger.key"]


def test_a_store_signs_with_the_key(tmp_path: Path) -> None:
    """What a store is given to sign with makes checkpoints of the key's own origin."""
    signer = signing_key(tmp_path / "ledger.key")
    assert open_checkpoint(signing(signer)(3, ROOT, 0), [signer.verifier]) == TreeHead(signer.name, 3, ROOT)


def refusal(path: Path) -> str:
    """Return the code of the finding with which a key file is refused."""
    with pytest.raises(StoreError) as refused:
        signing_key(path)
    [finding] = refused.value.findings
    assert finding.where == str(path)
    return finding.code


@pytest.mark.skipif(os.name != "posix", reason="permissions are those of POSIX")
def test_a_key_that_others_may_read_is_refused(tmp_path: Path) -> None:
    """A signature proves nothing if anybody could have made it."""
    path = tmp_path / "ledger.key"
    signing_key(path)
    for mode in (0o644, 0o640, 0o602):
        path.chmod(mode)
        assert refusal(path) == "log.key-shared"


@pytest.mark.parametrize(
    "content", [b"", b"nonsense", KEY.encode(), b"\xff\xfe", SIGNER.text[:-3].encode(), b"x" * 10_000]
)
def test_a_broken_key_is_refused_and_not_replaced(tmp_path: Path, content: bytes) -> None:
    """A new key in its place would break the trust in all that the old one signed, unnoticed."""
    path = tmp_path / "ledger.key"
    path.write_bytes(content)
    path.chmod(0o600)
    assert refusal(path) == "log.key-broken"
    assert path.read_bytes() == content


def test_a_key_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    """A folder that is not there, a file in the way."""
    assert refusal(tmp_path / "nowhere" / "ledger.key") == "log.key-not-made"
    (tmp_path / "folder").mkdir()
    assert refusal(tmp_path / "folder") in ("log.key-unreadable", "log.key-shared")


def test_a_verifier_key_comes_as_text_or_in_a_file(tmp_path: Path) -> None:
    """Whoever trusts a key types it, or names the file."""
    (tmp_path / "key").write_text(f"{KEY}\n", encoding="utf-8")
    assert read_verifier(KEY) == read_verifier(str(tmp_path / "key")) == Verifier.parse(KEY)
    for wrong in ("nonsense", str(tmp_path), "\0", KEY[:-1]):
        with pytest.raises(DicycleError, match="neither a verifier key nor a file"):
            read_verifier(wrong)
