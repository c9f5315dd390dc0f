"""Checks every address that a host name resolves to, at the moment of connecting.

Twisted asks the reactor's resolver for literal addresses too, so that 127.1, 0x7f000001 and a name that points
inwards (or does so the second time: DNS rebinding) all pass here. Works only as `TWISTED_DNS_RESOLVER` of a crawler
process with a reactor; Scrapy ignores the setting elsewhere without a word.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from twisted.internet.base import ReactorBase
from twisted.internet.interfaces import IAddress, IHostnameResolver, IHostResolution, IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]

from crawlers.manners.guard import may_connect


class Guarded(Protocol):
    """What the crawler process carries for its resolver.

    `loopback`: host and port pairs that may lead to this machine. `refused_names`: filled with the names that led
    inwards, so that the reason can be told.
    """

    loopback: frozenset[tuple[str, int]]
    refused_names: set[str]


@implementer(IHostnameResolver)
class GuardedResolver:
    """The reactor's own resolver without the addresses that nobody may connect to."""

    def __init__(self, process: Guarded, reactor: Any) -> None:
        self._process, self._reactor = process, reactor
        self._inner: Any = reactor.nameResolver  # zope interfaces say nothing to mypy

    @classmethod
    def from_crawler(cls, crawler: Guarded, reactor: ReactorBase) -> GuardedResolver:
        """Scrapy hands over the crawler process here, not a crawler."""
        return cls(crawler, reactor)

    def install_on_reactor(self) -> None:
        """Every later connection of this process asks us."""
        self._reactor.installNameResolver(self)

    def resolveHostName(
        self,
        resolutionReceiver: IResolutionReceiver,
        hostName: str,
        portNumber: int = 0,
        addressTypes: Sequence[type[IAddress]] | None = None,
        transportSemantics: str = "TCP",
    ) -> IHostResolution:
        """Resolve `hostName`; addresses that may not be connected to are left out."""
        loopback = (hostName, portNumber) in self._process.loopback
        sieve = _Sieve(resolutionReceiver, loopback, lambda: self._process.refused_names.add(hostName))
        found: IHostResolution = self._inner.resolveHostName(
            sieve, hostName, portNumber, addressTypes, transportSemantics
        )
        return found


@implementer(IResolutionReceiver)
class _Sieve:
    def __init__(self, receiver: Any, loopback: bool, refused: Callable[[], None]) -> None:
        self._receiver, self._loopback, self._refused = receiver, loopback, refused

    def resolutionBegan(self, resolution: IHostResolution) -> None:
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: IAddress) -> None:
        if may_connect(str(getattr(address, "host", "")), loopback=self._loopback):
            self._receiver.addressResolved(address)
        else:
            self._refused()

    def resolutionComplete(self) -> None:
        self._receiver.resolutionComplete()
