"""Reads outlets' statements on machine use, in the standard formats.

`Content-Signal` (contentsignals.org) and `License` (RSL, rslstandard.org) are lines of robots.txt; TDMRep (W3C
community group report) is a header, a meta element or the file `/.well-known/tdmrep.json`; `noai` is a value of
`X-Robots-Tag` and of the robots meta element. docs/rights.md explains their meaning.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from transforms.cleaning.draft import line
from transforms.cleaning.metadata.meta import Metas

MOST = 20
"""Maximum statements kept of one place."""
LONGEST = 300
"""Maximum characters of a statement."""
RULES = 1_000
"""Maximum rules of a tdmrep.json that are read."""

_NAMES = ("tdm-reservation", "tdm-policy")
_ROBOTS = ("robots", "dateline")
_NO_AI = re.compile(r"\bnoai\b|\bnoimageai\b", re.IGNORECASE)
_RESERVED = re.compile(
    r": (?:Content-Signal: .*\bai-input\s*=\s*no\b|tdm-reservation: 1$|(?:x-robots-tag|robots|dateline): .*\bnoai\b)",
    re.IGNORECASE,
)


def in_robots(text: str, robot: str) -> list[str]:
    """Statements of a robots.txt for a robot: `Content-Signal` lines of its groups, else of the group for all, and all
    `License` lines, which apply to the whole site.
    """
    licences, signals = list[str](), dict[str, list[str]]()
    agents, is_open = ["*"], False
    for field, value in _fields(text):
        if field == "user-agent":
            agents = [*agents, value.lower()] if is_open else [value.lower()]
            is_open = True
            continue
        is_open = False
        if field == "license":
            licences.append(_statement("robots.txt", "License", value))
        elif field == "content-signal":
            for agent in agents:
                signals.setdefault(agent, []).append(_statement("robots.txt", "Content-Signal", value))
    return [*signals.get(robot.lower(), signals.get("*", [])), *licences][:MOST]


@dataclass(frozen=True, slots=True)
class TdmRule:
    """A rule of tdmrep.json: a path pattern, whether it is reserved, and the policy's address."""

    location: str
    is_reserved: bool
    policy: str = ""


def tdm_rules(text: str) -> list[TdmRule]:
    """The rules of a tdmrep.json, a list of objects or a single one; empty if it is invalid."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return []
    rules = found[:RULES] if isinstance(found, list) else [found]
    return [rule for candidate in rules if isinstance(candidate, dict) and (rule := _tdm_rule(candidate))]


def _tdm_rule(candidate: Mapping[str, object]) -> TdmRule | None:
    location, value, policy = (candidate.get(key) for key in ("location", *_NAMES))
    if not isinstance(location, str) or len(location) > LONGEST or str(value) not in ("0", "1"):
        return None
    return TdmRule(location, str(value) == "1", policy if isinstance(policy, str) else "")


def in_tdmrep(rules: Sequence[TdmRule], path: str) -> list[str]:
    """The statements for a path: of the rule with the longest matching pattern, as in robots.txt (RFC 9309); on a tie
    the reserving one.
    """
    fitting = [rule for rule in rules if _fits(rule.location, path)]
    if not fitting:
        return []
    rule = max(fitting, key=lambda fitting_rule: (len(fitting_rule.location), fitting_rule.is_reserved))
    fields = [("tdm-reservation", str(int(rule.is_reserved))), *([("tdm-policy", rule.policy)] if rule.policy else [])]
    return [_statement("tdmrep.json", name, value) for name, value in fields]


def _fits(location: str, path: str) -> bool:
    """Whether a path matches a pattern: `*` is anything, a final `$` the end of the path."""
    location = location if location.startswith(("/", "*")) else f"/{location}"
    first, *others = location.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    position = len(first)
    for piece in others[:-1] if location.endswith("$") else others:
        position = path.find(piece, position) + len(piece)
        if position < len(piece):
            return False
    if not location.endswith("$"):
        return True
    return path[position:].endswith(others[-1]) if others else position == len(path)


def in_headers(headers: Mapping[str, str]) -> list[str]:
    """Statements in response headers, whose names are lower case."""
    found = [_statement("header", name, headers[name]) for name in _NAMES if name in headers]
    tag = headers.get("x-robots-tag", "")
    return [*found, *([_statement("header", "x-robots-tag", tag)] if _NO_AI.search(tag) else [])]


def in_metas(metas: Metas) -> list[str]:
    """Statements in a page's meta elements."""
    found = [_statement("meta", name, value) for name in _NAMES for value in metas.get(name, ())]
    tags = [(name, value) for name in _ROBOTS for value in metas.get(name, ()) if _NO_AI.search(value)]
    return [*found, *(_statement("meta", name, value) for name, value in tags)][:MOST]


def reserved(statements: Iterable[str]) -> str | None:
    """The first statement that reserves against this kind of use, else None.

    Search and training are other uses, and a licence only states terms: neither counts.
    """
    return next((statement for statement in statements if _RESERVED.search(statement)), None)


def _fields(text: str) -> Iterator[tuple[str, str]]:
    for row in text.splitlines():
        field, mark, value = row.partition("#")[0].partition(":")
        if mark and value.strip():
            yield field.strip().lower(), value.strip()


def _statement(where: str, name: str, value: str) -> str:
    return f"{where}: {name}: {line(value)[:LONGEST]}"
