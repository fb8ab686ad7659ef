"""Loads the hand-linked articles (articles.txt), and scores links and tolls against them.

Pairs are facts of the same happening. `given` links the facts annotated with the articles, `read` those that the
reader finds in their texts; a fact belongs to the happening of its sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import pyarrow as arrow

from transforms.linking.incidents import Linker
from transforms.tables.schema import Article, Event, Figure, to_arrow

FILE = Path(__file__).with_name("articles.txt")
STEERING = "kums"
"""First letters of the articles that the points were set by; the others are only ever scored."""
ALIASES = ["Islamic State of Iraq and the Levant"]
Bounds = tuple[int | None, int | None, int | None]


@dataclass(slots=True)
class Linked:
    """The articles: their texts, the annotated facts, and the happening of each sentence."""

    articles: list[Article] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    happenings: dict[tuple[str, int], str] = field(default_factory=dict)
    """Of each sentence, by article and number."""
    starts: dict[tuple[str, int], int] = field(default_factory=dict)
    """Where each sentence begins."""
    tolls: dict[str, Bounds] = field(default_factory=dict)


def loaded(letters: str | None = None, path: Path = FILE) -> Linked:
    """The articles whose names begin with one of the letters, or all."""
    found, places = Linked(), dict[str, dict[str, Any]]()
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    for line in lines:
        kind, *cells = [line[0], *(cell.strip() for cell in line[1:].split(";"))]
        if kind == "P":
            places[cells[0]] = _place(cells)
        elif kind == "H":
            low, best, high = (int(cell) if cell else None for cell in cells[1:4])
            found.tolls[cells[0]] = (low, best, high)
        elif kind == "@":
            found.articles.append(_article(*cells))
        elif kind == "S":
            _add_sentence(found, *cells)
        else:
            _add_fact(found, kind, cells, places)
    return _chosen(found, letters)


def _chosen(found: Linked, letters: str | None) -> Linked:
    if letters is None:
        return found
    own = {article.article_id for article in found.articles if article.article_id[0] in letters}
    happenings = {key: name for key, name in found.happenings.items() if key[0] in own}
    return Linked(
        [article for article in found.articles if article.article_id in own],
        [event for event in found.events if event.article_id in own],
        [figure for figure in found.figures if figure.article_id in own],
        happenings,
        found.starts,
        {name: bounds for name, bounds in found.tolls.items() if name in happenings.values()},
    )


def _place(cells: Sequence[str]) -> dict[str, Any]:
    name, place_id, country, admin1, precision, latitude, longitude = (*cells, "", "")[:7]
    return {
        "place": name, "place_id": int(place_id), "country": country, "admin1": admin1 or None,
        "geo_precision": int(precision), "latitude": float(latitude) if latitude else None,
        "longitude": float(longitude) if longitude else None,
    }  # fmt: skip


def _article(name: str, site: str, published: str, story: str = "") -> Article:
    url = f"https://{site.lower().replace(' ', '-')}.example/{name}"
    return Article(
        article_id=name, url=url, canonical_url=url, source_id="linked", site=site, title=None,
        published_date=date.fromisoformat(published), date_source="given", language="en", text="", words=0,
        text_sha256="", story_id=story or name,
    )  # fmt: skip


def _add_sentence(found: Linked, happening: str, *words: str) -> None:
    article = found.articles[-1]
    number = sum(key[0] == article.article_id for key in found.happenings)
    found.happenings[article.article_id, number] = "" if happening == "-" else happening
    article.text += " " if article.text else ""
    found.starts[article.article_id, number] = len(article.text)
    article.text += "; ".join(words)


def _add_fact(found: Linked, kind: str, cells: Sequence[str], places: Mapping[str, dict[str, Any]]) -> None:
    article = found.articles[-1]
    number = max(key[1] for key in found.happenings if key[0] == article.article_id)
    start = found.starts[article.article_id, number]
    common: dict[str, Any] = {
        "fact_id": f"{article.article_id}-{number}-{len(found.events) + len(found.figures):03}",
        "article_id": article.article_id, "published_date": article.published_date, "sentence_index": number,
        "start": start, "end": len(article.text), "sentence": article.text[start:], "confidence": 0.9,
    }  # fmt: skip
    told: list[Any] = [cell or None for cell in (*cells, *[""] * 10)]
    if kind == "E":
        trigger, plover, sub, source, source_actor, target, target_actor, place, day, modality, territory = told[:11]
        found.events.append(
            Event(
                **common | (places[place] if place else {}), trigger=trigger, plover=plover, acled_sub_event=sub,
                source=source, source_actor=source_actor, target=target, target_actor=target_actor, date_start=day,
                date_precision="day" if day else None, modality=modality or "asserted", territory=territory,
            )
        )  # fmt: skip
        return
    words, low, high, who, voice, place, flag = told[:7]
    claim = flag.removeprefix("claim:") if flag and flag.startswith("claim:") else None
    found.figures.append(
        Figure(
            **common | (places[place] if place else {}), measure="killed", number=words,
            low=int(low) if low else None, high=int(high) if high else None, who=who, attribution=voice,
            part_of="whole" if flag == "part" else None, cumulative=flag == "total", actor=claim,
            corrected_by="right" if flag == "corrected" else None,
            modality="denied" if flag == "corrected" else "claimed" if claim else "asserted",
        )
    )  # fmt: skip


def facts(found: Linked, events: Sequence[Event], figures: Sequence[Figure]) -> list[dict[str, Any]]:
    """Facts as the lake provides them for linking: with their article's columns."""
    of = {article.article_id: article for article in found.articles}
    rows = [*to_arrow("events", events).to_pylist(), *to_arrow("figures", figures).to_pylist()]
    return [
        {
            **row,
            "story_id": about.story_id or about.article_id,
            "outlet": about.site or about.url.split("/")[2],
            "url": about.url,
            "published_at": about.published_at,
        }
        for row in rows
        for about in [of[row["article_id"]]]
    ]


