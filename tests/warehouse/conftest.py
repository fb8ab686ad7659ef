"""Fixtures of warehouse: a small set of articles to land, with the facts that a reader would extract from them."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import duckdb
import pyarrow as arrow
import pytest

from transforms.linking.agreement import DAYS
from transforms.linking.incidents import Linker
from transforms.tables.schema import (
    TABLES,
    Actor,
    Article,
    Event,
    Fact,
    Figure,
    Mention,
    Page,
    Quote,
    Refusal,
    Reject,
    Run,
    to_arrow,
)
from warehouse import Lake, Linking, Ref, connect, land
from warehouse.landing.corrections import layer
from warehouse.landing.derived import DERIVED, update_derived
from warehouse.landing.incidents import relink

DAY = date(2024, 12, 2)
NINE = time(9, tzinfo=UTC)
NIGHT = datetime(2024, 12, 9, 2, tzinfo=UTC)
FIRST = "Rebels took Hama. Twelve people were killed."
SECOND = "Rebels took Hama. Fifteen people were killed."
URL = "https://the-ridge.example/hama"
_SPOKEN = {"speaker": "Omar Alhariri", "lexicon_row": "cues.csv: lemma=say, pos=verb, kind=say"}
Batch = dict[str, arrow.Table]
Rows = Callable[..., list[dict[str, Any]]]


class LinksBareRows(Linker):
    """Links facts that tests write without parties and days, by which acts that a reader finds are weighed."""

    def read(self, rows: Iterable[Mapping[str, Any]]) -> arrow.Table:
        with patch("transforms.linking.article.is_single", return_value=True):
            return super().read(rows)


LINKING = Linking(DAYS, LinksBareRows)


class World:
    """A few articles and facts; `batch()` returns them as tables to land."""

    def __init__(self, run_id: str = "run-1") -> None:
        self.run_id = run_id
        self.rows: dict[str, list[Any]] = {name: [] for name in TABLES}

    def article(self, name: str, text: str, *, published: date = DAY, site: str = "The Ridge", story: str = "") -> str:
        """Add an article and its page; returns its id."""
        url = f"https://{site.lower().replace(' ', '-')}.example/{name}"
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        self.rows["articles"].append(
            Article(
                article_id=name, url=url, canonical_url=url, source_id="test", site=site, title=name.title(),
                authors=["A. Writer"], published_at=datetime.combine(published, NINE), published_date=published,
                date_source="given", language="en", text=text, words=len(text.split()),
                text_sha256=sha256, story_id=story or name, run_id=self.run_id,
            )
        )  # fmt: skip
        self.rows["pages"].append(
            Page(
                page_id=f"page-{name}-{sha256[:8]}", url=url, final_url=url, source_id="test",
                fetched_at=NIGHT, published_date=published, status=200, headers="{}",
                body=text.encode(), body_sha256=sha256, run_id=self.run_id,
            )
        )  # fmt: skip
        return name

    def actor(self, actor_id: str, name: str, parent: str | None = None, kind: str = "other") -> None:
        """Add an actor of the seeds."""
        self.rows["actors"].append(Actor(actor_id, name, parent=parent, kind=kind))

    def _fact(self, kind: type, article: str, sentence: str, columns: dict[str, Any]) -> Any:
        found = next(row for row in self.rows["articles"] if row.article_id == article)
        start = found.text.index(sentence)
        number = found.text[:start].count(". ")
        identity = "|".join([article, sentence, kind.__name__, *(str(columns[key]) for key in sorted(columns))])
        common = {
            "fact_id": hashlib.sha256(identity.encode()).hexdigest()[:16],
            "article_id": article,
            "published_date": found.published_date,
            "sentence_index": number,
            "start": start,
            "end": start + len(sentence),
            "sentence": sentence,
            "run_id": self.run_id,
        }
        return kind(**common | ({"confidence": 0.8} if issubclass(kind, Fact) else {}) | columns)

    def event(self, article: str, sentence: str, **columns: Any) -> Event:
        row: Event = self._fact(Event, article, sentence, {"trigger": "took", "plover": "ASSAULT"} | columns)
        self.rows["events"].append(row)
        return row

    def hold(self, article: str, sentence: str, place: str, source: str | None, **columns: Any) -> Event:
        """Add a change of control of a town; `gained` by default."""
        town = {"place": place, "place_id": sum(place.encode()), "country": "SY", "geo_precision": 1}
        return self.event(article, sentence, **town | {"source": source, "territory": "gained"} | columns)

    def figure(self, article: str, sentence: str, low: int | None, **columns: Any) -> Figure:
        dead = {"measure": "killed", "number": str(low), "low": low, "high": low}
        row: Figure = self._fact(Figure, article, sentence, dead | columns)
        self.rows["figures"].append(row)
        return row

    def quote(self, article: str, sentence: str, words: str, **columns: Any) -> Quote:
        said = {"quote": words, "kind": "direct", "quote_start": 0, "quote_end": len(words)}
        row: Quote = self._fact(Quote, article, sentence, said | columns)
        self.rows["quotes"].append(row)
        return row

    def mention(self, article: str, sentence: str, text: str, **columns: Any) -> Mention:
        start = max(sentence.lower().find(text.lower()), 0)
        named = {"text": text, "label": "ORG", "mention_start": start, "mention_end": start + len(text)}
        row: Mention = self._fact(Mention, article, sentence, named | columns)
        self.rows["mentions"].append(row)
        return row

    def refusal(self, article: str, sentence: str, words: str) -> None:
        self.rows["refused"].append(
            self._fact(Refusal, article, sentence, {"family": "events", "words": words, "rule": "reader"})
        )

    def reject(self, name: str) -> None:
        url = f"https://ridge.example/{name}"
        self.rows["rejects"].append(
            Reject(reject_id=name, url=url, source_id="test", stage="clean", reason="empty", run_id=self.run_id)
        )

    def run(self, **counts: int) -> None:
        """Add the run's summary, for a run that landed every article of this world."""
        landed, rejected = len(self.rows["articles"]), len(self.rows["rejects"])
        usual: dict[str, Any] = {
            "discovered": landed + rejected,
            "fetched": landed,
            "landed": landed,
            "rejected": rejected,
        }
        self.rows["runs"].append(
            Run(
                run_id=self.run_id, flow="nightly", parameters="{}", started=NIGHT, ended=NIGHT, facts="{}",
                versions="{}", **{"unchanged": 0} | usual | counts,
            )
        )  # fmt: skip

    def batch(self) -> Batch:
        return {name: to_arrow(name, rows) for name, rows in self.rows.items()}


