"""Where a crawler may go: only http(s), only the source's own site, never into the machine or the local network.

Pure rules. They are applied twice: to every address before it is fetched (`UrlGuard` in middleware.py, redirects
included) and to every address that a host name resolves to (resolver.py), which also stops DNS rebinding.
"""

from __future__ import annotations

import ipaddress
import socket
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from model.config import Source

_DEFAULT_PORTS = {"http": 80, "https": 443}
# `ipaddress` calls these global although they lead to, or embed, addresses that are not.
_NEVER = tuple(
    ipaddress.ip_network(block)
    for block in (
        "192.88.99.0/24",  # 6to4 relays
        "::/96",  # ::a.b.c.d, deprecated IPv4-compatible
        "64:ff9b::/96",  # NAT64
        "64:ff9b:1::/48",  # local NAT64
        "2001::/32",  # Teredo
        "2002::/16",  # 6to4
        "fec0::/10",  # site-local
        "5f00::/16",  # segment routing
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The one site of a source. `loopback` is the source's own allowance for this very machine."""

    host: str
    port: int
    loopback: bool

    @property
    def key(self) -> str:
        """What counts as one site for politeness: the host, with its port when it is an unusual one."""
        return self.host if self.port in _DEFAULT_PORTS.values() else f"{self.host}:{self.port}"


def site_of(source: Source) -> Site:
    """The site that `source.url` is on."""
    parts = urlsplit(source.url)
    return Site(host=_bare(parts.hostname or ""), port=_port(parts), loopback=source.allow_loopback)


def allowed_pairs(sources: list[Source]) -> frozenset[tuple[str, int]]:
    """Host and port, as they are asked of the resolver, that may lead to this machine."""
    pairs = [(urlsplit(source.url).hostname or "", _port(urlsplit(source.url))) for source in sources]
    return frozenset(pair for pair, source in zip(pairs, sources, strict=True) if source.allow_loopback)


def fault_of(url: str, site: Site) -> str | None:
    """Why `url` must not be fetched for `site`; None: it may.

    One of ``bad-address``, ``not-http``, ``off-site``, ``inner-address``.
    """
    try:
        parts = urlsplit(url)
        port = _port(parts)
    except ValueError:
        return "bad-address"
    if parts.scheme not in _DEFAULT_PORTS:
        return "not-http"
    if not parts.hostname or parts.username is not None or parts.password is not None:
        return "bad-address"
    if not _same_place(_bare(parts.hostname), port, site):
        return "off-site"
    literal = _literal(parts.hostname)
    if literal is not None and not may_connect(literal, loopback=site.loopback):
        return "inner-address"
    return None


def part_fault_of(url: str, site: Site) -> str | None:
    """As `fault_of`, for a part (a script, its data) of a page of `site`: it may come from any public host."""
    if fault_of(url, site) is None:
        return None
    try:
        parts = urlsplit(url)
        elsewhere = Site(host=_bare(parts.hostname or ""), port=_port(parts), loopback=False)
    except ValueError:
        return "bad-address"
    return fault_of(url, elsewhere)


def may_connect(address: str, *, loopback: bool) -> bool:
    """May we open a connection to this IP address? `loopback`: the source is allowed on this machine."""
    try:
        ip = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    if ip.is_loopback:
        return loopback
    return ip.is_global and not ip.is_multicast and not any(ip in block for block in _NEVER)


def _same_place(host: str, port: int, site: Site) -> bool:
    usual = set(_DEFAULT_PORTS.values())
    return host == site.host and (port == site.port or {port, site.port} <= usual)


def _port(parts: SplitResult) -> int:
    return parts.port if parts.port is not None else _DEFAULT_PORTS.get(parts.scheme, 0)


def _bare(host: str) -> str:
    """`host` without case, trailing dot and ``www.``; names in Chinese in their ASCII form."""
    host = host.lower().rstrip(".")
    with suppress(UnicodeError):
        host = host.encode("idna").decode("ascii")
    return host.removeprefix("www.")


def _literal(host: str) -> str | None:
    """The IP address that `host` writes out in any of the forms that a resolver understands, else None."""
    try:
        return str(ipaddress.ip_address(host.split("%")[0]))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(host))  # 127.1, 0x7f000001, 2130706433, 0177.0.0.1
    except OSError:
        return None
