"""The model of languages in the user's cache tells what the one of its package tells."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.workers import languages
from transforms.cleaning.text.language import load

TEXTS = (
    "Les pêcheurs ont quitté le port avant la tempête",
    "Die Fischer verließen den Hafen vor dem Sturm",
    "Рыбаки покинули порт до шторма",
    "Fishermen left the port",
    "غادر الصيادون الميناء قبل العاصفة",
    "123",
)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "dateline"


def test_the_unpacked_model_ranks_like_that_of_the_package(cache: Path) -> None:
    unpacked, again, shipped = languages.identifier(), languages.identifier(), load()
    for text in TEXTS:
        assert unpacked.rank(text) == again.rank(text) == shipped.rank(text)
    (folder,) = cache.iterdir()
    assert folder.stat().st_mode & 0o077 == 0


def test_it_is_unpacked_once(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    languages.identifier()
    monkeypatch.setattr(languages, "load", lambda: pytest.fail("unpacked again"))
    assert languages.identifier().rank(TEXTS[0])[0][0] == "fr"


@pytest.mark.parametrize("damage", [b"", b"\x93NUMPY", b"no array"])
def test_a_damaged_file_costs_no_page(cache: Path, damage: bytes) -> None:
    languages.identifier()
    (folder,) = cache.iterdir()
    (folder / "tk_nextmove.npy").write_bytes(damage)
    assert languages.identifier().rank(TEXTS[1])[0][0] == "de"


def test_without_a_cache_the_package_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null")
    assert languages.identifier().rank(TEXTS[1])[0][0] == "de"
