"""The reservations in a host's tdmrep.json, which is requested once."""

from __future__ import annotations

from flows.http.limits import Response, WebError
from flows.http.tdmrep import PLACE, Tdmrep

RULES = b'[{"location": "/news", "tdm-reservation": 1}]'


def test_it_is_asked_once_and_holds_for_its_paths() -> None:
    asked: list[str] = []

    def read(url: str) -> Response:
        asked.append(url)
        return Response(url, 200, {}, RULES)

    rules = Tdmrep(read)
    assert rules.says("http://a.example", "http://a.example/news/1") == ("tdmrep.json: tdm-reservation: 1",)
    assert rules.says("http://a.example", "http://a.example/sport/1") == ()
    assert asked == [f"http://a.example{PLACE}"]


def test_a_host_without_one_reserves_nothing_by_it() -> None:
    def broken(url: str) -> Response:
        raise WebError("timeout", "it did not answer")

    assert Tdmrep(broken).says("http://a.example", "http://a.example/news/1") == ()
    missing = Tdmrep(lambda url: Response(url, 404, {}, RULES))
    assert missing.says("http://a.example", "http://a.example/news/1") == ()
