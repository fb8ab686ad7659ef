"""The Prefect flows: final states of runs, artifacts in the UI, retries of steps."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from prefect.client.orchestration import get_client

from flows.brief.shelf import INDEX, of_run
from flows.cli.by_hand import by_hand
from flows.nightly import nightly as plain
from flows.orchestrated.flows import backfill, maintain, nightly, reextract
from flows.runs.nights import DAY
from flows.tasks import NothingCame, SomeCame
from tests.flows.test_backfill import furnish
from warehouse import Lake, connect, query

pytestmark = pytest.mark.usefixtures("prefect_server")

SOURCE = '[[source]]\nname = "{name}"\nkind = "folder"\nurl = "{folder}"\n'
STORY = "Rebel fighters captured the city of Hama on Thursday. The army said 12 soldiers were killed."


def furnished(home: Path) -> Path:
    """A home with one source, which has an article and a page without a day."""
    (home / "seeds").mkdir()
    (home / "articles").mkdir()
    (home / "seeds" / "sources.toml").write_text(SOURCE.format(name="desk", folder=home / "articles"))
    (home / "articles" / "hama.txt").write_text(f"date 2024-12-05 {STORY}")
    (home / "articles" / "undated.txt").write_text(STORY)
    return home


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Such a home, for tests of this file that do not depend on what is new."""
    home = furnished(tmp_path_factory.mktemp("desk"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATELINE_HOME", str(home))
        patch.setenv("DATELINE_BRIEF", "false")
        yield home


def artifacts(run_id: str) -> dict[str, Any]:
    """The artifacts of a run by key."""
    wanted = {"artifacts": {"flow_run_id": {"any_": [run_id]}}}
    with get_client(sync_client=True) as client:
        found: list[dict[str, Any]] = client.request("POST", "/artifacts/filter", json=wanted).json()
    return {artifact["key"]: artifact for artifact in found}


@pytest.mark.usefixtures("made")
def test_a_night_leaves_a_page_of_its_own_and_its_refusals_by_reason(home: Path) -> None:
    furnished(home)
    run = nightly()
    today = datetime.now(UTC).date()
    assert run.night in (today - DAY, today)
    assert run.first_night == run.night
    left = artifacts(run.run_id)
    assert set(left) == {f"night-{run.night}", f"night-{run.night}-rejects"}
    page = left[f"night-{run.night}"]["data"]
    assert "2 discovered = 1 landed + 0 unchanged + 1 rejected" in page
    assert "| keys are unique | passed |" in page
    assert "█" in page
    assert json.loads(left[f"night-{run.night}-rejects"]["data"]) == [
        {"stage": "clean", "reason": "no_date", "documents": 1}
    ]


@pytest.mark.usefixtures("made")
def test_what_is_given_by_hand_leaves_its_account_as_an_artifact_and_its_brief_as_a_page(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_BRIEF", "true")
    run = nightly(places=[str(furnished(home) / "articles" / "hama.txt")])
    found, brief = artifacts(run.run_id)["run"], of_run(home, run)
    assert found["description"]
    account = found["data"]
    assert "1 discovered = 1 landed + 0 unchanged + 0 rejected" in account
    assert 0 < account.index("## New incidents") < account.index("## Checks") < account.index("## Documents")
    assert brief.name in account
    assert "Rebel fighters captured the city of Hama on Thursday." in brief.read_text(encoding="utf-8")
    assert (brief.parent / INDEX).exists()


def test_sources_that_failed_are_a_state(desk: Path) -> None:
    here, gone = str(desk / "articles" / "hama.txt"), "http://127.0.0.1:9/gone"
    some = nightly(places=[here, gone], return_state=True)
    assert (some.type.value, some.name) == ("COMPLETED", "Partial")
    assert "nothing came of 1 of 2 sources" in str(some.message)
    none = nightly(places=[gone], return_state=True)
    assert none.is_failed()
    with pytest.raises(NothingCame, match="nothing came of 1 of 1 sources") as failed:
        none.result()
    assert (failed.value.run.discovered, failed.value.run.rejected) == (1, 1)


@pytest.mark.usefixtures("made")
def test_a_check_that_fails_makes_the_run_fail_by_its_name(home: Path) -> None:
    (home / "story.txt").write_text(f"date 2024-12-05 {STORY}")
    plain(places=[str(home / "story.txt")])
    with connect(Lake.at(home)) as connection:
        connection.execute("INSERT INTO articles FROM articles")
    (home / "other.txt").write_text(f"date 2024-12-05 Harbour workers went back to their cranes. {STORY}")
    state = nightly(places=[str(home / "other.txt")], return_state=True)
    assert state.is_failed()
    assert "keys_are_unique: 1 rows" in str(state.message)
    assert "failed: 1 rows" in artifacts(str(state.state_details.flow_run_id))["run"]["data"]


@pytest.mark.usefixtures("made")
def test_a_backfill_gives_its_changes_day_by_day(home: Path) -> None:
    furnish(home)
    first, last = date(2024, 12, 4), date(2024, 12, 5)
    done = backfill(first, last)
    assert [(str(read.day), read.state, read.changes["articles", "added"]) for read in done] == [
        ("2024-12-04", "Completed", 1),
        ("2024-12-05", "Completed", 1),
    ]
    assert reextract(first, last).unchanged == 2
    assert maintain().merged >= 0


@pytest.mark.parametrize(
    ("first", "said"), [(f"{datetime.now(UTC).date() + 2 * DAY}", "is a day to come"), ("Friday", "first_day")]
)
def test_a_backfill_from_a_day_that_cannot_be_fails_at_once(home: Path, first: Any, said: str) -> None:
    furnish(home)
    state = backfill(first, first, return_state=True)
    assert state.is_failed()
    assert said in str(state.message)
    assert not Lake.at(home).exists()


def test_where_a_server_is_named_a_run_by_hand_reports_to_it(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with get_client(sync_client=True) as client:
        monkeypatch.setenv("PREFECT_API_URL", str(client.api_url))
    run = by_hand(plain, places=[str(desk / "articles" / "hama.txt")])
    assert set(artifacts(run.run_id)) == {"run", "run-rejects"}
    with pytest.raises(SomeCame, match="nothing came of 1 of 2 sources") as ended:
        by_hand(plain, places=[str(desk / "articles" / "hama.txt"), "http://127.0.0.1:9/gone"])
    assert ended.value.run.rejected == 1
    (count,) = query(Lake.at(desk), "SELECT count(*) AS n FROM runs WHERE run_id = $id", {"id": run.run_id}).to_pylist()
    assert count["n"] == 1
