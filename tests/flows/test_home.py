"""Which folder is the home."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows import home as homes
from flows.home import MARK, folder
from flows.settings import settings
from transforms.shipped import PROJECT, VERSION


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is a home, with DATELINE_HOME unset."""
    monkeypatch.delenv("DATELINE_HOME", raising=False)
    (tmp_path / "desk" / MARK.parent).mkdir(parents=True)
    (tmp_path / "desk" / MARK).write_text(f"{VERSION}\n")
    (tmp_path / "desk" / "inbox").mkdir()
    return tmp_path / "desk"


def test_the_nearest_home_is_found_from_a_folder_below(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(made / "inbox")
    assert folder() == made
    monkeypatch.setenv("DATELINE_HOME", "/srv/other")
    assert folder() == Path("/srv/other")


def test_without_one_it_is_the_checkout_or_a_folder_of_the_users_own(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(made.parent)
    assert folder() == PROJECT
    monkeypatch.setattr(homes, "IS_CHECKOUT", False)
    monkeypatch.setenv("XDG_DATA_HOME", "/home/desk/data")
    assert folder() == Path("/home/desk/data/dateline")


@pytest.mark.parametrize(
    ("written", "said"),
    [("99.0.0", f"Dateline 99.0.0 wrote there and this is {VERSION}; install 99.0.0"), ("new", "'new' is no version")],
)
def test_a_home_of_a_newer_version_is_refused(
    made: Path, monkeypatch: pytest.MonkeyPatch, written: str, said: str
) -> None:
    monkeypatch.setenv("DATELINE_HOME", str(made))
    (made / MARK).write_text(written)
    with pytest.raises(ValueError, match=said):
        settings()


def test_who_writes_to_a_home_says_so(made: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATELINE_HOME", str(made))
    (made / MARK).write_text("1.0.3")
    settings().close_home()
    assert (made / MARK).read_text() == f"{VERSION}\n"
    homes.mark(tmp_path)
    assert not (tmp_path / MARK).exists()
