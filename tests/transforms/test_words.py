"""Word lists of seeds/words.csv, with rows of a home laid over them, and where they are used."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from transforms import seeds
from transforms.seeds import SeedError, lay_over
from transforms.words import MONTHS, WEEKDAYS, alternatives, examine, word_list

Lay = Callable[[str], None]


@pytest.fixture
def lay(tmp_path: Path) -> Iterator[Lay]:
    """A function that lays rows of words over the shipped ones."""

    def laid(text: str) -> None:
        (tmp_path / "words.csv").write_text(f"list,words\n{text}\n", encoding="utf-8")
        lay_over(tmp_path)

    yield laid
    lay_over(tmp_path / "none")


@pytest.fixture
def ship(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lay]:
    """A function that writes rows of words in place of the shipped ones."""

    def written(text: str) -> None:
        (tmp_path / "words.csv").write_text(f"list,words,used_for\n{text}\n", encoding="utf-8")
        monkeypatch.setattr(seeds, "SEEDS", tmp_path)
        _forget()

    yield written
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    seeds.shipped.cache_clear()
    seeds.rows.cache_clear()


def test_a_list_is_a_set_of_its_words() -> None:
    assert {"monday", "sunday"} < word_list("weekdays") == WEEKDAYS
    assert {"january", "may"} < word_list("months") == MONTHS
    assert "by now" in word_list("figures until now")


def test_a_list_may_have_several_rows(ship: Lay) -> None:
    ship("titles,king|queen,\ntitles,prime minister,")
    assert word_list("titles") == {"king", "queen", "prime minister"}


def test_a_list_that_nobody_wrote_is_one_sentence() -> None:
    said = "words.csv: no list is called weekday; did you mean weekdays?"
    with pytest.raises(SeedError, match=re.escape(said) + "$"):
        word_list("weekday")


def test_alternatives_try_the_longer_word_first(ship: Lay) -> None:
    ship("ahead,next|next week|the 1.5th,")
    found = re.match(alternatives("ahead"), "next week")
    assert found is not None
    assert found[0] == "next week"
    assert re.fullmatch(alternatives("ahead"), "the 1x5th") is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("titles,king|queen|king,", "words.csv:2: king stands twice in titles."),
        ("titles,king,\ntitles,king|queen,", "words.csv:3: king stands twice in titles."),
        ("titles,,", "words.csv:2: this row of titles has no words."),
    ],
)
def test_a_list_of_no_use_is_one_sentence_that_names_its_place(ship: Lay, text: str, said: str) -> None:
    ship(text)
    with pytest.raises(SeedError, match=re.escape(said) + "$"):
        examine()


def test_the_shipped_lists_are_of_use() -> None:
    examine()


def test_a_home_adds_words_and_withdraws_rows(lay: Lay) -> None:
    badly = word_list("figures gravely")
    lay("figures gravely,mortally")
    assert word_list("figures gravely") == badly | {"mortally"}
    lay("figures gravely,mortally\n-figures gravely")
    assert word_list("figures gravely") == {"mortally"}
    examine()


def test_a_list_that_a_home_withdraws_is_empty_until_the_home_is_examined(lay: Lay) -> None:
    lay("-figures gravely")
    assert word_list("figures gravely") == frozenset()
    assert re.search(alternatives("figures gravely"), "gravely") is None
    with pytest.raises(SeedError, match="words.csv: no row is left of the list figures gravely.$"):
        examine()


def test_a_home_may_hold_a_word_that_is_also_shipped(lay: Lay) -> None:
    lay("figures gravely,badly|mortally")
    assert {"badly", "mortally"} < word_list("figures gravely")
    examine()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("figures gravly,mortally", "words.csv:2: no list is called figures gravly; did you mean figures gravely?"),
        ("xyz,mortally", "words.csv:2: no list is called xyz; seeds/words.csv shows those there are."),
        ("figures gravely,", "words.csv:2: this row of figures gravely has no words."),
    ],
)
def test_a_row_of_a_home_of_no_use_is_one_sentence_that_names_its_place(lay: Lay, text: str, said: str) -> None:
    lay(text)
    with pytest.raises(SeedError, match=re.escape(said) + "$"):
        examine()
