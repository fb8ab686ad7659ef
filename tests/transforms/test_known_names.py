"""Names of seeds and gazetteer lead to the places and actors that they may mean."""

from __future__ import annotations

import pytest

from transforms.known_names import meanings

HTS = next(actor for _, actor in meanings("Hayat Tahrir al-Sham") if actor)
DEIR_EZ_ZOR = 170794


@pytest.mark.parametrize("name", ["HTS", "Hayat Tahrir al-Sham"])
def test_short_and_long_name_of_an_actor_mean_the_same(name: str) -> None:
    assert (None, HTS) in meanings(name)


@pytest.mark.parametrize("name", ["Deir ez-Zor", "Deir al-Zour", "Deir Ezzor"])
def test_spellings_of_a_town_mean_the_same_place(name: str) -> None:
    assert (DEIR_EZ_ZOR, None) in meanings(name)


@pytest.mark.parametrize("name", ["al-Sharaa", "Sharaa", "Jolani", "al-Jolani", "Ahmed al-Sharaa"])
def test_a_last_name_means_the_only_person_of_the_seeds_who_has_it(name: str) -> None:
    assert (None, "sy-p-jolani") in meanings(name)


@pytest.mark.parametrize(
    ("name", "actor"),
    [("Ahmed", "et-p-abiy"), ("Un", "kp-p-kim"), ("sharaa", "sy-p-jolani"), ("who", "un-who")],
)
def test_given_names_short_names_and_plain_words_mean_no_person(name: str, actor: str) -> None:
    assert (None, actor) not in meanings(name)


@pytest.mark.parametrize("word", ["hts", "road", "Nobodyville"])
def test_other_words_mean_nothing_known(word: str) -> None:
    assert list(meanings(word)) == []
