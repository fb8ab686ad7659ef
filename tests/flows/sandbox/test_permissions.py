"""The home is private to its owner."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from flows.sandbox.permissions import close
from flows.settings import PROJECT
from tests.flows.asking import dateline
from warehouse import Lake, land

STORY = "date 2024-12-05 Rebel fighters captured the city of Hama on Thursday. The army said 12 soldiers were killed.\n"


def open_to_others(folder: Path) -> list[str]:
    """The paths in a folder, itself included, that others may read, write or enter."""
    return sorted(str(path) for path in [folder, *folder.rglob("*")] if path.lstat().st_mode & 0o077)


@pytest.fixture
def loose() -> Iterator[None]:
    """The umask of most systems, under which others may read new files."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.mark.attack("another user of the machine reads the warehouse that a run made under the umask 022")
def test_what_a_run_makes(tmp_path: Path, outcome: Callable[[str], None]) -> None:
    home, inbox = tmp_path / "home", tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "story.txt").write_text(STORY)
    told = os.environ | {"DATELINE_HOME": str(home), "PREFECT_HOME": str(home / "prefect"), "PREFECT_API_URL": ""}
    # in a separate process that inherits the umask of a shell
    for words in (["run", str(inbox)], ["pages", "export", str(home / "all.warc.gz")], ["maintain"]):
        command = [sys.executable, "-m", "flows.cli", *words]
        done = subprocess.run(command, env=told, capture_output=True, umask=0o022, cwd=PROJECT)
        assert done.returncode == 0, done.stderr.decode()
    assert {"catalog.sqlite", "all.warc.gz"} <= {path.name for path in home.rglob("*")}
    assert any(path.suffix == ".parquet" for path in home.rglob("*"))
    assert open_to_others(home) == []
    assert home.stat().st_mode & 0o777 == 0o700
    assert (home / "warehouse" / "data" / "catalog.sqlite").stat().st_mode & 0o777 == 0o600
    outcome("folders 0700, files 0600: catalog, Parquet, locks, an export")


@pytest.mark.attack("another user reads a home that an older Dateline left open")
@pytest.mark.usefixtures("loose")
def test_what_was_open_is_closed(tmp_path: Path, outcome: Callable[[str], None]) -> None:
    home = tmp_path / "home"
    home.mkdir()
    land(Lake.at(home), {})
    (home / ".env").write_text("DATELINE_CONTACT=desk@desk.example\n")
    (home / "warehouse" / "data" / "incoming").mkdir()
    (home / "warehouse" / "data" / "incoming" / "run.arrows").touch()
    before = open_to_others(home)
    assert len(before) > 6
    close(home, PROJECT)
    assert open_to_others(home) == []
    outcome(f"{len(before)} folders and files are the owner's alone before a run writes")


@pytest.mark.usefixtures("loose")
def test_a_home_that_is_the_project_keeps_its_sources_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "flows").mkdir()
    land(Lake.at(tmp_path), {})
    tmp_path.chmod(0o755)
    close(tmp_path, tmp_path)
    closed = tmp_path / "warehouse" / "data"
    assert open_to_others(closed) == []
    assert set(open_to_others(tmp_path)) == {str(tmp_path / name) for name in ("", "flows", "warehouse")}


@pytest.mark.usefixtures("loose")
def test_a_file_that_leads_out_of_the_home_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("of somebody")
    data = tmp_path / "home" / "warehouse" / "data"
    data.mkdir(parents=True)
    (data / "link").symlink_to(tmp_path / "elsewhere")
    (data / "broken").symlink_to(tmp_path / "nowhere")
    close(tmp_path / "home", PROJECT)
    assert (tmp_path / "elsewhere").stat().st_mode & 0o777 == 0o644


@pytest.mark.attack("somebody {what}")
@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("owns the home that DATELINE_HOME names", "belongs to another user"),
        ("may write in the home, as everybody", "everybody may write there"),
    ],
)
@pytest.mark.parametrize("words", [["run", "story.txt"], ["sql", "SELECT 1"]], ids=["run", "sql"])
def test_a_home_of_others(
    what: str, said: str, words: list[str], home: Path, monkeypatch: pytest.MonkeyPatch, outcome: Callable[[str], None]
) -> None:
    if "owns" in what:
        if os.geteuid() != 0:
            pytest.skip("only root gives a folder to another user")
        os.chown(home, 12345, -1)
    else:
        home.chmod(0o777)
    (home / ".env").write_text("DATELINE_DATA=s3://stranger/bucket\n")
    monkeypatch.chdir(home)
    result = dateline(*words)
    assert result.exit_code == 2
    assert said in result.output
    assert len(result.output.strip().splitlines()) == 1
    assert [path.name for path in home.iterdir()] == [".env"]
    outcome("one sentence, exit code 2, its .env unread")


def test_a_home_behind_a_link_is_a_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "real").mkdir(mode=0o700)
    (tmp_path / "link").symlink_to(tmp_path / "real")
    monkeypatch.setenv("DATELINE_HOME", str(tmp_path / "link"))
    land(Lake.at(tmp_path / "real"), {})
    assert dateline("sql", "SELECT 1").exit_code == 0
