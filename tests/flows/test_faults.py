"""Two nights over faulty hosts: nothing lost, nothing twice, throttling and guards obeyed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.archive.archive import Archive
from flows.archive.fetch import fetch_all
from flows.http.client import Limits, Web
from flows.sources import source_at
from tests.faults import DELAY, Night, night, serving
from tests.faulty import CROWD_HOSTS, Fault, World, faults
from tests.loopback import loopback, too_soon
from transforms.tables.schema import Reject
from warehouse import Lake, check, query

ITEMS = 200
FEED = 1000


@pytest.fixture(scope="module")
def world() -> World:
    return World(ITEMS)


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    return Lake.at(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def nights(world: World, lake: Lake) -> Iterator[list[Night]]:
    """Two consecutive runs over the same hosts."""
    home = Path(lake.data).parents[2]
    with serving(world) as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATELINE_HOME", str(home))
        yield [night(world, server, home) for _ in range(2)]


@pytest.mark.parametrize("fault", faults(), ids=lambda fault: fault.name)
def test_what_becomes_of_a_fault(nights: list[Night], fault: Fault) -> None:
    first, second = (one.outcomes[fault.url] for one in nights)
    assert (first, second) == (fault.outcome, fault.second or fault.outcome)


@pytest.mark.parametrize("which", [0, 1], ids=["first night", "second night"])
def test_every_address_is_landed_unchanged_or_rejected_and_counted_once(
    world: World, nights: list[Night], which: int
) -> None:
    run, counts = nights[which].run, Counter(told.split()[0] for told in nights[which].outcomes.values())
    assert run.discovered == len(world.expected) == sum(counts.values())
    assert (run.landed, run.unchanged, run.rejected) == tuple(counts[w] for w in ("landed", "unchanged", "rejected"))


def test_the_rest_is_as_expected(world: World, nights: list[Night]) -> None:
    assert nights[0].outcomes == world.expected


@pytest.mark.parametrize("which", [0, 1], ids=["first night", "second night"])
def test_no_host_had_two_requests_at_once_or_one_too_soon(nights: list[Night], which: int) -> None:
    log = nights[which].log
    assert len({visit.host for visit in log}) > 40
    assert too_soon(log, DELAY) == []


def test_what_robots_txt_forbids_was_never_asked_for(nights: list[Night]) -> None:
    asked = {(visit.host, visit.path) for one in nights for visit in one.log if visit.host.startswith("robots")}
    assert len(asked) == 3
    assert {path for _, path in asked} == {"/robots.txt"}


def test_the_second_night_fetches_only_what_may_have_changed(nights: list[Night]) -> None:
    first, second = nights
    known = {url for url, told in first.outcomes.items() if told == "landed"}
    tagged = {(v.host, v.path) for v in first.log if "ETag" in v.sent and f"http://{v.host}{v.path}" in known}
    confirmed = {(v.host, v.path) for v in second.log if v.status == 304}
    assert len(tagged) > 100
    assert tagged - confirmed <= {("edited-between-the-nights.example", "/story")}
    assert not confirmed & {(v.host, v.path) for v in second.log if v.status == 200}


def test_the_edited_article_has_new_facts_and_the_old_ones_stay(lake: Lake, nights: list[Night]) -> None:
    text = "SELECT text FROM articles {} WHERE url LIKE '%edited-between%'"
    then = query(lake, "SELECT max(snapshot_id) AS n FROM lake.snapshots() WHERE commit_message = 'run ' || $run",
                 {"run": nights[0].run.run_id}).to_pylist()[0]["n"]  # fmt: skip
    old, new = (query(lake, text.format(at)).to_pylist() for at in (f"AT (VERSION => {then})", ""))
    assert len(old) == len(new) == 1
    assert old != new
    assert query(lake, "FROM pages WHERE url LIKE '%edited-between%/story'").num_rows == 2


def test_every_whole_response_is_kept_with_its_status(lake: Lake, nights: list[Night]) -> None:
    kept = {row["status"] for row in query(lake, "SELECT DISTINCT status FROM pages").to_pylist()}
    assert {200, 404, 410, 429, 500, 503} <= kept


def test_nothing_of_the_house_was_read(lake: Lake, nights: list[Night]) -> None:
    leaks = (
        "FROM pages WHERE final_url LIKE 'file:%' OR final_url LIKE '%169.254%' OR contains(body::VARCHAR, 'root:x')"
    )
    assert query(lake, leaks).num_rows == 0


def test_the_wrong_charset_is_seen_through(lake: Lake, nights: list[Night]) -> None:
    (row,) = query(lake, "SELECT text FROM articles WHERE url LIKE '%wrong-charset%'").to_pylist()
    assert "“It was à la carte,” he said." in row["text"]


def test_the_lake_is_whole(lake: Lake, nights: list[Night]) -> None:
    assert check(lake) == []


def test_a_long_feed_of_which_a_tenth_fails(tmp_path: Path) -> None:
    world = World(FEED, faults=[])
    outcome = world.expected
    expected = Counter(outcome[url].split()[-1] for url in world.crowd)
    assert expected["landed"] == FEED * 0.9
    lake = Lake.at(tmp_path)
    with loopback(world.answer) as server:
        limits = Limits(routes=dict.fromkeys(world.hosts, server.route), delay=0.002, backoff=0.002, hosts=CROWD_HOSTS)
        with Archive(lake, "run", tmp_path) as archive, Web(limits, archive) as web:
            found = list(source_at("http://feed.example/crowd.xml").discover(web))
            outcomes = fetch_all([item for item in found if not isinstance(item, Reject)], web, archive.keep)
    assert Counter(found.reason if isinstance(found, Reject) else "landed" for found in outcomes) == expected
    assert too_soon(server.log, limits.delay) == []
    (count,) = query(
        lake, "SELECT count(*) AS n FROM pages WHERE status = 200 AND role = 'document' AND octet_length(body) > 0"
    ).to_pylist()
    assert count["n"] == FEED * 0.9
