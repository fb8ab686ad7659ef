"""Measures queries of a large lake: `python -m tests.large [--articles 20000] [--keep HOME]`.

The lake is made by resampling: the sample wire, varied, is read into a small lake, and each of its articles is copied
many times with all its facts, by one INSERT per table and PIECE of articles. Copy n of an article is published n weeks
later, modulo a year. Its ids are the beginnings of the old ids with hashes of these and n, so that keys stay unique,
references point to rows of the same copy, and what was published at one time stays in order.

Each copy tells of one of THEATRES wars, which differ in country, places, actors and names, as the news of the whole
world does. Copies of one war share all these and differ in the other words, so that they tell different happenings at
the same places. Each war has copies in all weeks. The night that is landed is of the day after the last one of the
lake; it has 85 articles of each war, of which a fifth follow up what was 1 to 7 days before.

Times are processor time, the median of REPEATS, as multiples of `SELECT count(*), sum(low)` over the query's table.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from statistics import median

import duckdb

from flows.workers.reading import read_articles
from tests.bench import pages_of, write_sample_pages
from transforms.cleaning.clean import clean
from transforms.identity.near_duplicates import WINDOW, stories
from transforms.linking.agreement import DAYS
from transforms.linking.incidents import Linker
from transforms.resolving.actors import actors
from transforms.tables.normalise import table
from transforms.tables.schema import KEYS, Article, columns, to_arrow
from warehouse import Grouping, Lake, Linking, connect, explain, land, maintain
from warehouse.asking.query import ROWS
from warehouse.asking.sessions import reading
from warehouse.landing.derived import DERIVED, update_derived
from warehouse.landing.incidents import relink
from warehouse.landing.land import Batch
from warehouse.landing.rows import count
from warehouse.landing.tables import establish
from warehouse.landing.upsert import one
from warehouse.storage.lake import transaction

SAMPLE = 100
"""Number of articles of the small lake."""
NIGHT = 2000
"""Number of articles of the landing that is measured."""
REPEATS = 5
FIRST, YEAR = date(2024, 11, 20), 364
THEATRES = 24
LINKING = Linking(DAYS, Linker)
GROUPING = Grouping(WINDOW, stories)
COPIED = (
    "pages", "articles", "signatures", "events", "figures", "quotes", "relations", "mentions", "refused", "incidents",
    "incident_facts", "incident_links",
)  # fmt: skip
IDS = {
    "article_id", "fact_id", "story_id", "origin_article_id", "incident_id", "link_id", "other_id", "toll_fact_id",
    "page_id", "revisits", "part_of", "corrected_by",
}  # fmt: skip
"""Columns that hold ids of rows."""
ACTORS = {"source_actor", "target_actor", "actor", "speaker_actor", "subject_actor", "object_actor", "actor_id"}
NAMES = {"source", "target", "who", "attribution", "speaker", "subject", "object"}
"""Columns of names, which the copies of one theatre share."""
LINKED = 40
"""Days before the end of a lake whose facts are linked with those of other copies."""
FOLLOW_UPS = 5
"""Of so many articles of a landed night one tells of what was 1 to 7 days before, as the news of a week does."""
NEW = 10_000
"""Number of the first copy of a landed night, greater than those of a lake."""
MARKED = r"regexp_replace({0}, '\b(\p{{Lu}}\pL+|\pL{{7,}})', chr(1) || '\1', 'g') AS {0}"
"""Marks words with names and other long words; short ones are mostly verbs and `killed`. An original is marked once,
and each copy has letters instead of the marks."""
RENAMED = """
    CREATE TEMP MACRO renamed(marked, number) AS replace(
        marked,
        chr(1),
        chr((97 + number % 26)::INTEGER) || chr((97 + number // 26 % 26)::INTEGER)
        || chr((97 + number // 676 % 26)::INTEGER)
    )
"""
PIECE = 20_000
"""Number of articles that are copied in one transaction, as memory allows."""
ACTORS_OF_THEATRES = f"""
    WITH RECURSIVE named AS (
        SELECT source_actor AS actor_id FROM small.events UNION SELECT target_actor FROM small.events
        UNION SELECT actor FROM small.figures
        UNION SELECT parent FROM named JOIN small.actors USING (actor_id)
    )

    FROM small.actors
    UNION ALL
    SELECT actors.* REPLACE (actor_id || ' ' || n AS actor_id, parent || ' ' || n AS parent)
    FROM (FROM small.actors SEMI JOIN named USING (actor_id)) AS actors, range({THEATRES}) AS theatres(n)
"""  # noqa: S608


@dataclass(frozen=True)
class Copies:
    """Copies of the rows of the small lake: SQL expressions of the copy's number, of a row's day of publication by that
    of its original, `{published}`, and of the days by which its facts are told later than those of its original.
    """

    numbers: str
    published: str
    late: str = "0"


def make_sample(lake: Lake, folder: Path) -> None:
    """Read the sample wire, varied, into a new lake."""
    pages = pages_of(write_sample_pages(folder, SAMPLE))
    cleaned = {page.page_id: article for page in pages if isinstance(article := clean(page), Article)}
    days = {page_id: article.published_date for page_id, article in cleaned.items()}
    dated_pages = {page.page_id: replace(page, published_date=days.get(page.page_id)) for page in pages}
    by_article = {each.article_id: replace(each, page_id=page_id) for page_id, each in cleaned.items()}
    articles_read, _, facts = read_articles(list(by_article.values()), None, "run")
    rows = facts | {"articles": table("articles", articles_read, "run"), "actors": to_arrow("actors", list(actors()))}
    rows |= {"pages": table("pages", list(dated_pages.values()), "run")}
    land(lake, rows, grouping=GROUPING, linking=LINKING)


def resample(small: Lake, large: Lake, articles: int) -> None:
    """Make a lake of at least `articles` articles, in the state that nights and maintenance leave it in.

    Copies are made from week to week; where it was interrupted, it goes on with the next piece, or with maintenance.
    """
    maintained = Path(large.data).parent / "maintained"
    published = f"DATE '{FIRST}' + (({{published}} - DATE '{FIRST}') + 7 * n % {YEAR})::INTEGER % {YEAR}"
    with connect(large) as connection:
        establish(connection)
        n_small, n_copies = _attach(connection, small, articles)
        by_week = f"FROM range({n_copies}) AS numbers(n) ORDER BY n % {YEAR // 7}, n"
        there, step = one(connection, "SELECT count(*) FROM articles") // n_small, PIECE // n_small
        for first in range(there, n_copies, step):
            copies = Copies(f"({by_week} LIMIT {step} OFFSET {first}) AS copies", published)
            with transaction(connection):
                for name in COPIED if first else ("actors", *COPIED):
                    names = ", ".join(f'"{c.name}"' for c in columns(name))
                    rows = ACTORS_OF_THEATRES if name == "actors" else _select_copies(name, copies)
                    connection.execute(f"INSERT INTO {name} ({names}) {rows}")
                if first + step >= n_copies:
                    _link_last_days(connection)
                    update_derived(connection, anew=DERIVED)
            print(f"    {min(first + step, n_copies)} of {n_copies} copies", file=sys.stderr)
    if not maintained.exists():
        maintain(large, keep=timedelta(0), spare=timedelta(0))
        maintained.touch()


def _link_last_days(connection: duckdb.DuckDBPyConnection) -> None:
    """Link the facts of the last days with those of other copies, as nights would have: a landing sees no others."""
    last = f"(SELECT max(published_date) - {LINKED} FROM articles)"  # noqa: S608
    articles = f"SELECT article_id FROM articles WHERE published_date > {last}"  # noqa: S608
    for name in ("touched", "retold"):
        connection.execute(f"CREATE TEMP TABLE {name} AS {articles}")
    relink(connection, LINKING)


def night(small: Lake, articles: int, day: date) -> Batch:
    """The batch of a night of at least `articles` articles."""
    with tempfile.TemporaryDirectory() as empty, connect(Lake.at(Path(empty))) as connection:
        _, n_copies = _attach(connection, small, articles)
        of_article = f"hash(article_id, n) % {7 * FOLLOW_UPS}"
        late = f"if({of_article} < 7, {of_article} + 1, 0)::INTEGER"
        copies = Copies(f"range({NEW}, {NEW + n_copies}) AS copies(n)", f"DATE '{day}'", late)
        return {
            name: connection.execute(_select_copies(name, copies)).to_arrow_table()
            for name in COPIED
            if not name.startswith(("incident", "pages"))
        }


def _attach(connection: duckdb.DuckDBPyConnection, small: Lake, articles: int) -> tuple[int, int]:
    """Attach the small lake; the number of its articles, and of copies of all so that there are `articles` or more."""
    connection.execute(small.attachment(read_only=True).replace(" AS lake ", " AS small "))
    connection.execute(RENAMED)
    n_articles = one(connection, "SELECT count(*) FROM small.articles")
    return n_articles, -(-articles // n_articles)


def _select_copies(name: str, copies: Copies) -> str:
    marked = ", ".join(MARKED.format(f'"{c.name}"') for c in columns(name) if c.name in NAMES | {"sentence"})
    originals = f"SELECT *{f' REPLACE ({marked})' if marked else ''} FROM small.{name}"  # noqa: S608
    return f"SELECT {', '.join(_cells_of_copy(name, copies))} FROM ({originals}), {copies.numbers}"  # noqa: S608


def _cells_of_copy(name: str, copies: Copies) -> Iterator[str]:
    """The columns of a copy. Days of a fact keep their distance from the article's."""
    original = "first_report" if name == "incidents" else "published_date"
    moved = f"({copies.published.format(published=original)} - {original})::INTEGER"
    theatre = f"((n + n // {YEAR // 7}) % {THEATRES})"
    for c in columns(name):
        cell = f'"{c.name}"'
        if c.name in IDS or c.name == KEYS[name]:
            cell = f"{cell}[:5] || md5({cell} || n)[:11]"
        elif c.type is date:
            cell = f"{cell} + {moved} - {'0' if c.name == original else copies.late}"
        elif c.name == "published_at":
            cell = f"{cell} + to_days({moved})"
        elif c.name == "place":
            cell = f"{cell} || ' ' || {theatre}"
        elif c.name == "place_id":
            cell = f"{cell} + 100000000 * {theatre}"
        elif c.name == "country":
            cell = f"if({cell} IS NULL, NULL, chr((65 + {theatre})::INTEGER) || 'X')"
        elif c.name in ACTORS:
            cell = f"{cell} || ' ' || {theatre}"
        elif c.name in NAMES:
            cell = f"renamed({cell}, {theatre})"
        elif c.name == "sentence":
            cell = f"renamed({cell}, n)"
        elif c.name in ("url", "canonical_url"):
            cell = f"{cell} || '?copy=' || n"
        elif c.name == "signature":
            cell = f"xor({cell}::BIT, encode(repeat(md5(n::VARCHAR), octet_length({cell}) // 32))::BIT)::BLOB"
        yield f'{cell} AS "{c.name}"'


def median_seconds(work: Callable[[], object]) -> float:
    """Median processor time of REPEATS runs, after one that fills caches."""
    work()
    return median(seconds_of(work) for _ in range(REPEATS))


def seconds_of(work: Callable[[], object]) -> float:
    """Processor time of one run, in seconds."""
    began = time.process_time()
    work()
    return time.process_time() - began


def fetch_all(connection: duckdb.DuckDBPyConnection, sql: str, parameters: dict[str, str] | None = None) -> object:
    """All rows of a result, as `warehouse.query` fetches them: Python objects would cost more than the query."""
    return connection.execute(sql, parameters).to_arrow_reader(ROWS).read_all()


QUESTIONS: dict[str, tuple[str, str, float | None]] = {
    "incidents of one month": (
        "FROM incidents WHERE day BETWEEN DATE '2025-03-01' AND DATE '2025-03-31'",
        "SELECT count(*), sum(deaths_low) FROM incidents",
        5.0,
    ),
    "territory_on of one day": (
        "FROM territory_on(DATE '2025-03-15')", "SELECT count(*), sum(geo_precision) FROM events", 4.0,
    ),
    "fatalities_by_day": ("FROM fatalities_by_day", "SELECT count(*), sum(deaths_low) FROM incidents", 4.0),
    "who_said_what of one speaker": (
        "FROM who_said_what WHERE speaker = $speaker", "SELECT count(*), sum(quote_start) FROM quotes", 2.0,
    ),
    "stories": ("FROM stories", "SELECT count(*), sum(length(site)) FROM articles", None),
}  # fmt: skip
"""A query, the plain sum over its table, and the target multiple."""


def measure_queries(lake: Lake) -> Iterator[tuple[str, float, float | None]]:
    """The cost of each query as a multiple of its plain sum, and the target."""
    with reading(lake) as connection:
        ((speaker,),) = connection.execute(
            "SELECT speaker FROM quotes WHERE speaker IS NOT NULL GROUP BY ALL ORDER BY count(*), speaker LIMIT 1"
        ).fetchall()
        for name, (question, plain, target) in QUESTIONS.items():
            parameters = {"speaker": speaker} if "$speaker" in question else None
            plain_seconds = median_seconds(partial(fetch_all, connection, plain))
            query_seconds = median_seconds(partial(fetch_all, connection, question, parameters))
            print(f"    {name}: {query_seconds:.3f} s, plainly {plain_seconds:.3f} s", file=sys.stderr)
            yield name, query_seconds / plain_seconds, target


def explain_time(lake: Lake) -> float:
    """Processor time of `explain` for a fact of an incident with several reports, in seconds."""
    with reading(lake) as connection:
        ((fact,),) = connection.execute(
            "SELECT min(fact_id) FROM incident_facts GROUP BY incident_id HAVING count(*) > 2 ORDER BY ALL LIMIT 1"
        ).fetchall()
    return median_seconds(lambda: explain(lake, fact))


def landing_cost(small: Lake, large: Lake, empty: Lake) -> float:
    """The cost of landing a night after the large lake's last day, as a multiple of landing it into an empty one."""
    with reading(large) as connection:
        ((last,),) = connection.execute("SELECT max(published_date) FROM articles").fetchall()
    batch = night(small, NIGHT, last + timedelta(1))
    into = [seconds_of(partial(land, each, batch, grouping=GROUPING, linking=LINKING)) for each in (empty, large)]
    print(f"    landing {count(batch['articles'])} articles: {into[1]:.1f} s, empty {into[0]:.1f} s", file=sys.stderr)
    return into[1] / into[0]


def scan_cost(lake: Lake, folder: Path) -> float:
    """The cost of scanning the events, as a multiple of scanning the same rows in one sorted Parquet file."""
    scan = "SELECT count(*), sum(geo_precision), max(sentence) FROM {} WHERE published_date >= DATE '2025-03-01'"
    with connect(lake, read_only=True) as connection:
        file = folder / "events.parquet"
        connection.execute(f"COPY (FROM events ORDER BY published_date, fact_id) TO '{file}' (COMPRESSION zstd)")
        theirs, ours = (
            median_seconds(partial(fetch_all, connection, scan.format(where))) for where in (f"'{file}'", "events")
        )
    return ours / theirs


def main() -> None:
    parser = argparse.ArgumentParser(description="Measures questions to a large lake.")
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--keep", type=Path, help="a folder for the lakes, made if it does not exist and kept")
    arguments = parser.parse_args()
    with (
        nullcontext(arguments.keep)
        if arguments.keep
        else tempfile.TemporaryDirectory(prefix="dateline-large-") as scratch
    ):
        folder = Path(scratch)
        small, large, empty = (Lake.at(folder / name) for name in ("small", f"large-{arguments.articles}", "empty"))
        if not small.exists():
            (folder / "pages").mkdir(parents=True)
            make_sample(small, folder / "pages")
        resample(small, large, arguments.articles)
        with connect(large, read_only=True) as connection:
            counts = connection.execute(
                "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM events), (SELECT count(*) FROM figures)"
            ).fetchall()[0]
        print("{} articles, {} events, {} figures\n".format(*counts))
        print("| measured | found | target |\n| --- | --- | --- |")
        for name, ratio, target in measure_queries(large):
            print(f"| {name}, times a plain sum | {ratio:.1f} | {target or ''} |")
        print(f"| explain, seconds | {explain_time(large):.3f} | 0.1 |")
        print(f"| scan of eight months, times one sorted file | {scan_cost(large, folder):.2f} | 1.5 |")
        print(f"| files of a year after maintenance | {len(list(Path(large.data).rglob('*.parquet')))} | 500 |")
        print(
            f"| landing {NIGHT:,} articles, times into an empty lake | {landing_cost(small, large, empty):.2f} | 1.3 |"
        )
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"| peak memory, MiB | {peak:.0f} | 1024 |")


if __name__ == "__main__":
    main()
