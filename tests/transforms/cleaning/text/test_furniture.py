"""Page furniture among the paragraphs of an article, such as calls to subscribe."""

from __future__ import annotations

import pytest

from transforms.cleaning.text.furniture import is_furniture, without
from transforms.seeds import listed, rows


@pytest.mark.parametrize("row", rows("furniture"), ids=lambda row: row["example"])
def test_each_row_by_its_example(row: dict[str, str | None]) -> None:
    assert is_furniture(str(row["example"]))


@pytest.mark.parametrize(
    "phrase", [(row, p) for row in rows("furniture") for p in listed(row["words"])], ids=lambda p: p[1]
)
def test_each_phrase_alone_is_furniture(phrase: tuple[dict[str, str | None], str]) -> None:
    assert is_furniture(phrase[1].capitalize())


@pytest.mark.parametrize(
    "line",
    [
        "Read more than one account of the battle and you will find that none agree, the historian said.",
        "More than 20 people were killed.",
        "Comments by the minister angered residents of the town, who said that nobody had come to help them.",
        "Subscribe to the theory or not, the general said, the bridge is gone.",
        "Related charges were dropped.",
        "The army said on its website, where all rights reserved notices fill the page, that it had lost nobody; "
        "residents of four villages told another story, and named the eleven men whom they had buried on Friday.",
        "",
    ],
)
def test_what_is_said_in_sentences_stays(line: str) -> None:
    assert not is_furniture(line)


def test_furniture_is_cut_unless_the_text_is_nothing_else() -> None:
    assert without("Read more\nThe army left.\nSubscribe Now!") == "The army left."
    assert without("Read more") == "Read more"
