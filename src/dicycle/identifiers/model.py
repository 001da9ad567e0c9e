"""The name of a thing, whatever syntax it came in."""

from dataclasses import dataclass, field

from dicycle.errors import InvalidIdentifier
from dicycle.identifiers.canonical import class_of
from dicycle.identifiers.checks import refuse
from dicycle.identifiers.keys import Level, Parts
from dicycle.identifiers.links import CANONICAL_DOMAIN, link_of
from dicycle.identifiers.prefixes import company_prefix_length
from dicycle.identifiers.urns import urn_of


@dataclass(frozen=True, slots=True)
class Identifier:
    """One identifier, read.

    `scheme` is the key's name (``sgtin``, ``lgtin``, ``gtin``, ``sscc``, …), ``gbt34014`` or ``uri``; `uri` is
    the form that the ledger indexes (for a bare GB/T 34014 code, the code itself); `values` are the AI values,
    decoded: ``(("01", "09521234123453"), ("21", "A1"))``. Two identifiers are equal when they name the same thing.
    """

    scheme: str
    level: Level
    uri: str
    values: tuple[tuple[str, str], ...] = ()
    parts: Parts | None = field(default=None, compare=False, repr=False)
    prefix_length: int | None = field(default=None, compare=False, repr=False)

    @classmethod
    def of(cls, parts: Parts, prefix_length: int | None = None) -> "Identifier":
        """Return the identifier of a GS1 key; `prefix_length` is known where it came as a URN."""
        return cls(parts.key.name, parts.level, link_of(parts), parts.values, parts, prefix_length)

    def __str__(self) -> str:
        return self.uri

    @property
    def digital_link(self) -> str | None:
        """The canonical GS1 Digital Link; None for what is not a GS1 key."""
        return None if self.parts is None else self.uri

    @property
    def class_id(self) -> str | None:
        """The canonical link of the class this instance or lot belongs to; None where there is none."""
        return class_of(self.uri)

    @property
    def serial(self) -> str | None:
        """The serial, lot number or extension of a GS1 key; None where it has none."""
        return None if self.parts is None else self.parts.serial

    def value(self, ai: str) -> str | None:
        """Return the value under an application identifier, None where this key has no such AI."""
        return dict(self.values).get(ai)

    def at(self, domain: str = CANONICAL_DOMAIN) -> str:
        """Return the Digital Link under another domain (``https://id.example.com/some/path``).

        Raises InvalidIdentifier for what is not a GS1 key.
        """
        return link_of(self._gs1(), domain.rstrip("/"))

    def to_urn(self, gcp_length: int | None = None) -> str | None:
        """Return the EPC URN, or None where there is none or the company prefix length is not known."""
        try:
            return self.urn(gcp_length)
        except InvalidIdentifier:
            return None

    def urn(self, gcp_length: int | None = None) -> str:
        """Return the EPC URN; a class gives its pattern (``urn:epc:idpat:sgtin:9521234.012345.*``).

        A URN shows where the GS1 Company Prefix ends, a Digital Link does not. The length is taken from
        `gcp_length`, else from the URN this was read from, else from what `register_company_prefix` was told,
        else from the public tables. Raises InvalidIdentifier when none of them knows, or for no GS1 key.
        """
        parts = self._gs1()
        length = gcp_length or self.prefix_length or company_prefix_length(parts)
        if length is None:
            raise refuse(
                "company-prefix-unknown",
                f"Where the company prefix of {self.uri} ends is not known, so its EPC URN cannot be written.",
                self.uri,
                "Give gcp_length=, or register the prefix once with register_company_prefix().",
            )
        return urn_of(parts, length)

    def _gs1(self) -> Parts:
        if self.parts is None:
            sentence = f"{self.uri!r} is not a GS1 key, so it has neither Digital Link nor EPC URN."
            raise refuse("not-gs1", sentence, self.uri)
        return self.parts
