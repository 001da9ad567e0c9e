"""Which addresses are out in the world: the rest is this machine, its network, or nobody."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network
from typing import Final

_TRANSLATED: Final = IPv6Network("64:ff9b::/96")
"""IPv4 behind NAT64 (RFC 6052): the last 32 bits are the address."""


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Tell whether an address can be somebody else's: global unicast, also where IPv6 carries an IPv4 address."""
    if isinstance(address, IPv6Address):
        inner = _carried(address)
        if inner is not None:
            return is_public(inner)
        if address.is_site_local:  # deprecated (RFC 3879), and routed inside where it still is
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _carried(address: IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address that an IPv6 address stands for: mapped, translated or tunnelled."""
    if address in _TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
