"""Sending to addresses that users chose: checked, resolved once, bounded in time and size, never redirected."""

import ipaddress
import re
import socket
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.parse import SplitResult, urlsplit

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection

from shared.bus.offload import run_in_thread
from shared.errors import RuleBroken

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

WHOLE_SECONDS = 10.0
MOST_BYTES = 16 * 1024
EXCERPT_BYTES = 1000
DEFAULT_PORTS = {"https": 443, "http": 80}
EMBEDDING = tuple(ipaddress.ip_network(one) for one in ("64:ff9b::/96", "::/96"))
"""Networks whose last 32 bits are an IPv4 address: NAT64 and the old compatible form."""

_FORBIDDEN = re.compile(r"[\x00-\x20\x7f\\]|[^\x00-\x7f]")
_HOST = re.compile(r"[a-z0-9._:-]+", re.IGNORECASE)


class AddressRefused(RuleBroken):
    """The address is none that may be sent to. Why exactly is not told: it would map the network for the asker."""

    code = "address_refused"


@dataclass(frozen=True)
class Guard:
    """`allowed` are networks that may be sent to although they are private; `ports` pairs of first and last port."""

    allowed: tuple[Network, ...] = ()
    ports: tuple[tuple[int, int], ...] = ((80, 80), (443, 443), (8080, 8080), (8443, 8443))

    def permits(self, address: Address) -> bool:
        return self.is_allowed(address) or all(_is_public(one) for one in _meanings(address))

    def is_allowed(self, address: Address) -> bool:
        return any(one in network for one in _meanings(address) for network in self.allowed)


@dataclass(frozen=True)
class Target:
    """A checked URL and the one address that it is sent to, whatever its name may mean a moment later."""

    scheme: str
    host: str
    port: int
    path: str
    address: str


@dataclass(frozen=True)
class Answer:
    """What came of one request: a status, or why there is none."""

    status: int | None
    error: str | None
    excerpt: str
    milliseconds: int


def guard_of(allowed: Iterable[str], ports: Iterable[tuple[int, int]]) -> Guard:
    """Raises ValueError for what is no network."""
    return Guard(tuple(ipaddress.ip_network(one, strict=False) for one in allowed), tuple(ports))


def aim(url: str, guard: Guard) -> Target:
    """Check a URL and resolve its host, once. Raises `AddressRefused`."""
    parts, port = _parts(url)
    if not any(first <= port <= last for first, last in guard.ports):
        raise _refused()
    host = parts.hostname or ""
    addresses = _resolve(host, port)
    if not addresses or not all(guard.permits(one) for one in addresses):
        raise _refused()
    if parts.scheme == "http" and not all(guard.is_allowed(one) for one in addresses):
        raise AddressRefused("Use https: what is sent holds business data.")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, host, port, path, str(addresses[0]))


def post(target: Target, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Send once. Follows nothing, reads the beginning of the answer, and takes no longer than `WHOLE_SECONDS`.

    A receiver that drips its answer byte by byte is cut off: a timeout of the socket alone would never end.
    """
    began = time.monotonic()
    connection = _connection(target)
    watch = threading.Timer(WHOLE_SECONDS, _cut, (connection,))
    watch.daemon = True
    watch.start()
    try:
        connection.request("POST", target.path, body, {**headers, "Host": _named(target)}, preload_content=False)
        response = connection.getresponse()
        excerpt = response.read(MOST_BYTES, decode_content=False)[:EXCERPT_BYTES].decode("utf-8", "replace")
        return Answer(response.status, None, excerpt.replace("\x00", "\ufffd"), _since(began))
    except (urllib3.exceptions.HTTPError, HTTPException, OSError, ValueError) as fault:
        late = time.monotonic() - began >= WHOLE_SECONDS
        return Answer(None, "no answer in time" if late else type(fault).__name__, "", _since(began))
    finally:
        watch.cancel()
        connection.close()


def _named(target: Target) -> str:
    host = f"[{target.host}]" if ":" in target.host else target.host
    return host if target.port == DEFAULT_PORTS[target.scheme] else f"{host}:{target.port}"


def _cut(connection: Any) -> None:
    held = getattr(connection, "sock", None)
    if held is not None:
        try:
            held.shutdown(socket.SHUT_RDWR)
        except OSError:
            held.close()  # it went away by itself meanwhile


def _connection(target: Target) -> HTTPConnection:
    """To the address that was checked; the certificate must be that of the name."""
    if target.scheme == "http":
        return HTTPConnection(target.address, target.port, timeout=WHOLE_SECONDS)
    return HTTPSConnection(
        target.address,
        target.port,
        timeout=WHOLE_SECONDS,
        cert_reqs="CERT_REQUIRED",
        server_hostname=target.host,
        assert_hostname=target.host,
    )


def _parts(url: str) -> tuple[SplitResult, int]:
    try:
        parts = urlsplit(url)
        port = parts.port or DEFAULT_PORTS.get(parts.scheme, 0)
    except ValueError:
        raise AddressRefused("This is no URL.") from None
    odd = _FORBIDDEN.search(url) or not _HOST.fullmatch(parts.hostname or "")
    if odd or parts.scheme not in DEFAULT_PORTS or parts.username is not None or parts.password is not None:
        raise AddressRefused("Give an https URL in ASCII, with a host and without user and password.")
    if parts.fragment or "#" in url:
        raise AddressRefused("A URL to send to has no fragment.")
    return parts, port


def _resolve(host: str, port: int) -> list[Address]:
    """Every address of the host, none where there is no such host. A slow name server holds up nobody else."""
    try:
        found = run_in_thread(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
        return [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    except (OSError, UnicodeError, ValueError):
        return []


def _meanings(address: Address) -> list[Address]:
    """The address and every IPv4 address that it stands for."""
    if isinstance(address, ipaddress.IPv4Address):
        return [address]
    embedded: list[Address | None] = [address.ipv4_mapped, address.sixtofour]
    if address.teredo:
        embedded += address.teredo
    if any(address in network for network in EMBEDDING):
        embedded.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    meant = [one for one in embedded if one is not None]
    return meant if address.ipv4_mapped else [address, *meant]


def _is_public(address: Address) -> bool:
    return address.is_global and not address.is_multicast and not address.is_reserved


def _refused() -> AddressRefused:
    return AddressRefused("This host and port may not be sent to, or there is no such host.")


def _since(began: float) -> int:
    return round((time.monotonic() - began) * 1000)
