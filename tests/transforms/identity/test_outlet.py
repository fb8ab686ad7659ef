"""An outlet by its names and its address."""

from __future__ import annotations

import pytest

from transforms.identity.outlet import outlet, words

POST = outlet(["Meridian Post", None], "https://www.meridian-post.co.uk/news/1")


@pytest.mark.parametrize("name", ["Meridian Post", "MERIDIAN POST", "meridian-post.co.uk", "MeridianPost"])
def test_it_is_called_by_its_name_in_any_form(name: str) -> None:
    assert POST.is_called(name)


@pytest.mark.parametrize("name", ["Meridian", "Post", "The Ridge", ""])
def test_an_outlet_is_not_called_by_another_name(name: str) -> None:
    assert not POST.is_called(name)


def test_its_words_are_those_of_its_names() -> None:
    assert POST.words == {"meridian", "post"}
    assert words("Le Matin – Édition d’Alep") == ["le", "matin", "edition", "d", "alep"]
