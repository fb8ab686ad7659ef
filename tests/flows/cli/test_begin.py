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
    told = dateline("init", str(home))
    assert (told.exit_code, told.stderr) == (0, "")
    monkeypatch.setenv("DATELINE_HOME", str(home))
    return home


def test_where_the_user_stands_is_made_a_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    told = dateline("init", ".")
    assert told.exit_code == 0, told.output
    assert (tmp_path / MARK).is_file()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".dateline-")] == []


def test_the_version_is_told() -> None:
    assert dateline("--version").output == f"dateline {VERSION}\n"
    assert EXTRACTOR.startswith(f"dateline-{VERSION}+")


def test_a_new_home_changes_nothing_of_what_is_read(made: Path) -> None:
    assert (settings().home, settings().sources) == (made, made / "seeds" / "sources.toml")
    assert settings().model_dump(exclude={"home"}) == Settings(home=made).model_dump(exclude={"home"})
    assert [one.source_id for one in load(path=settings().sources)] == [one.source_id for one in load()]
    before, tables = seeds.fingerprint(), seeds.rows("actors")
    seeds.lay_over(made / "seeds")
    seeds.fingerprint.cache_clear()
    try:
        seeds.examine()
        assert (seeds.fingerprint(), seeds.rows("actors")) == (before, tables)
    finally:
        seeds.lay_over(made / "none")
        seeds.fingerprint.cache_clear()


def test_its_files_explain_themselves(made: Path) -> None:
    told = (made / ".env").read_text()
    assert all(f"# DATELINE_{name.upper()}=" in told for name in Settings.model_fields if name != "home")
    readme = (made / "README.md").read_text()
    assert all(f"`{row['name']}.csv`" in readme for row in seeds.rows("overlay"))
    assert {path.stat().st_mode & 0o077 for path in made.rglob("*")} == {0}


def test_a_source_of_a_home_goes_before_the_shipped_one(made: Path) -> None:
    file = made / "seeds" / "sources.toml"
    text = file.read_text().replace("withdrawn = []", 'withdrawn = ["bbc-africa"]')
    own = '[[source]]\nname = "{}"\nkind = "sitemap"\nurl = "https://outlet.example/map.xml"\n'
    file.write_text(text + own.format("bbc-europe") + own.format("ours"))
    shipped = [one.source_id for one in load()]
    found = {one.source_id: one for one in load(path=file)}
    assert list(found) == [name for name in shipped if name != "bbc-africa"] + ["ours"]
    assert type(found["bbc-europe"]).__name__ == "Sitemap"
    file.write_text(text.replace("bbc-africa", "bbc-afirca"))
    told = dateline("sources")
    assert (told.exit_code, told.stderr.count("\n")) == (2, 1)
    assert "withdrawn names bbc-afirca, which is no shipped source" in told.stderr


def test_it_is_made_whole_or_not_at_all(made: Path) -> None:
    for place, said in ((made, "is a home already"), (made.parent, "is not an empty folder")):
        told = dateline("init", str(place))
        assert (told.exit_code, told.stderr) == (2, f"dateline: {told.stderr.removeprefix('dateline: ')}")
        assert said in told.stderr
    (made.parent / "file").touch()
    told = dateline("init", str(made.parent / "file" / "below"))
    assert (told.exit_code, told.stderr.count("\n")) == (2, 1)
    assert sorted(path.name for path in made.parent.iterdir()) == ["desk", "file"]
    (made.parent / "empty").mkdir()
    assert dateline("init", str(made.parent / "empty")).exit_code == 0
    assert (made.parent / "empty" / MARK).read_text() == f"{VERSION}\n"
