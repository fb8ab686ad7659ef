"""SSRF guard: limits which addresses the client may connect to, and for how long.

Addresses in feeds are untrusted. The check applies to the resolved address, before a byte is sent, so neither a
redirect nor DNS rebinding reaches the internal network.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from typing import Any

import httpcore
import httpx

from flows.http.limits import Route

NAT64 = ipaddress.IPv6Network("64:ff9b::/96")

deadline: ContextVar[float] = ContextVar("deadline")
"""time.monotonic() by which the current thread's request must be over."""


class Forbidden(Exception):
    """An address that must not be contacted; the message names it and the reason."""


def is_public(address: str) -> bool:
    """Whether an IP address is on the open internet: not private, loopback, link-local, reserved or multicast."""
    ip: ipaddress.IPv4Address | ipaddress.IPv6Address = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        ip = ip.ipv4_mapped or ip.sixtofour or _behind_nat64(ip) or ip
        if ip.version == 6 and ip.is_site_local:  # deprecated, but virtual machines find their host there
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _behind_nat64(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address embedded in a NAT64 address of the well-known prefix (RFC 6052)."""
    return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in NAT64 else None


def remaining(timeout: float | None) -> float:
    """Seconds for the next step: `timeout`, or the rest of the request's time if that is less."""
    left = deadline.get() - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the time for the whole request is over")
    return left if timeout is None else min(timeout, left)


class Backend(httpcore.NetworkBackend):
    """Connects to public addresses, allowed host names, and hosts with a fixed route."""

    def __init__(self, allowed: frozenset[str], routes: Mapping[str, Route]) -> None:
        self._allowed = allowed
        self._routes = routes
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        route = self._routes.get(host)
        failed: Exception = httpcore.ConnectError(f"{host} has no address")
        for address, at in [route] if route else self._resolve(host, port):
            try:
                return Stream(self._sockets.connect_tcp(address, at, remaining(timeout), local_address, socket_options))
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
        raise failed

    def _resolve(self, host: str, port: int) -> list[Route]:
        """The addresses to try, in order. Forbidden if any address of the name is not public."""
        try:
            entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"{host} has no address") from error
        addresses = [str(entry[4][0]) for entry in entries]
        private = [address for address in addresses if not is_public(address)]
        if private and host not in self._allowed:
            allow = f"DATELINE_ALLOWED_HOSTS='[\"{host}\"]' allows it"
            raise Forbidden(f"{host} is {private[0]}, an address inside this network; {allow}")
        return [(address, port) for address in addresses]


class Stream(httpcore.NetworkStream):
    """A connection whose every operation ends with the deadline of the whole request."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, remaining(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, remaining(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return Stream(self._stream.start_tls(ssl_context, server_hostname, remaining(timeout)))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class Transport(httpx.BaseTransport):
    """httpx transport over an httpcore pool that connects through Backend."""

    def __init__(self, allowed: frozenset[str], routes: Mapping[str, Route], hosts: int) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            max_connections=None,
            max_keepalive_connections=hosts,
            network_backend=Backend(allowed, routes),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = self._pool.handle_request(
            httpcore.Request(
                request.method,
                httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=b"",
                extensions=request.extensions,
            )
        )
        return httpx.Response(answer.status, headers=answer.headers, stream=Body(answer), extensions=answer.extensions)

    def close(self) -> None:
        self._pool.close()


class Body(httpx.SyncByteStream):
    """The body of an httpcore response as an httpx stream."""

    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Any:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()
