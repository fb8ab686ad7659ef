"""Each name of a text is a row, with what is known of it and the names inside it."""

from __future__ import annotations

import pytest

from tests.documents import Parse
from transforms.resolving.mentions import mentions


def test_rows_carry_what_is_known_and_what_lies_inside(parse: Parse) -> None:
    rows = {
        row.text: row for row in mentions(parse("The government of Kenya sent aid to Goma in Congo, DR Congo's east."))
    }
    assert (rows["Kenya"].country, rows["Kenya"].latitude) == ("KE", None)
    body = next(row for row in rows.values() if row.actor_id == "ke-gov")
    assert body.sentence[body.mention_start : body.mention_end] == body.text


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("The Syrian Arab Army shelled the hills.", {"Syrian"}),
        ("The Islamic State claimed the attack.", set()),
        ("The Arab League met on Monday.", set()),
        ("The Turkish Armed Forces bombed the hills.", {"Turkish"}),
    ],
)
def test_a_people_inside_a_body_s_name_counts_if_it_has_a_country(parse: Parse, text: str, inside: set[str]) -> None:
    assert {row.text for row in mentions(parse(text)) if row.label == "NORP"} == inside


def test_a_short_form_that_the_article_explains_is_the_body_it_stands_for(parse: Parse) -> None:
    rows = mentions(parse("Fighters of the Movement for Free Dorvan (MFD) struck. Later the MFD denied it."))
    assert [row.name for row in rows if row.text == "MFD"] == ["Movement for Free Dorvan"] * 2


def test_the_state_of_a_name_is_no_government(parse: Parse) -> None:
    found = [m.actor_id for m in mentions(parse("Gunmen seized 30 pupils in Papiri, Niger state, on Monday."))]
    assert "ne-gov" not in found


def test_an_opening_word_is_no_part_of_a_name(parse: Parse) -> None:
    found = {m.text: m.actor_id for m in mentions(parse("Overnight Russia launched 142 drones at Ukraine."))}
    assert found.get("Russia") == "rus"
