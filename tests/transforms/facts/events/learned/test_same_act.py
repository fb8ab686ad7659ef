"""Days and places of acts in articles that tell them more than once, or beside talks; the readings are given, so that
the tests hold whatever the shipped reader points to.
"""

from __future__ import annotations

import json
from datetime import date

import pytest

from tests.documents import Parse
from transforms.facts.events.learned.decode import Filler, Reading
from transforms.facts.events.learned.rows import event_of
from transforms.facts.events.learned.same_act import with_own_days_and_places
from transforms.reading.tree import Token
from transforms.resolving.dates import times
from transforms.resolving.document import Document
from transforms.resolving.timing.expressions import When
from transforms.tables.schema import Event, Plover

THURSDAY = date(2025, 5, 15)
Told = tuple[str, str | None, str | None]
"""A trigger, and the words for its day and place; a number after a slash counts their occurrences: "Tuesday/2"."""


def words_at(document: Document, words: str) -> Token:
    word, _, nth = words.partition("/")
    return [token for token in document.doc if token.text == word][int(nth or 1) - 1]


def reading(document: Document, told: Told, plover: Plover) -> Reading:
    """What a reader that points to these words reads."""
    trigger, day, place = told
    token = words_at(document, trigger)
    fillers = {"place": Filler(words_at(document, place), 0.6)} if place is not None else {}
    if day is not None:
        at = words_at(document, day)
        found = next(time for time in times(at.sent, THURSDAY) if time.start <= at.idx < time.end)
        fillers["date"] = Filler(at, 0.9, found.when)
    return Reading(
        word=0, token=token, plover=plover, is_event=0.9, probability=0.9, modality="asserted", sure_modality=0.9,
        when_told="new", sure_when_told=0.95, sub_event=None, sure_sub_event=0.9, fillers=fillers, empty={}, hint=None,
    )  # fmt: skip


def last(parse: Parse, text: str, *told: Told, talks: Told | None = None) -> Event:
    """The last of the attacks that are told, beside talks if there are any."""
    document = parse(text, THURSDAY)
    readings = [reading(document, each, "ASSAULT") for each in told]
    if talks is not None:
        readings.insert(0, reading(document, talks, "AGREE"))
    return with_own_days_and_places([(each, event_of(each, document)) for each in readings], document)[-1]


ATTACK = "Rebels attacked the base in Gao on Monday. "


@pytest.mark.parametrize(
    ("said", "trigger"),
    [
        ("They said in a statement on Tuesday that they had attacked the base.", "attacked/2"),
        ("On Tuesday the rebels announced that they had attacked the base.", "attacked/2"),
        ("The base was attacked by rebels, the army said on Tuesday.", "attacked/2"),
        ("The leader of the rebels was quoted on Tuesday as saying that they attacked the base.", "attacked/2"),
        ("The rebels claimed on Tuesday they had attacked the base and killed nine soldiers.", "killed"),
    ],
)
def test_a_day_of_saying_gives_way_to_the_day_of_the_act(parse: Parse, said: str, trigger: str) -> None:
    event = last(parse, ATTACK + said, ("attacked", "Monday", "Gao"), (trigger, "Tuesday", "Gao"))
    assert event.date_start == "2025-05-12"
    assert json.loads(event.evidence or "")["date"]["words"] == "Monday"


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("They said on Tuesday that they had attacked a bridge in Kidal.", "Kidal"),
        ("They said on Tuesday that they had again attacked the base in Gao.", "Gao/2"),
        ("They said so and attacked the base in Gao on Tuesday.", "Gao/2"),
        ("They said that they had attacked the base in Gao on Tuesday.", "Gao/2"),
    ],
)
def test_another_act_is_on_its_own_day(parse: Parse, said: str, place: str) -> None:
    event = last(parse, ATTACK + said, ("attacked", "Monday", "Gao"), ("attacked/2", "Tuesday", place))
    assert event.date_start == "2025-05-13"


def test_an_act_to_which_another_is_counted_is_that_much_earlier(parse: Parse) -> None:
    said = "The attack came two days after jets had struck a camp in Kidal."
    told = ("attacked", "Monday", "Gao"), ("attack", "Monday", "Gao"), ("struck", "Monday", "Kidal")
    assert last(parse, ATTACK + said, *told).date_start == "2025-05-10"


def test_a_day_that_the_reader_does_not_point_to_is_kept(parse: Parse) -> None:
    said = "On Tuesday the town remembered the raid of 2 May 2024, when jets struck a camp in Kidal."
    assert (
        last(parse, ATTACK + said, ("attacked", "Monday", "Gao"), ("struck", None, "Kidal")).date_start == "2024-05-02"
    )


def test_an_act_told_once_is_on_the_day_of_saying(parse: Parse) -> None:
    text = "The army said on Wednesday its jets had bombed two depots in Gao."
    assert last(parse, text, ("bombed", "Wednesday", "Gao")).date_start == "2025-05-14"


def test_a_day_around_an_act_is_nearer_than_the_day_of_saying(parse: Parse) -> None:
    text = "The minister said on Wednesday that rebels fled from Gao on Tuesday after they burned the market."
    assert last(parse, text, ("burned", "Wednesday", "Gao")).date_start == "2025-05-13"


