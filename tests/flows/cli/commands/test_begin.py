"""The command `dateline init`."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.home import MARK
from flows.settings import Settings, settings
from flows.sources import load
from tests.flows.asking import dateline
from transforms import seeds
from transforms.shipped import VERSION
from transforms.tables.schema import EXTRACTOR


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home made by `dateline init`, set as DATELINE_HOME."""
    home = tmp_path / "news" / "desk"
    printed = dateline("init", str(home))
    assert (printed.exit_code, printed.stderr) == (0, "")
    monkeypatch.setenv("DATELINE_HOME", str(home))
    return home


def test_the_folder_of_the_user_can_become_a_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    printed = dateline("init", ".")
    assert printed.exit_code == 0, printed.output
    assert printed.output.startswith(f"{tmp_path} is a home of Dateline now")
    assert "cd " not in printed.output
    assert (tmp_path / MARK).is_file()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".dateline-")] == []


def test_the_version_is_printed() -> None:
    assert dateline("--version").output == f"dateline {VERSION}\n"
    assert EXTRACTOR.startswith(f"dateline-{VERSION}+")


def test_a_new_home_changes_nothing_of_what_is_read(made: Path) -> None:
    assert (settings().home, settings().sources) == (made, made / "seeds" / "sources.toml")
    assert settings().model_dump(exclude={"home"}) == Settings(home=made).model_dump(exclude={"home"})
    assert [source.source_id for source in load(path=settings().sources)] == [source.source_id for source in load()]
    before, tables = seeds.fingerprint(), seeds.rows("actors")
    seeds.lay_over(made / "seeds")
    seeds.fingerprint.cache_clear()
    try:
        seeds.examine()
        assert (seeds.fingerprint(), seeds.rows("actors")) == (before, tables)
    finally:
        seeds.lay_over(made / "none")
        seeds.fingerprint.cache_clear()


def test_the_files_of_a_new_home_explain_their_settings(made: Path) -> None:
    printed = (made / ".env").read_text()
    assert all(f"# DATELINE_{name.upper()}=" in printed for name in Settings.model_fields if name != "home")
    readme = (made / "README.md").read_text()
    assert all(f"`{row['name']}.csv`" in readme for row in seeds.rows("overlay"))
    assert {path.stat().st_mode & 0o077 for path in made.rglob("*")} == {0}


def test_a_source_of_a_home_goes_before_the_shipped_one(made: Path) -> None:
    file = made / "seeds" / "sources.toml"
    text = file.read_text().replace("withdrawn = []", 'withdrawn = ["bbc-africa"]')
    own = '[[source]]\nname = "{}"\nkind = "sitemap"\nurl = "https://outlet.example/map.xml"\n'
    file.write_text(text + own.format("bbc-europe") + own.format("ours"))
    shipped = [source.source_id for source in load()]
    found = {source.source_id: source for source in load(path=file)}
    assert list(found) == [name for name in shipped if name != "bbc-africa"] + ["ours"]
    assert type(found["bbc-europe"]).__name__ == "Sitemap"
    file.write_text(text.replace("bbc-africa", "bbc-afirca"))
    printed = dateline("sources")
    assert (printed.exit_code, printed.stderr.count("\n")) == (2, 1)
    assert "withdrawn names bbc-afirca, which is no shipped source" in printed.stderr


def test_a_home_is_made_whole_or_not_at_all(made: Path) -> None:
    for place, said in ((made, "is a home already"), (made.parent, "is not an empty folder")):
        printed = dateline("init", str(place))
        assert (printed.exit_code, printed.stderr) == (2, f"dateline: {printed.stderr.removeprefix('dateline: ')}")
        assert said in printed.stderr
    (made.parent / "file").touch()
    printed = dateline("init", str(made.parent / "file" / "below"))
    assert (printed.exit_code, printed.stderr.count("\n")) == (2, 1)
    assert sorted(path.name for path in made.parent.iterdir()) == ["desk", "file"]
    (made.parent / "empty").mkdir()
    assert dateline("init", str(made.parent / "empty")).exit_code == 0
    assert (made.parent / "empty" / MARK).read_text() == f"{VERSION}\n"
