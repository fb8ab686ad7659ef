"""Runs started by hand: without a server if none is named, and stopped in an orderly way."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from flows.cli.by_hand import names_a_server
from tests.loopback import HOST, silent
from tests.served import children, wait_for

STORY = "date 2024-12-05 Rebel fighters captured the city of Hama on Thursday. The army said 12 soldiers were killed.\n"
LOADED = "import sys; from flows.cli.application import app; app(standalone_mode=False); print([*sys.modules])"


@pytest.fixture
def alone(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home without a Prefect server in the settings."""
    for name in [name for name in os.environ if name.startswith("PREFECT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PREFECT_HOME", str(home / "prefect"))
    monkeypatch.chdir(home)
    return home


def test_a_run_by_hand_starts_no_server_and_loads_only_what_it_needs(alone: Path) -> None:
    (alone / "story.txt").write_text(STORY)
    command = [sys.executable, "-c", LOADED, "run", str(alone / "story.txt")]
    counts = ["1 landed + 0 unchanged", "0 landed + 1 unchanged"]
    for count, unneeded in zip(
        counts, [{"prefect", "uvicorn"}, {"prefect", "spacy", "scipy", "trafilatura"}], strict=True
    ):
        done = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[3], check=True)
        assert f"1 documents = {count} + 0 rejected" in done.stdout
        assert "nightly received" in done.stderr
        assert unneeded & set(done.stdout.splitlines()[-1].split("'")) == set()
    assert not (alone / "prefect").exists()


def test_nothing_names_a_server(alone: Path) -> None:
    assert not names_a_server()


@pytest.mark.parametrize("told", ["http://127.0.0.1:4200/api", ""], ids=["named", "empty"])
def test_the_environment_names_a_server(told: str, alone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_URL", told)
    assert names_a_server() == bool(told)


PROFILE = 'active = "desk"\n[profiles.desk]\nPREFECT_API_URL = "http://127.0.0.1:4200/api"\n'


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("prefect/profiles.toml", PROFILE),
        (".env", "PREFECT_API_URL=http://127.0.0.1:4200/api\n"),
        ("prefect.toml", '[api]\nurl = "http://127.0.0.1:4200/api"\n'),
    ],
    ids=["profile", "env", "toml"],
)
def test_a_file_of_prefect_s_names_a_server(file: str, text: str, alone: Path) -> None:
    (alone / "prefect").mkdir()
    (alone / file).write_text(text)
    code = "from flows.cli.by_hand import names_a_server; print(names_a_server())"
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])}
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    assert told.stdout == "True\n", told.stderr


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT], ids=lambda sign: sign.name)
def test_a_run_that_is_told_to_end_leaves_nothing_behind(alone: Path, tmp_path: Path, sign: signal.Signals) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    with silent() as outlet:
        own = {"TMPDIR": str(scratch), "DATELINE_ROUTES": json.dumps({HOST: outlet.route}), "DATELINE_READ": "3600"}
        own |= {"DATELINE_WHOLE": "3600", "DATELINE_DELAY": "0", "PYTHONPATH": str(Path(__file__).parents[3])}
        command = [sys.executable, "-m", "flows.cli", "run", outlet.url("story")]
        run = subprocess.Popen(command, env=os.environ | own, stderr=subprocess.PIPE, text=True)
        wait_for(lambda: any(visit.path == "/story" for visit in outlet.log), lambda: str(run.poll()))
        assert any(scratch.iterdir())
        run.send_signal(sign)
        _, told = run.communicate(timeout=60)
    assert run.returncode == (-sign if sign == signal.SIGTERM else 130), told
    assert list(scratch.iterdir()) == []
    assert "Traceback" not in told


def test_a_run_that_is_told_to_end_while_articles_are_read_ends_at_once(alone: Path) -> None:
    (alone / "story.txt").write_text("date 2024-12-05 " + STORY.removeprefix("date 2024-12-05 ").strip() * 9000)
    own = {"DATELINE_DOCUMENT": "3600", "PYTHONPATH": str(Path(__file__).parents[3])}
    command = [sys.executable, "-m", "flows.cli", "run", str(alone / "story.txt")]
    run = subprocess.Popen(command, env=os.environ | own, stderr=subprocess.PIPE, text=True)
    readers: list[int] = []

    def reading() -> bool:
        readers[:] = [reader for pid in children(run.pid) for reader in children(pid)]
        return bool(readers)

    wait_for(reading, lambda: str(run.poll()))
    run.send_signal(signal.SIGTERM)
    _, told = run.communicate(timeout=60)
    assert run.returncode == -signal.SIGTERM, told
    assert "Traceback" not in told
    wait_for(lambda: not any(Path(f"/proc/{reader}").exists() for reader in readers), lambda: f"{readers} go on")
