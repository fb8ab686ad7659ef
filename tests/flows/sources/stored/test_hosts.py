"""Host filters of web archives."""

from __future__ import annotations

import pytest

from flows.sources.base import SourceError
from flows.sources.stored.hosts import among, hosts_in


@pytest.mark.parametrize(
    ("url", "held"),
    [
        ("https://outlet.example/a", True),
        ("https://www.outlet.example/a", True),
        ("https://myoutlet.example/a", False),
        ("https://other.example/World/1", True),
        ("https://other.example/sport", False),
    ],
)
def test_a_host_has_its_subdomains_and_a_path_what_lies_below(url: str, held: bool) -> None:
    assert among(url, hosts_in("outlet.example  other.example/world")) == held


def test_without_hosts_everything_is_held() -> None:
    assert among("https://outlet.example/a", hosts_in(""))


@pytest.mark.parametrize("text", ["https://outlet.example", "outlet", "*.example", "outlet/a.html"])
def test_what_is_no_host_is_named(text: str) -> None:
    with pytest.raises(SourceError, match=r"is not a host, such as outlet\.example"):
        hosts_in(text)
