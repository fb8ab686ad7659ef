"""Which addresses are public."""

from __future__ import annotations

import pytest

from flows.http.ssrf_guard import Backend, Forbidden, is_public


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"])
def test_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",  # noqa: S104
        "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:10.0.0.1",
        "2002:7f00:1::", "64:ff9b::10.0.0.1", "::127.0.0.1", "::ffff:169.254.169.254",
    ],
)  # fmt: skip
def test_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.attack("a site-local IPv6 address, where virtual machines find their host")
def test_a_site_local_address_is_inside() -> None:
    assert not is_public("fec0::2")


def test_the_refusal_names_the_setting_that_allows_it() -> None:
    guard = Backend(frozenset(), {})
    with pytest.raises(Forbidden, match=r"""^localhost is .*; DATELINE_ALLOWED_HOSTS='\["localhost"\]' allows it$"""):
        guard.connect_tcp("localhost", 9)