def capture_with_toll(world: World, text: str, low: int) -> None:
    """Add an article of two sentences: who took Hama, and how many were killed."""
    article = world.article("hama", text)
    taking, killing = (part.strip() + "." for part in text.rstrip(".").split(". "))
    world.hold(article, taking, "Hama", "Rebels")
    world.figure(article, killing, low)


def response(
    world: World, name: str, headers: Mapping[str, str] | None = None, *, night: int = 0, status: int = 200,
    body: bytes = b"x", url: str = URL,
) -> Ref:  # fmt: skip
    """Add a response of an address, a number of nights after the first."""
    made = Page(
        page_id=name, url=url, final_url=url, source_id="test", fetched_at=NIGHT + timedelta(days=night),
        status=status, headers=json.dumps(headers or {}), body=body, body_sha256=name * 3, run_id="run-1",
    )  # fmt: skip
    world.rows["pages"].append(made)
    return Ref(name, made.fetched_at)


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture(scope="session")
def landed(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """A lake with an article of a capture and a quotation, for tests that only read."""
    world = World()
    article = world.article("hama", "Rebels took Hama. Omar Alhariri said they would stay.")
    world.hold(article, "Rebels took Hama.", "Hama", "Rebels")
    world.quote(article, "Omar Alhariri said they would stay.", "they would stay", **_SPOKEN)
    world.run()
    lake = Lake.at(tmp_path_factory.mktemp("landed"))
    land(lake, world.batch())
    return lake


@pytest.fixture(scope="session")
def worlds() -> Callable[..., World]:
    """A function that makes a new world for the id of a run."""
    return World


@pytest.fixture(scope="session")
def linking() -> Linking:
    """The functions that link reports into incidents."""
    return LINKING


@pytest.fixture
def lake(tmp_path: Path, empty_home: Path) -> Lake:
    """A lake for one test, with empty tables."""
    shutil.copytree(empty_home, tmp_path, dirs_exist_ok=True)
    return Lake.at(tmp_path)


@pytest.fixture
def no_lake(tmp_path: Path) -> Lake:
    """A lake that has not been created yet."""
    return Lake.at(tmp_path / "nowhere")


@pytest.fixture
def rows(lake: Lake) -> Iterator[Rows]:
    """A function that returns the rows of a SELECT as dictionaries, on one connection that stays open during writes."""
    with ExitStack() as opened:
        readers: list[duckdb.DuckDBPyConnection] = []

        def asked(sql: str, *parameters: object) -> list[dict[str, Any]]:
            if not readers:
                readers.append(opened.enter_context(connect(lake, read_only=True)))
            return readers[0].execute(sql, parameters or None).to_arrow_table().to_pylist()

        yield asked


@pytest.fixture(scope="session")
def empty_lake(empty_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to a lake with empty tables, in which nothing is ever committed."""
    home = tmp_path_factory.mktemp("asked")
    shutil.copytree(empty_home, home, dirs_exist_ok=True)
    with connect(Lake.at(home)) as connection:
        yield connection


@pytest.fixture
def ask(empty_lake: duckdb.DuckDBPyConnection, world: World) -> Iterator[Rows]:
    """A function that returns the rows of a SELECT in a lake with the current world; rolled back after the test."""
    empty_lake.begin()

    def asked(sql: str, *parameters: object) -> list[dict[str, Any]]:
        for table, came in world.batch().items():
            empty_lake.register("came", came)
            empty_lake.execute(f"DELETE FROM {table}")
            empty_lake.execute(f"INSERT INTO {table} SELECT * FROM came")
        layer(empty_lake)
        if any(word in sql for word in ("incident", "fatalities")):
            relink(empty_lake, LINKING, anew=True)
        if any(word in sql for word in ("territory", "who_said_what", "fatalities", "stories")):
            update_derived(empty_lake, anew=DERIVED)
        return empty_lake.execute(sql, parameters or None).to_arrow_table().to_pylist()

    yield asked
    empty_lake.rollback()


@pytest.fixture
def files(lake: Lake) -> Callable[[], set[str]]:
    """A function that lists the lake's data files."""
    return lambda: {str(file.relative_to(lake.data)) for file in Path(lake.data).rglob("*.parquet")}
