"""Incidents: linked as in the hand-made gold, each with the toll of its reports."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import count
from typing import Any

import pytest

from tests.linking.linked import FILE, STEERING, facts, loaded, made, scored
from tests.linking.reading import read
from transforms.linking.incidents import incidents, kin, links
from transforms.seeds import rows as seed_rows
from transforms.tables.schema import Event, Figure, columns

DAY = date(2025, 3, 4)
ARTICLE = {"story_id": "", "outlet": "", "url": "", "published_at": None}
Row = dict[str, Any]


def test_the_hand_linked_set_is_large_enough() -> None:
    about = loaded()
    assert len(about.articles) >= 40
    assert scored(about, facts(about, about.events, about.figures)).gold >= 150


@pytest.mark.parametrize("letters", [STEERING, "bcginy", None], ids=["set by", "only scored", "all"])
def test_facts_are_linked_as_the_hand_links_them(letters: str | None) -> None:
    about = loaded(letters)
    scores = scored(about, facts(about, about.events, about.figures))
    assert scores.precision >= 0.92, scores.wrong
    assert scores.recall >= 0.80, scores.missed
    assert scores.exact / scores.tolls >= 0.85, scores.inexact


def test_facts_read_from_the_texts_are_linked_much_as_the_hand_links_them() -> None:
    about = loaded()
    scores = scored(about, read(about))
    assert scores.precision >= 0.85
    assert scores.recall >= 0.78


def test_the_order_of_the_rows_changes_nothing() -> None:
    about = loaded()
    rows = facts(about, about.events, about.figures)
    one, other = made(rows), made(rows[::-1])
    assert {name: sorted(map(repr, table.to_pylist())) for name, table in one.items()} == {
        name: sorted(map(repr, table.to_pylist())) for name, table in other.items()
    }


def test_a_happening_named_in_the_file_has_a_sentence() -> None:
    about = loaded()
    assert set(about.tolls) == {name for name in about.happenings.values() if name}, FILE


@pytest.fixture
def tell() -> Callable[..., list[Row]]:
    """A function that adds an event or a figure of a report, and returns all so far."""
    told: list[Row] = []
    numbers = count()

    def telling(article: str, sentence: str, number: int | None = None, **columns_: Any) -> list[Row]:
        index = columns_.pop("index", 0)
        outlet, story = columns_.pop("outlet", article), columns_.pop("story", article)
        common = {
            "fact_id": f"{next(numbers):03}", "article_id": article, "published_date": DAY, "sentence_index": index,
            "start": 0, "end": len(sentence), "sentence": sentence, "confidence": 0.9, "place": "Idlib", "place_id": 7,
            "country": "SY", "admin1": "12", "geo_precision": 1,
        }  # fmt: skip
        kind: Any = Event if number is None else Figure
        own: Row = {"trigger": "struck", "plover": "ASSAULT", "acled_sub_event": "Air/drone strike"}
        own = own if number is None else {"measure": "killed", "number": str(number), "low": number, "high": number}
        row = kind(**common | own | columns_)
        name = "events" if number is None else "figures"
        told.append({c.name: c.value(row) for c in columns(name)} | ARTICLE | {"outlet": outlet, "story_id": story})
        return told

    return telling


def only(rows: list[Row]) -> Row:
    found: Row
    (found,) = made(rows)["incidents"].to_pylist()
    return found


def test_an_open_bound_stays_open(tell: Callable[..., list[Row]]) -> None:
    tell("a", "Jets struck Idlib and killed at least 41 people.")
    found = only(tell("a", "Jets struck Idlib and killed at least 41 people.", 41, high=None))
    assert (found["deaths_low"], found["deaths_best"], found["deaths_high"]) == (41, None, None)


def test_a_subset_is_no_toll(tell: Callable[..., list[Row]]) -> None:
    text = "Jets struck Idlib and killed 12 people, four of them children."
    tell("a", text)
    tell("a", text, 12)
    found = only(tell("a", text, 4, part_of="whole"))
    assert (found["deaths_low"], found["deaths_high"]) == (12, 12)


@pytest.mark.parametrize(("target", "count"), [("an uprising in Idlib", 1), ("leaders of the uprising", 2)])
def test_what_an_act_is_done_to_is_no_happening_beside_it(
    tell: Callable[..., list[Row]], target: str, count: int
) -> None:
    text = f"The army crushed {target}."
    tell("a", text, trigger="crushed", target=target, acled_sub_event="Armed clash")
    told = tell("a", text, trigger="uprising", plover="PROTEST", acled_sub_event="Violent demonstration")
    assert made(told)["incidents"].num_rows == count


def test_kinds_of_people_that_one_sentence_counts_are_added(tell: Callable[..., list[Row]]) -> None:
    text = "Jets struck Idlib and killed three soldiers and two farmers."
    tell("a", text)
    tell("a", text, 3, who="soldiers")
    assert only(tell("a", text, 2, who="farmers"))["deaths_best"] == 5


def test_a_side_s_claim_of_its_enemy_s_dead_is_told_apart(tell: Callable[..., list[Row]]) -> None:
    text = "The army said it had struck Idlib and killed 300 militants."
    tell("a", text, source="The army", source_actor="sy-mil", modality="claimed")
    found = only(tell("a", text, 300, who="militants", attribution="The army", modality="claimed", actor="sy-mil"))
    assert (found["deaths_low"], found["claimed_low"], found["is_only_claimed"]) == (None, 300, True)


def test_a_correction_replaces_what_it_corrects(tell: Callable[..., list[Row]]) -> None:
    tell("a", "Jets struck Idlib and killed 12.", outlet="Ridge")
    tell("a", "Jets struck Idlib and killed 12.", 12, outlet="Ridge")
    text = "The strike on Idlib killed 15, not 12."
    tell("b", text, outlet="Ridge")
    tell("b", text, 15, outlet="Ridge")
    found = only(tell("b", text, 12, outlet="Ridge", corrected_by="x", modality="denied"))
    assert (found["deaths_low"], found["deaths_best"], found["deaths_high"]) == (15, 15, 15)
    assert (found["n_articles"], found["n_outlets"], found["is_disputed"]) == (2, 1, False)


def test_rival_tolls_are_a_range_with_who_tells_each(tell: Callable[..., list[Row]]) -> None:
    for article, number, voice in (("Ridge", 12, "the police"), ("Shore", 15, "medics")):
        text = f"Jets struck a bakery in Idlib and killed {number}."
        tell(article, text, target="a bakery")
        rows = tell(article, text, number, attribution=voice)
    found = only(rows)
    assert (found["deaths_low"], found["deaths_best"], found["deaths_high"]) == (12, None, 15)
    assert found["is_disputed"]
    assert found["tolls"] == ["12: Ridge (the police)", "15: Shore (medics)"]


def test_what_most_independent_stories_tell_is_best_and_reprints_count_once(tell: Callable[..., list[Row]]) -> None:
    for article, number, story in (("a", 12, "a"), ("b", 15, "w"), ("c", 15, "w"), ("d", 15, "w"), ("e", 12, "e")):
        text = f"Jets struck a bakery in Idlib and killed {number}."
        tell(article, text, target="a bakery", story=story)
        rows = tell(article, text, number, story=story)
    found = only(rows)
    assert (found["deaths_best"], found["n_outlets"], found["n_independent_origins"]) == (12, 5, 3)


def test_two_stories_of_one_outlet_are_one_origin(tell: Callable[..., list[Row]]) -> None:
    for article, outlet in (("a", "Ridge"), ("b", "Ridge"), ("c", "Shore")):
        rows = tell(article, "Jets struck a bakery in Idlib.", target="a bakery", outlet=outlet, story=article)
    found = only(rows)
    assert (found["n_articles"], found["n_outlets"], found["n_independent_origins"]) == (3, 2, 2)


def test_the_sentence_of_the_toll_stands_beside_that_of_the_act(tell: Callable[..., list[Row]]) -> None:
    tell("a", "Jets struck a bakery in Idlib.")
    tell("a", "The strike on the bakery killed 12.", index=1, trigger="strike")
    found = only(tell("a", "The strike on the bakery killed 12.", 12, index=1))
    assert found["sentence"] == "Jets struck a bakery in Idlib."
    assert found["toll_sentence"] == "The strike on the bakery killed 12."


def test_sub_events_of_one_family_are_one_happening(tell: Callable[..., list[Row]]) -> None:
    tell("a", "An attack hit a bakery in Idlib.", acled_sub_event="Attack", target="a bakery")
    rows = tell("b", "A drone hit a bakery in Idlib.", target="a bakery")
    assert only(rows)["acled_sub_event"] == "Air/drone strike"


def test_the_sub_event_is_the_one_of_most_facts(tell: Callable[..., list[Row]]) -> None:
    shelling = "Shelling/artillery/missile attack"
    text = "Troops struck Idlib with shells and a drone, and killed nine."
    tell("a", text, trigger="struck")
    tell("a", text, trigger="shells", acled_sub_event=shelling)
    found = only(tell("a", "The shelling lasted an hour.", trigger="shelling", acled_sub_event=shelling, index=1))
    assert found["acled_sub_event"] == shelling


@pytest.mark.parametrize(
    "columns_",
    [
        pytest.param({"place": "Idlib Governorate", "place_id": 8, "geo_precision": 3}, id="an area"),
        pytest.param({"place": None, "place_id": None, "country": None, "admin1": None}, id="no place"),
        pytest.param({"date_start": "2025-03", "date_precision": "month"}, id="a month"),
    ],
)
def test_nothing_is_dropped_for_want_of_a_place_or_a_day(tell: Callable[..., list[Row]], columns_: Row) -> None:
    text = "Jets struck a camp and killed 12."
    tell("a", text, **columns_)
    found = only(tell("a", text, 12, **{k: v for k, v in columns_.items() if not k.startswith("date")}))
    assert found["deaths_best"] == 12
    assert found["geo_precision"] == columns_.get("geo_precision", 1 if "place" not in columns_ else None)


def test_a_report_of_an_area_is_that_of_the_town_in_it(tell: Callable[..., list[Row]]) -> None:
    for article, place in (("a", {}), ("b", {"place": "Idlib Governorate", "place_id": 8, "geo_precision": 3})):
        text = f"Jets struck a camp for the displaced and killed 12 people, {article} said."
        tell(article, text, target="a camp for the displaced", **place)
        rows = tell(article, text, 12, who="people", **place)
    assert only(rows)["place"] == "Idlib"


def test_a_report_of_an_area_may_be_that_of_a_village_that_no_gazetteer_knows(tell: Callable[..., list[Row]]) -> None:
    area = {"place": "Idlib Governorate", "place_id": 8, "geo_precision": 3}
    village = {"place": "Ruwi", "place_id": None, "geo_precision": None, "country": None, "admin1": None}
    for article, place in (("a", village), ("b", area)):
        text = f"Gunmen raided a market of goats and killed nine, {article} said."
        tell(article, text, trigger="raided", target="a market", date_start="2025-03-03", **place)
        rows = tell(article, text, 9, **place)
    assert made(rows)["incidents"].num_rows == 1


def test_a_person_s_word_goes_before_what_the_rules_see(tell: Callable[..., list[Row]]) -> None:
    tell("a", "Jets struck a bakery in Idlib.", target="a bakery")
    rows = tell("b", "A drone hit a bakery in Idlib.", target="a bakery")
    linked = links(rows, []).to_pylist()
    assert len(linked) == 1
    said = {**linked[0], "link_id": "p", "made_by": "person", "score": 0.0, "is_same": False}
    cut = incidents(rows, [], [*linked, said])
    assert cut["incidents"].num_rows == 2
    assert [row["is_same"] for row in cut["incident_links"].to_pylist()] == [False, False]
    apart = tell("c", "Police arrested a clerk in Homs.", acled_sub_event="Arrests", plover="COERCE", place_id=9)
    wanted = {**said, "fact_id": "000", "other_id": "002", "is_same": True, "score": 1.0}
    assert incidents(apart, [], [*linked, wanted])["incidents"].num_rows == 1


def test_statements_and_what_has_not_happened_are_no_incidents(tell: Callable[..., list[Row]]) -> None:
    tell("a", "Envoys met in Idlib.", plover="CONSULT", acled_sub_event=None)
    tell("a", "Jets may strike Idlib.", modality="hypothetical")
    rows = tell("a", "Jets did not strike Idlib.", modality="denied")
    assert made(rows)["incidents"].num_rows == 0


def test_a_running_total_is_no_toll(tell: Callable[..., list[Row]]) -> None:
    tell("a", "Jets struck Idlib in a war that killed 500,000.")
    found = only(tell("a", "Jets struck Idlib in a war that killed 500,000.", 500_000, cumulative=True))
    assert found["deaths_high"] is None


def test_a_running_total_of_the_attack_it_names_is_its_toll(tell: Callable[..., list[Row]]) -> None:
    tell("a", "Gunmen attacked the market of Idlib on Sunday.", trigger="attacked", acled_sub_event="Attack")
    found = only(tell("a", "The toll of Sunday's attack has risen to 13.", 13, cumulative=True, index=5))
    assert (found["deaths_low"], found["deaths_best"], found["deaths_high"]) == (13, 13, 13)


@pytest.mark.parametrize(("number", "bounds"), [(19, (19, 22)), (43000, (22, 22))])
def test_a_running_total_of_about_the_size_of_a_toll_restates_it(
    tell: Callable[..., list[Row]], number: int, bounds: tuple[int, int]
) -> None:
    text = "Jets struck Idlib and killed 22 people."
    tell("a", text)
    tell("a", text, 22, attribution="doctors")
    told = tell("a", "The army put the toll at that.", number, cumulative=True, place=None, index=3, attribution="army")
    found = only(told)
    assert (found["deaths_low"], found["deaths_high"]) == bounds


def test_the_dead_of_a_war_are_no_toll_of_the_strike_in_their_sentence(tell: Callable[..., list[Row]]) -> None:
    text = "The strike on Idlib came as the toll of the war rose to 43,000."
    tell("a", text, trigger="strike")
    assert only(tell("a", text, 43000, cumulative=True))["deaths_low"] is None


def test_a_greater_number_is_of_the_only_deadly_act_of_its_article(tell: Callable[..., list[Row]]) -> None:
    text = "Jets struck Idlib and killed nine people."
    tell("a", text)
    tell("a", text, 9, attribution="police")
    found = only(tell("a", "Residents said 17 had died.", 17, place=None, index=4, attribution="residents"))
    assert (found["deaths_low"], found["deaths_high"]) == (9, 17)


def test_a_greater_number_is_of_no_act_where_the_article_tells_two(tell: Callable[..., list[Row]]) -> None:
    text = "Jets struck Idlib and killed nine people."
    tell("a", text, date_start="2025-03-04")
    tell("a", text, 9)
    tell("a", "Jets had struck Hama.", place="Hama", place_id=8, index=2, date_start="2025-03-04")
    told = tell("a", "Residents said 17 had died.", 17, place=None, index=4)
    assert sorted(row["deaths_low"] or 0 for row in made(told)["incidents"].to_pylist()) == [0, 9]


@pytest.mark.parametrize(
    ("sentence", "trigger", "is_happening"),
    [
        ("Nine thousand have fled since the fighting began.", "fighting", False),
        ("More than half had fled before the present fighting.", "fighting", False),
        ("The offensive lasted eleven days.", "offensive", False),
        ("The fighting in Idlib went on at noon.", "fighting", True),
        ("Rebels began an offensive on Idlib.", "offensive", True),
        ("The raid lasted an hour.", "raid", True),
    ],
)
def test_the_course_of_a_war_is_no_happening(
    tell: Callable[..., list[Row]], sentence: str, trigger: str, is_happening: bool
) -> None:
    rows = tell("a", sentence, trigger=trigger, acled_sub_event="Armed clash")
    assert made(rows)["incidents"].num_rows == is_happening


def test_who_has_been_killed_since_a_day_is_no_happening(tell: Callable[..., list[Row]]) -> None:
    text = "The monitor said 826 people had been killed since May."
    tell("a", text, trigger="killed", target="826 people", acled_sub_event="Armed clash")
    assert made(tell("a", text, 826, cumulative=True))["incidents"].num_rows == 0


def test_a_killing_is_of_the_kind_of_the_act_beside_it(tell: Callable[..., list[Row]]) -> None:
    text = "Shells landed on a school in Idlib and killed four pupils."
    shelling = "Shelling/artillery/missile attack"
    tell(
        "a", text, trigger="landed", acled_sub_event=shelling, target="a school", date_start=str(DAY), date_end=str(DAY)
    )
    clash = {"acled_sub_event": "Armed clash", "target": "four pupils", "date_start": str(DAY), "date_end": str(DAY)}
    tell("a", text, trigger="killed", **clash)
    assert only(tell("a", text, 4))["deaths_best"] == 4


def test_two_places_taken_are_two_happenings(tell: Callable[..., list[Row]]) -> None:
    taking = {
        "acled_sub_event": "Non-state actor overtakes territory", "plover": "COERCE", "territory": "gained",
        "source": "the front", "source_actor": "front", "date_start": str(DAY), "date_end": str(DAY),
    }  # fmt: skip
    tell("a", "The front captured Tal Nur.", trigger="captured", place="Tal Nur", place_id=8, **taking)
    unknown = taking | {"place": "Wadi Sur", "place_id": None}
    rows = tell("a", "It also took Wadi Sur.", trigger="took", index=1, **unknown)
    assert made(rows)["incidents"].num_rows == 2


def test_a_place_taken_is_told_by_the_taker(tell: Callable[..., list[Row]]) -> None:
    text = "The front has taken Idlib after the army left it."
    left = {"plover": "RETREAT", "acled_sub_event": "Non-violent transfer of territory", "territory": "lost"}
    tell("a", text, trigger="left", source="the army", source_actor="army", **left)
    gained = {"plover": "COERCE", "acled_sub_event": "Non-state actor overtakes territory", "territory": "gained"}
    found = only(tell("a", text, trigger="taken", source="the front", source_actor="front", **gained))
    assert (found["acled_sub_event"], found["source_actor"]) == (gained["acled_sub_event"], "front")


def test_a_sentence_reprinted_word_for_word_tells_one_happening(tell: Callable[..., list[Row]]) -> None:
    text = "The war has killed more than 500,000 people since it began in 2011."
    nowhere = {"place": None, "place_id": None, "country": None, "admin1": None, "geo_precision": None}
    killing = {
        "trigger": "killed", "acled_sub_event": "Attack", "source": "The war", "target": "more than 500,000 people",
        "date_start": "2011-01-01", "date_end": "2011-12-31", "when_told": "background",
    }  # fmt: skip
    for article in ("a", "b"):
        tell(article, text, **killing, **nowhere)
        rows = tell(article, text, 500_000, high=None, who="people", **nowhere)
    assert only(rows)["n_articles"] == 2


def test_every_kind_of_incident_may_be_told_again() -> None:
    kinds = {row["kind"] for row in seed_rows("incident_kinds")}
    alike = {row["kind"] for row in seed_rows("incident_kin") if row["kind"] == row["other"]}
    assert kinds <= alike


def test_kin_of_a_circle_of_actors_ends() -> None:
    assert kin([{"actor_id": "a", "parent": "b"}, {"actor_id": "b", "parent": "a"}])["a"] == {"a", "b"}
