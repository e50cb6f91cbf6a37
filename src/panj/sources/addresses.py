"""Which addresses of the network may be read: public ones, and nothing that leads inside."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Sequence

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_IPV4_COMPATIBLE = ipaddress.IPv6Network("::/96")


def resolve(host: str, port: int) -> Sequence[str]:
    """Return the addresses of a host as the system resolves it, decimal and octal spellings of numbers included.

    Raises:
        OSError: there is no such host.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise OSError(f"{host} is no host name") from error
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def is_public(address: str) -> bool:
    """Say whether an address lies in the public network, and so does every address that is wrapped in it."""
    try:
        one = ipaddress.ip_address(address)
    except ValueError:
        return False
    return all(
        each.is_global
        and not (each.is_private or each.is_loopback or each.is_link_local or each.is_multicast or each.is_reserved)
        for each in (_unwrapped(one) or [one])
    ) and not getattr(one, "is_site_local", False)


def _unwrapped(address: Address) -> list[Address]:
    """Return the IPv4 addresses that an IPv6 address carries: packets to it may end up there."""
    if isinstance(address, ipaddress.IPv4Address):
        return []
    if address.ipv4_mapped:
        return [address.ipv4_mapped]
    if address in _NAT64 or address in _IPV4_COMPATIBLE:
        return [ipaddress.IPv4Address(address.packed[-4:])] if int(address) > 1 else []
    if address.sixtofour:
        return [address.sixtofour]
    return list(address.teredo or [])
