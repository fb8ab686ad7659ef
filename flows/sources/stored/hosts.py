"""Host filters of web archives: whole hosts, or path prefixes of a host."""

from __future__ import annotations

from urllib.parse import urlsplit

from flows.sources.base import SourceError

Hosts = tuple[str, ...]


def hosts_in(text: str) -> Hosts:
    """Parse hosts separated by spaces: `outlet.example`, subdomains included, or `outlet.example/world`.

    Raises SourceError for anything else.
    """
    hosts = tuple(text.lower().split())
    for host in hosts:
        if "://" in host or "." not in host.partition("/")[0] or "*" in host:
            raise SourceError(f"{host} is not a host, such as outlet.example or outlet.example/world.")
    return hosts


def among(url: str, hosts: Hosts) -> bool:
    """Whether `url` belongs to one of the hosts; always if `hosts` is empty."""
    parts = urlsplit(url)
    name = parts.hostname or ""
    for host in hosts:
        wanted, slash, path = host.partition("/")
        if (name == wanted or name.endswith("." + wanted)) and parts.path.lower().startswith(slash + path):
            return True
    return not hosts
