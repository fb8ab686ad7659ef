"""Which outlets of an archive to read: hosts, or parts of a host."""

from __future__ import annotations

from urllib.parse import urlsplit

from flows.sources.base import SourceError

Hosts = tuple[str, ...]


def hosts_in(text: str) -> Hosts:
    """The hosts of a cell, separated by spaces: `outlet.example`, with all its subdomains, or `outlet.example/world`.

    SourceError where one is none.
    """
    found = tuple(text.lower().split())
    for host in found:
        if "://" in host or "." not in host.partition("/")[0] or "*" in host:
            raise SourceError(f"{host} is not a host, such as outlet.example or outlet.example/world.")
    return found


def among(url: str, hosts: Hosts) -> bool:
    """Whether an address is of one of the hosts; of any where there are none."""
    parts = urlsplit(url)
    name = parts.hostname or ""
    for host in hosts:
        wanted, slash, path = host.partition("/")
        if (name == wanted or name.endswith("." + wanted)) and parts.path.lower().startswith(slash + path):
            return True
    return not hosts
