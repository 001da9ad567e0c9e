"""Signed notes and checkpoints (c2sp.org/signed-note, c2sp.org/tlog-checkpoint), with Ed25519 signatures.

A note is a text and the signatures under it. A checkpoint is a note that says what a log was: its origin, how many
entries it had, and the root over them. Signatures of keys that nobody trusts are passed over, as the specification
has it; so a log can change its key, and witnesses can sign beside it.
"""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from typing import Final, NamedTuple, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from dicycle.errors import InvalidInput
from dicycle.ledger.integrity.entries import DIGEST_BYTES

ED25519: Final = b"\1"
"""The type of signature that is made and verified here."""

MOST_BYTES: Final = 256 * 1024
MOST_SIGNATURES: Final = 64
_ID_BYTES: Final = 4
_MARK: Final = "\N{EM DASH} "
_SECRET: Final = "PRIVATE+KEY+"


class Signature(NamedTuple):
    """A line under a note: who signed, the id of the key, and what it signed to."""

    name: str
    key_id: bytes
    signature: bytes


class Note(NamedTuple):
    """A text, ending in a newline, and the signatures under it."""

    text: str
    signatures: tuple[Signature, ...]


class Verifier(NamedTuple):
    """A public key and the name of its holder."""

    name: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        """The four bytes by which a signature says which key it is of."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:_ID_BYTES]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{encoded(ED25519 + self.public)}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a verifier key, ``name+hash+base64``; raises InvalidInput."""
        name, kind, material, said = _key_parts(text.strip())
        if kind != ED25519:
            sentence = f"The key of {name!r} is not of the kind Ed25519, which is what is verified here."
            raise InvalidInput.because("log.key-kind", sentence)
        verifier = cls(name, material)
        if len(material) != 32 or verifier.key_id != said:
            raise _no_key("Its parts do not belong together.")
        return verifier

    def verify(self, text: str, signature: bytes) -> bool:
        """Tell whether the signature is of this key and over this text."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text.encode())
        except (InvalidSignature, ValueError):
            return False
        return True


# Making a key from its bytes takes as long as signing with it, so a few are kept.
@lru_cache(maxsize=8)
def _private(secret: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(secret)


@lru_cache(maxsize=8)
def _verifier(name: str, secret: bytes) -> Verifier:
    return Verifier(name, _private(secret).public_key().public_bytes_raw())


class Signer(NamedTuple):
    """A private key and the name of its holder, which is also the origin of the log that it signs for."""

    name: str
    secret: bytes

    @classmethod
    def new(cls, name: str) -> Self:
        """Make a key."""
        if not is_key_name(name):
            sentence = (
                f"{name!r} cannot be the name of a key: it is empty, or has a space, a control character or a plus."
            )
            raise InvalidInput.because("log.key-name", sentence, advice="Use something like example.com/ledger.")
        return cls(name, Ed25519PrivateKey.generate().private_bytes_raw())

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a private key as Go's sumdb/note writes it; raises InvalidInput."""
        text = text.strip()
        if not text.startswith(_SECRET):
            raise _no_key(f"A private key begins with {_SECRET}.")
        name, kind, material, said = _key_parts(text.removeprefix(_SECRET))
        if kind != ED25519 or len(material) != 32 or cls(name, material).verifier.key_id != said:
            raise _no_key("Its parts do not belong together.")
        return cls(name, material)

    @property
    def text(self) -> str:
        """The private key in text: to be kept secret."""
        return f"{_SECRET}{self.name}+{self.verifier.key_id.hex()}+{encoded(ED25519 + self.secret)}"

    def __repr__(self) -> str:
        return f"Signer({self.name!r})"

    @property
    def verifier(self) -> Verifier:
        """The public key that belongs to it."""
        return _verifier(self.name, self.secret)

    def sign(self, text: str) -> str:
        """Return the text as a note that this key signed; the text ends in a newline."""
        signature = encoded(self.verifier.key_id + _private(self.secret).sign(text.encode()))
        return f"{text}\n{_MARK}{self.name} {signature}\n"


class TreeHead(NamedTuple):
    """What a checkpoint says: of which log, how many entries, the root over them, and lines of its own."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The text of the checkpoint, as it is signed."""
        return "".join(f"{line}\n" for line in (self.origin, self.size, encoded(self.root), *self.extensions))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the text of a checkpoint; raises InvalidInput."""
        lines = text.split("\n")
        if len(lines) < 4 or not all(lines[:-1]) or lines[-1]:
            raise _no_checkpoint("It has fewer than three lines, or an empty one.")
        size, root = lines[1], decoded(lines[2])
        if not (size.isascii() and size.isdigit() and len(size) < 20) or size != str(int(size)):
            raise _no_checkpoint(f"Its size is {size!r}.")
        if root is None or len(root) != DIGEST_BYTES:
            raise _no_checkpoint(f"Its root is {lines[2]!r}.")
        return cls(lines[0], int(size), root, tuple(lines[3:-1]))


def checkpoint_note(signer: Signer, size: int, root: bytes) -> str:
    """Return the signed checkpoint of a log that has this size and root; the signer's name is its origin."""
    return signer.sign(TreeHead(signer.name, size, root).text)


