"""A failure becomes a Reject: an error that the program knows keeps its reason, any other is called malformed."""

from __future__ import annotations

import pytest

from flows.http.limits import WebError
from flows.sources.rejects import LONGEST, SourceError, refused
from transforms.tables.schema import Reject

URL = "http://outlet.example/feed"


@pytest.mark.parametrize(
    "error", [WebError("too_large", "more than\n9 bytes."), SourceError("more  than 9 bytes.", "too_large")]
)
def test_a_known_error_keeps_its_reason_in_one_line(error: Exception) -> None:
    told = Reject(url=URL, source_id="outlet", stage="discover", reason="too_large", detail="more than 9 bytes.")
    assert refused(URL, "outlet", "discover", error) == told


def test_an_unexpected_error_is_malformed_and_named() -> None:
    reject = refused(URL, "outlet", "fetch", KeyError("guid"))
    assert (reject.stage, reject.reason, reject.detail) == ("fetch", "malformed", f"{URL}: KeyError: 'guid'.")


def test_what_it_says_can_be_stored() -> None:
    reject = refused(URL + "\0\ud800", "outlet", "discover", SourceError("x" * 2 * LONGEST + "\ud800"))
    assert len(reject.detail) == LONGEST
    for value in (reject.url, reject.detail):
        assert "\0" not in value
        value.encode()
