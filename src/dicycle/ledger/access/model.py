"""Roles, who asks, and what is kept of a token."""

from enum import StrEnum
from typing import Final, NamedTuple

from msgspec import Struct


class Role(StrEnum):
    """What somebody is to the ledger: a matrix, not a ladder (`dicycle.server.access` has the table)."""

    OPERATOR = "operator"
    PARTNER = "partner"
    AUTHORITY = "authority"
    PUBLIC = "public"


class Principal(NamedTuple):
    """Who asks: a role, and for whom.

    `organisation` is the canonical id of the one in whose name events are captured (``""``: nobody's); `keys` are
    canonical ids of parties and places, and `prefixes` GS1 Company Prefixes, that stand for it in events; `token` is
    the id of the token that proved it.
    """

    role: Role
    organisation: str = ""
    name: str = ""
    keys: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    token: str = ""

    @property
    def sees_all(self) -> bool:
        """Whether every event is open to it."""
        return self.role in (Role.OPERATOR, Role.AUTHORITY)

    @property
    def owner(self) -> str:
        """To whom its jobs, queries and subscriptions belong: its organisation, or ``""`` for the ledger's own."""
        return self.organisation if self.role is Role.PARTNER else ""


NOBODY: Final = Principal(Role.PUBLIC)
"""Whoever asks without a token."""


class Token(Struct, frozen=True, omit_defaults=True):
    """What is kept of a token: everything but its secret, of which only the SHA-256 is here (hexadecimal).

    Times are microseconds since 1970 UTC; `expires` None means never; `revoked` None means that it holds.
    """

    id: str
    digest: str
    role: Role
    created: int
    organisation: str = ""
    name: str = ""
    keys: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    label: str = ""
    expires: int | None = None
    revoked: int | None = None

    @property
    def principal(self) -> Principal:
        """Who shows this token."""
        return Principal(self.role, self.organisation, self.name, self.keys, self.prefixes, self.id)

    def holds(self, at: int) -> bool:
        """Tell whether it opens anything at a moment."""
        return self.revoked is None and (self.expires is None or at < self.expires)