def test_what_follows_an_act_is_on_its_corrected_day(parse: Parse) -> None:
    text = (
        "The government left the talks on Tuesday, a day after rebels attacked the base in Gao and killed nine men. "
        "Ten others were wounded in the attack."
    )
    told: list[Told] = [(word, "Tuesday", "Gao") for word in ("attacked", "killed", "wounded")]
    for count in (1, 2, 3):
        assert last(parse, text, *told[:count]).date_start == "2025-05-12"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The rebels had looted the shops in Gao before they left.", None),
        ("The army had at first denied that rebels had looted the shops in Gao.", None),
        ("By evening the rebels had looted the shops in Gao.", "2025-05-15"),
        ("The mayor said that rebels had looted the shops in Gao.", "2025-05-15"),
        ("The rebels looted the shops in Gao.", "2025-05-15"),
    ],
)
def test_the_past_of_a_story_is_not_the_day_of_publication(parse: Parse, text: str, day: str | None) -> None:
    document = parse(text, THURSDAY)
    told = reading(document, ("looted", None, "Gao"), "ASSAULT")
    told.fillers["date"] = Filler(None, 0.9, When(THURSDAY.isoformat(), None, "day"))
    assert with_own_days_and_places([(told, event_of(told, document))], document)[0].date_start == day


TALKS = ("agreed", "Tuesday", "Doha")


@pytest.mark.parametrize(
    ("text", "told", "day", "place"),
    [
        (
            "The two sides agreed on Tuesday in Doha to a truce after three days of fighting.",
            ("fighting", "Tuesday", "Doha"), None, None,
        ),
        (
            "The two sides agreed on Tuesday in Doha to a truce. Their armies have shelled villages.",
            ("shelled", "Tuesday", "Doha"), None, None,
        ),
        (
            "The two sides agreed on Tuesday in Doha to a truce. Hours later gunmen attacked a clinic.",
            ("attacked", "Tuesday", None), "2025-05-13", None,
        ),
        (
            "The two sides agreed on Tuesday in Doha to a truce. Gunmen attacked a hotel in Doha on Tuesday.",
            ("attacked", "Tuesday/2", "Doha/2"), "2025-05-13", "Doha",
        ),
    ],
)  # fmt: skip
def test_the_day_and_place_of_talks_are_not_those_of_the_war(
    parse: Parse, text: str, told: Told, day: str | None, place: str | None
) -> None:
    event = last(parse, text, told, talks=TALKS)
    assert (event.date_start, event.place) == (day, place)


@pytest.mark.parametrize(
    ("second", "told", "place"),
    [
        ("They opened fire on the Ansongo road.", ("fire", "Monday", "Ansongo"), "Gao"),
        ("They burned a truck on the road to Kidal.", ("burned", "Monday", "Kidal"), "Gao"),
        ("They shot at guests of the Sahel View hotel.", ("shot", "Monday", "View"), "Gao"),
        (
            "They fired mortars, said Ali Traore, a commander of the garrison in Kidal.",
            ("fired", "Monday", "Kidal"), "Gao",
        ),
        (
            "They fired mortars, Ali Traore, commander of the garrison in Kidal, told reporters.",
            ("fired", "Monday", "Kidal"), "Gao",
        ),
        ("They burned the market of Kidal.", ("burned", "Monday", "Kidal"), "Kidal"),
        ("They shot at cars near Ansongo on the road to Kidal.", ("shot", "Monday", "Kidal"), "Ansongo"),
        ("They killed Ali Traore, the mayor of Kidal.", ("killed", "Monday", "Kidal"), "Kidal"),
        ("They marched up Court Street.", ("marched", "Monday", "Street"), "Court Street"),
    ],
)  # fmt: skip
def test_a_place_that_only_describes_gives_way_to_the_town(parse: Parse, second: str, told: Told, place: str) -> None:
    assert last(parse, ATTACK + second, ("attacked", "Monday", "Gao"), told).place == place


def test_a_road_is_a_place_where_nothing_else_is_told_but_a_speaker_is_none(parse: Parse) -> None:
    assert last(parse, "Rebels ambushed a convoy on the road to Djibo.", ("ambushed", None, "Djibo")).place == "Djibo"
    text = "Rebels ambushed a convoy, said Ali Traore, a commander of the garrison in Djibo."
    assert last(parse, text, ("ambushed", None, "Djibo")).place is None


def test_another_act_is_not_in_the_town_of_the_first(parse: Parse) -> None:
    text = ATTACK + "A second attack hit a truck on the road to Kidal on Monday."
    assert last(parse, text, ("attacked", "Monday", "Gao"), ("attack", "Monday/2", "Kidal")).place == "Kidal"


def test_an_act_on_another_day_gives_no_town(parse: Parse) -> None:
    text = ATTACK + "On Tuesday they burned a truck on the road to Kidal."
    assert last(parse, text, ("attacked", "Monday", "Gao"), ("burned", "Tuesday", "Kidal")).place == "Kidal"


def test_an_act_whose_day_is_counted_from_another_needs_no_words_for_it(parse: Parse) -> None:
    raid = ("attacked", "Thursday", "Gao")
    counted = last(
        parse,
        "Rebels attacked the base in Gao on Thursday. It comes a week after 30 traders were killed in Mopti.",
        raid,
        ("killed", None, "Mopti"),
    )
    assert (counted.place, counted.date_start) == ("Mopti", "2025-05-08")


@pytest.mark.parametrize(
    ("text", "place", "of_second"),
    [
        ("Shells hit a hall of Homs University and wounded five in Homs.", "University", "Homs University"),
        ("Shells hit a mill in Rastan and wounded five in Homs.", "Rastan", "Homs"),
    ],
)
def test_an_act_that_goes_on_is_where_the_first_one_was_by_its_whole_name(
    parse: Parse, text: str, place: str, of_second: str
) -> None:
    at = "Homs/2" if place == "University" else "Homs"
    assert last(parse, text, ("hit", None, place), ("wounded", None, at)).place == of_second
