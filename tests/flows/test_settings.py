"""Settings come from the environment or the home's own files."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.settings import PROJECT, SettingsError, settings


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