def linker_of(rows: Sequence[Mapping[str, Any]]) -> Linker:
    """What links facts, having read them."""
    linker = Linker([{"actor_id": "is", "name": "Islamic State", "aliases": ALIASES, "parent": None}])
    linker.read(rows)
    return linker


def made(rows: Sequence[Mapping[str, Any]]) -> dict[str, arrow.Table]:
    """The incidents made from facts, and which facts are of them."""
    linker = linker_of(rows)
    return linker.incidents(linker.grouped(linker.links()))


@dataclass(frozen=True, slots=True)
class Scores:
    """Counts of pairs found, of right ones, of gold pairs; of happenings with a toll, and with an exact one."""

    found: int
    right: int
    gold: int
    tolls: int
    exact: int
    wrong: tuple[tuple[str, str], ...] = ()
    missed: tuple[tuple[str, str], ...] = ()
    inexact: tuple[tuple[str, Bounds, list[Bounds]], ...] = ()

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else 0.0


def scored(about: Linked, rows: Sequence[Mapping[str, Any]]) -> Scores:
    """Pairwise scores of the incidents made from facts, and the number of happenings with an exact toll.

    A fact of a sentence without a happening is in no right pair. A toll is exact if low, best and high are, and the
    happening's facts with a toll are in one incident.
    """
    tables = made(rows)
    members = {row["fact_id"]: row["incident_id"] for row in tables["incident_facts"].to_pylist()}
    told = {row["fact_id"]: about.happenings.get((row["article_id"], row["sentence_index"]), "") for row in rows}
    linked = [fact for fact in sorted(members) if fact in told]
    pairs = list(combinations(linked, 2))
    gold = {pair for pair in pairs if told[pair[0]] and told[pair[0]] == told[pair[1]]}
    found = {pair for pair in pairs if members[pair[0]] == members[pair[1]]}
    inexact = tuple(_inexact(about, tables, members, told))
    return Scores(
        len(found), len(found & gold), len(gold), len(about.tolls), len(about.tolls) - len(inexact),
        tuple(sorted(found - gold)), tuple(sorted(gold - found)), inexact,
    )  # fmt: skip


def _inexact(
    about: Linked, tables: Mapping[str, arrow.Table], members: Mapping[str, str], told: Mapping[str, str]
) -> Iterator[tuple[str, Bounds, list[Bounds]]]:
    """The happenings whose incidents with a toll, or whose only incident, have another toll."""
    bounds: dict[str, Bounds] = {
        row["incident_id"]: (row["deaths_low"], row["deaths_best"], row["deaths_high"])
        for row in tables["incidents"].to_pylist()
    }
    for happening, right in about.tolls.items():
        own = {members[fact] for fact, name in told.items() if name == happening and fact in members}
        dead = [bounds[name] for name in sorted(own) if name in bounds and bounds[name] != (None, None, None)]
        if dead != ([right] if right != (None, None, None) else []):
            yield happening, right, dead
