"""Machine-use reservations of outlets: where they are found, and how they differ from a refusal."""

from __future__ import annotations

import json

import pytest

from transforms.cleaning.admission.rights import in_headers, in_metas, in_robots, in_tdmrep, reserved, tdm_rules
from transforms.cleaning.metadata.meta import metas
from transforms.cleaning.text.bounds import parsed

SIGNAL = "robots.txt: Content-Signal: "


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("User-agent: *\nContent-Signal: search=yes, ai-train=no\nAllow: /", [SIGNAL + "search=yes, ai-train=no"]),
        ("Content-signal: ai-input=no\nUser-agent: *\nDisallow:", [SIGNAL + "ai-input=no"]),
        ("User-agent: GPTBot\nContent-Signal: ai-train=no\n\nUser-agent: *\nAllow: /", []),
        ("User-agent: *\nContent-Signal: ai-input=no\n\nUser-agent: Dateline\nContent-Signal: ai-input=yes",
         [SIGNAL + "ai-input=yes"]),
        ("User-agent: other\nUser-agent: dateline\nContent-Signal: ai-input=no", [SIGNAL + "ai-input=no"]),
        ("License: https://outlet.example/license.xml # RSL\nUser-agent: GPTBot\nDisallow: /",
         ["robots.txt: License: https://outlet.example/license.xml"]),
        ("# Content-Signal: ai-train=no\nUser-agent: *\nContent-Signal:\nDisallow: /a", []),
        ("<html>Content-Signal</html>", []),
        ("License: \x1b[31mred\u202e", ["robots.txt: License: [31mred"]),
    ],
)  # fmt: skip
def test_robots_txt_states_rights(text: str, told: list[str]) -> None:
    assert in_robots(text, "Dateline") == told


def test_a_page_of_statements_is_cut() -> None:
    told = in_robots("User-agent: *\n" + f"Content-Signal: {'ai-train=no,' * 1000}\n" * 1000, "Dateline")
    assert len(told) == 20
    assert max(map(len, told)) < 400


@pytest.mark.parametrize(
    ("headers", "told"),
    [
        ({"tdm-reservation": "1", "tdm-policy": "https://outlet.example/policy.json"},
         ["header: tdm-reservation: 1", "header: tdm-policy: https://outlet.example/policy.json"]),
        ({"x-robots-tag": "noai, noimageai"}, ["header: x-robots-tag: noai, noimageai"]),
        ({"x-robots-tag": "noindex"}, []),
        ({}, []),
    ],
)  # fmt: skip
def test_headers_state_rights(headers: dict[str, str], told: list[str]) -> None:
    assert in_headers(headers) == told


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ('<meta name="tdm-reservation" content="1">', ["meta: tdm-reservation: 1"]),
        ('<meta name="TDM-Policy" content="https://outlet.example/p">', ["meta: tdm-policy: https://outlet.example/p"]),
        ('<meta name="robots" content="index, noai">', ["meta: robots: index, noai"]),
        ('<meta name="robots" content="noindex"><meta name="description" content="noai">', []),
    ],
)
def test_meta_elements_state_rights(head: str, told: list[str]) -> None:
    assert in_metas(metas(parsed(f"<html><head>{head}</head><body><p>Text</p></body></html>"))) == told


@pytest.mark.parametrize(
    ("statement", "refuses"),
    [
        ("header: tdm-reservation: 1", True), ("meta: tdm-reservation: 0", False), ("meta: robots: index, noai", True),
        ("header: x-robots-tag: noimageai", False), (SIGNAL + "search=yes, ai-input = no", True),
        (SIGNAL + "ai-input=yes, ai-train=no", False), (SIGNAL + "search=no", False),
        ("robots.txt: License: https://outlet.example/noai", False), ("meta: tdm-policy: https://a.example/: 1", False),
    ],
)  # fmt: skip
def test_what_is_a_refusal(statement: str, refuses: bool) -> None:
    assert reserved(["robots.txt: License: https://outlet.example/l", statement]) == (statement if refuses else None)


RULES = [
    {"location": "/", "tdm-reservation": 0},
    {"location": "/news", "tdm-reservation": 1, "tdm-policy": "https://outlet.example/policy.json"},
    {"location": "/news/open/*", "tdm-reservation": 0},
    {"location": "*.pdf$", "tdm-reservation": "1"},
    {"location": "/both", "tdm-reservation": 0},
    {"location": "/both", "tdm-reservation": 1},
    {"location": "images/*/large*", "tdm-reservation": 1},
]
FREE, RESERVED = ["tdmrep.json: tdm-reservation: 0"], ["tdmrep.json: tdm-reservation: 1"]


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/about", FREE),
        ("/news/hama", [*RESERVED, "tdmrep.json: tdm-policy: https://outlet.example/policy.json"]),
        ("/news/open/hama", FREE),
        ("/maps/hama.pdf", RESERVED),
        ("/maps/hama.pdf.html", FREE),
        ("/both", RESERVED),
        ("/images/2024/large.png", RESERVED),
        ("/images/large", FREE),
    ],
)
def test_tdmrep_states_rights_of_a_path(path: str, told: list[str]) -> None:
    assert in_tdmrep(tdm_rules(json.dumps(RULES)), path) == told


@pytest.mark.parametrize(
    "text",
    [
        "", "<html>", "[" * 100_000, "null", '"/"', "[1, null, []]", '{"location": "/"}',
        '[{"location": 1, "tdm-reservation": 1}]', '[{"location": "/", "tdm-reservation": true}]',
        json.dumps([{"location": "/" + "a" * 400, "tdm-reservation": 1}]),
    ],
)  # fmt: skip
def test_what_is_no_tdmrep_says_nothing(text: str) -> None:
    assert in_tdmrep(tdm_rules(text), "/") == []


def test_one_rule_alone_is_a_file_too() -> None:
    assert in_tdmrep(tdm_rules('{"location": "*", "tdm-reservation": 1}'), "/a") == RESERVED


def test_a_pattern_of_stars_costs_no_more_than_the_path() -> None:
    rules = tdm_rules(json.dumps([{"location": "/" + "*a" * 140 + "b$", "tdm-reservation": 1}] * 1000))
    assert in_tdmrep(rules, "/" + "a" * 2000) == []
