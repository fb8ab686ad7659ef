"""A later mention of a happening takes over what an earlier one says of it, and nothing of another happening."""

from __future__ import annotations

import pytest

from tests.documents import Parse, last_event
from transforms.facts.events.extraction import events


def test_a_later_mention_takes_over_doer_place_and_day(parse: Parse) -> None:
    text = "Russia attacked Odesa with drones on Thursday.\nNine people were wounded in the attack."
    first, second = events(parse(text))
    assert (second.source, second.place, second.date_start) == (first.source, "Odesa", "2024-12-05")
    assert second.acled_sub_event == "Air/drone strike"
    assert second.confidence < first.confidence


@pytest.mark.parametrize(
    ("text", "trigger", "source"),
    [
        ("Russia attacked Kyiv on Monday. Doctors treated many. The assault lasted hours.", "assault", "Russia"),
        (
            "Gunmen stormed the port. Hamas claimed responsibility for the attack. The assault ended.",
            "assault",
            "Hamas",
        ),
        ("Israel attacked Hamas. Hamas attacked Israel. Doctors condemned the attack.", "attack", None),
        ("Russia attacked Kyiv on Monday. A raid on a village near Lagos killed two traders.", "raid", None),
    ],
)
def test_a_doer_is_lent_where_nobody_competes(parse: Parse, text: str, trigger: str, source: str | None) -> None:
    assert last_event(parse, text, trigger).source == source


def test_a_denial_answers_the_accuser(parse: Parse) -> None:
    text = "Kenya accused Somalia of the raid. Somalia denied it."
    assert last_event(parse, text, "denied").target == "Kenya"


def test_a_later_mention_is_of_the_same_kind_of_blow(parse: Parse) -> None:
    text = "Russian drones attacked Kyiv on Monday. Nine people were wounded in the attack."
    assert last_event(parse, text, "attack").acled_sub_event == "Air/drone strike"


def test_who_is_only_blamed_did_not_do_it_elsewhere(parse: Parse) -> None:
    text = "Hamas has blamed Israel for the strike on the depot. The strike killed nine people in Gaza."
    assert last_event(parse, text, "strike").source is None


def test_what_was_denied_is_not_taken_up(parse: Parse) -> None:
    text = "Kenya and Uganda held talks in Nairobi. Rwanda and Burundi did not hold talks. The talks went on."
    assert last_event(parse, text, "talks").source != "Rwanda and Burundi"


def test_what_happens_again_has_not_the_day_of_what_happened_before(parse: Parse) -> None:
    text = "Jets bombed the airport of Hama on Monday. The army said that jets had again bombed the airport of Hama."
    assert last_event(parse, text, "bombed").date_start is None