def read_note(raw: str | bytes) -> Note:
    """Take a note apart; raises InvalidInput if it is none. Nothing is verified."""
    text = _as_text(raw)
    body, gap, tail = text.rpartition("\n\n")
    lines = tail.split("\n")
    if not gap or lines[-1] or len(lines) < 2:
        raise _no_note("It does not end in an empty line and signatures.")
    if len(lines) - 1 > MOST_SIGNATURES:
        raise _no_note(f"It has more than {MOST_SIGNATURES} signatures.")
    return Note(body + "\n", tuple(map(_signature, lines[:-1])))


def signed_by(note: Note, keys: Iterable[Verifier]) -> tuple[Verifier, ...]:
    """Return which of the keys signed a note.

    Raises InvalidInput if none did, or if a signature that names one of them is not of it.
    """
    known = {(key.name, key.key_id): key for key in keys}
    found: list[Verifier] = []
    for name, key_id, signature in note.signatures:
        key = known.get((name, key_id))
        if key is None:
            continue
        if not key.verify(note.text, signature):
            sentence = f"The signature of {name} under this note is not over this text."
            raise InvalidInput.because("log.bad-signature", sentence)
        found.append(key)
    if not found:
        signers = ", ".join(f"{one.name}+{one.key_id.hex()}" for one in note.signatures)
        sentence = f"No key that is trusted here signed this note; it was signed by {signers}."
        raise InvalidInput.because("log.unknown-signer", sentence, advice="Name the log's key with --key.")
    return tuple(found)


def open_checkpoint(raw: str | bytes, keys: Iterable[Verifier]) -> TreeHead:
    """Return what a signed checkpoint says, once a trusted key is seen to have signed it; raises InvalidInput."""
    note = read_note(raw)
    signed_by(note, keys)
    return TreeHead.parse(note.text)


def encoded(raw: bytes) -> str:
    """Return bytes in base64 (RFC 4648 §4)."""
    return b64encode(raw).decode()


def decoded(text: str) -> bytes | None:
    """Return the bytes of a base64 text, or None if it is none in its one right spelling."""
    try:
        raw = b64decode(text, validate=True)
    except (NotBase64, ValueError):
        return None
    return raw if encoded(raw) == text else None


def is_key_name(name: str) -> bool:
    """Tell whether a key may be called so: not empty, no space of any kind, no plus, no control character."""
    return bool(name) and "+" not in name and name.isprintable() and not any(map(str.isspace, name))


def _as_text(raw: str | bytes) -> str:
    if len(raw) > MOST_BYTES:
        raise _no_note(f"It is longer than {MOST_BYTES} bytes.")
    try:
        text = (raw.encode() if isinstance(raw, str) else raw).decode()
    except UnicodeError:
        raise _no_note("It is not UTF-8.") from None
    if any(character < " " and character != "\n" for character in text):
        raise _no_note("It has control characters.")
    return text


def _signature(line: str) -> Signature:
    name, gap, written = line.removeprefix(_MARK).partition(" ")
    raw = decoded(written)
    if not line.startswith(_MARK) or not gap or not is_key_name(name) or raw is None or len(raw) <= _ID_BYTES:
        raise _no_note("A line under its text is not a signature.")
    return Signature(name, raw[:_ID_BYTES], raw[_ID_BYTES:])


def _key_parts(text: str) -> tuple[str, bytes, bytes, bytes]:
    """Return name, kind, material and id of a key in text."""
    name, _, rest = text.partition("+")
    said, gap, material = rest.partition("+")
    raw = decoded(material)
    if not gap or not is_key_name(name) or not raw or len(said) != 8 or said.strip("0123456789abcdef"):
        raise _no_key("It has the form name+hash+base64.")
    return name, raw[:1], raw[1:], bytes.fromhex(said)


def _no_note(why: str) -> InvalidInput:
    return InvalidInput.because("log.not-a-note", f"This is not a signed note. {why}")


def _no_key(why: str) -> InvalidInput:
    return InvalidInput.because("log.not-a-key", f"This is not a key of a log. {why}")


def _no_checkpoint(why: str) -> InvalidInput:
    return InvalidInput.because("log.not-a-checkpoint", f"This is not a checkpoint of a log. {why}")
