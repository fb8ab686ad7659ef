"""Settings come from the environment or the home's own files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from flows.http.limits import Limits
from flows.settings import PROJECT, SettingsError, settings
from warehouse import Lake


def test_the_home_is_the_project_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATELINE_HOME", raising=False)
    assert settings().home == PROJECT
    assert settings().sources == PROJECT / "seeds" / "sources.toml"


def test_a_home_may_hold_settings_and_sources_of_its_own(home: Path) -> None:
    (home / ".env").write_text("DATELINE_BATCH=7\n")
    (home / "seeds").mkdir()
    (home / "seeds" / "sources.toml").touch()
    assert settings().batch == 7
    assert settings().sources == home / "seeds" / "sources.toml"


def test_the_environment_goes_before_the_file(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / ".env").write_text("DATELINE_BATCH=7\n")
    monkeypatch.setenv("DATELINE_BATCH", "8")
    assert settings().batch == 8


def test_a_value_it_cannot_have_is_named(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_BATCH", "none")
    with pytest.raises(SettingsError, match=r"^DATELINE_BATCH: "):
        settings()


def test_what_fetching_may_cost_is_set(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_DELAY", "2.5")
    monkeypatch.setenv("DATELINE_WHOLE", "30")
    monkeypatch.setenv("DATELINE_CONTACT", "desk@outlet.example")
    monkeypatch.setenv("DATELINE_ROUTES", '{"outlet.example": ["127.0.0.1", 8000]}')
    limits = settings().limits({"wire.example": ("127.0.0.1", 9000)})
    assert (limits.delay, limits.whole, limits.patience) == (2.5, 30, Limits().patience)
    assert limits.user_agent.endswith("; +desk@outlet.example)")
    assert limits.routes == {"outlet.example": ("127.0.0.1", 8000), "wire.example": ("127.0.0.1", 9000)}


@pytest.mark.parametrize(("name", "value"), [("DELAY", "-1"), ("TRIES", "0"), ("HOSTS", "0"), ("WHOLE", "0")])
def test_what_fetching_cannot_cost(home: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"DATELINE_{name}", value)
    with pytest.raises(SettingsError, match=rf"^DATELINE_{name}: "):
        settings()


def test_the_lake_lies_at_home_where_nothing_else_is_said(home: Path) -> None:
    assert settings().lake == Lake.at(home)


@pytest.mark.parametrize(
    ("name", "value", "place"),
    [
        ("catalog", "postgres:dbname=news host=db.example", "postgres:dbname=news host=db.example"),
        ("catalog", "postgres:postgresql://desk@db.example/news", "postgres:user=desk dbname=news host=db.example"),
        ("catalog", "postgresql://desk@db.example/news", "postgres:user=desk dbname=news host=db.example"),
        ("catalog", "sqlite:/srv/catalog.sqlite", "sqlite:/srv/catalog.sqlite"),
        ("data", "s3://news", "s3://news/"),
        ("data", "s3://news/lake/of-2024", "s3://news/lake/of-2024/"),
        ("data", "s3://news/lake/", "s3://news/lake/"),
        ("data", "/srv/files", "/srv/files/"),
    ],
)
def test_catalogue_and_files_may_each_lie_elsewhere(
    home: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, place: str
) -> None:
    monkeypatch.setenv(f"DATELINE_{name.upper()}", value)
    assert settings().lake == replace(Lake.at(home), **{name: place})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CATALOG", "mysql:host=db.example"),
        ("CATALOG", "catalog.sqlite"),
        ("CATALOG", "postgres:hots=db.example pw=hunter2"),
        ("CATALOG", "postgres:host=db.example password=hunter2"),
        ("CATALOG", "postgres:postgresql://desk:hunter2@db.example/news"),
        ("CATALOG", "postgres://desk:hunter2@db.example:port/news"),
        ("DATA", "ftp://news/lake"),
        ("DATA", "s3://key:hunter2@news/lake"),
        ("DATA", "s3://news/lake?secret=hunter2"),
    ],
)
def test_a_place_that_is_none_is_named_and_no_secret_is(
    home: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"DATELINE_{name}", value)
    with pytest.raises(SettingsError, match=rf"^DATELINE_{name}: [^\n]+$") as refused:
        settings()
    assert "hunter2" not in str(refused.value)
