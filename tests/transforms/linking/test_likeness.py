"""Reports that are alike tell one happening; by kind, time, place, actors, words and toll."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise, product

import pytest

from tests.linking.linked import facts, loaded, made
from tests.transforms.linking.conftest import DAY, ON, AddFact, Row, incidents_of, only_incident
from transforms.linking.likeness import THRESHOLD, WORDS, Likeness, in_order, points_of, sum_of_points
from transforms.linking.reports import Report
from transforms.linking.victims import reports
from transforms.seeds import rows as seed_rows


def test_sub_events_of_one_family_are_one_happening(add_fact: AddFact) -> None:
    add_fact("a", "An attack hit a bakery in Idlib.", acled_sub_event="Attack", target="a bakery")
    rows = add_fact("b", "A drone hit a bakery in Idlib.", target="a bakery")
    assert only_incident(rows)["acled_sub_event"] == "Air/drone strike"


def test_a_report_of_an_area_is_that_of_the_town_in_it(add_fact: AddFact) -> None:
    for article, place in (("a", {}), ("b", {"place": "Idlib Governorate", "place_id": 8, "geo_precision": 3})):
        text = f"Jets struck a camp for the displaced and killed 12 people, {article} said."
        add_fact(article, text, target="a camp for the displaced", **place)
        rows = add_fact(article, text, 12, who="people", **place)
    assert only_incident(rows)["place"] == "Idlib"


def test_a_report_of_an_area_may_be_that_of_a_village_that_no_gazetteer_knows(add_fact: AddFact) -> None:
    area = {"place": "Idlib Governorate", "place_id": 8, "geo_precision": 3}
    village = {"place": "Ruwi", "place_id": None, "geo_precision": None, "country": None, "admin1": None}
    for article, place in (("a", village), ("b", area)):
        text = f"Gunmen raided a market of goats and killed nine, {article} said."
        add_fact(article, text, trigger="raided", target="a market", date_start="2025-03-03", **place)
        rows = add_fact(article, text, 9, **place)
    assert made(rows)["incidents"].num_rows == 1


def test_a_killing_is_of_the_kind_of_the_act_beside_it(add_fact: AddFact) -> None:
    text = "Shells landed on a school in Idlib and killed four pupils."
    shelling = "Shelling/artillery/missile attack"
    add_fact(
        "a", text, trigger="landed", acled_sub_event=shelling, target="a school", date_start=str(DAY), date_end=str(DAY)
    )
    clash = {"acled_sub_event": "Armed clash", "target": "four pupils", "date_start": str(DAY), "date_end": str(DAY)}
    add_fact("a", text, trigger="killed", **clash)
    assert only_incident(add_fact("a", text, 4))["deaths_best"] == 4


def test_two_places_taken_are_two_happenings(add_fact: AddFact) -> None:
    taking = {
        "acled_sub_event": "Non-state actor overtakes territory", "plover": "COERCE", "territory": "gained",
        "source": "the front", "source_actor": "front", "date_start": str(DAY), "date_end": str(DAY),
    }  # fmt: skip
    add_fact("a", "The front captured Tal Nur.", trigger="captured", place="Tal Nur", place_id=8, **taking)
    unknown = taking | {"place": "Wadi Sur", "place_id": None}
    rows = add_fact("a", "It also took Wadi Sur.", trigger="took", index=1, **unknown)
    assert made(rows)["incidents"].num_rows == 2


def test_a_sentence_reprinted_word_for_word_tells_one_happening(add_fact: AddFact) -> None:
    text = "The war has killed more than 500,000 people since it began in 2011."
    nowhere = {"place": None, "place_id": None, "country": None, "admin1": None, "geo_precision": None}
    killing = {
        "trigger": "killed", "acled_sub_event": "Attack", "source": "The war", "target": "more than 500,000 people",
        "date_start": "2011-01-01", "date_end": "2011-12-31", "when_told": "background",
    }  # fmt: skip
    for article in ("a", "b"):
        add_fact(article, text, **killing, **nowhere)
        rows = add_fact(article, text, 500_000, high=None, who="people", **nowhere)
    assert only_incident(rows)["n_articles"] == 2


def test_every_kind_of_incident_may_be_told_again() -> None:
    kinds = {row["kind"] for row in seed_rows("incident_kinds")}
    alike = {row["kind"] for row in seed_rows("incident_kin") if row["kind"] == row["other"]}
    assert kinds <= alike


def test_the_threshold_is_a_score_of_one_half() -> None:
    assert Likeness(THRESHOLD, ()).score == 0.5


@pytest.mark.parametrize(("index", "count"), [pytest.param(2, 1, id="at the head"), pytest.param(5, 2, id="below it")])
def test_an_area_with_a_day_and_victims_of_its_own_is_another_act(add_fact: AddFact, index: int, count: int) -> None:
    area: Row = {"place": "Jabal Province", "place_id": 8, "geo_precision": 3}
    jets: Row = {"source": "Coalition jets", "source_actor": "x-air", **ON}
    add_fact("a", "Coalition jets struck the town hall of Idlib on Tuesday.", target="the town hall", **jets)
    text = "Coalition jets struck a convoy in Jabal Province on Tuesday."
    rows = add_fact("a", text, target="a convoy", index=index, **area, **jets)
    assert len(incidents_of(rows)) == count


def test_the_sum_of_two_groups_is_that_of_their_pairs_and_excluded_as_a_whole() -> None:
    about = loaded()
    by_happening: dict[str, list[Report]] = defaultdict(list)
    for report in reports(facts(about, about.events, about.figures), {}):
        by_happening[about.happenings.get((report.article, report.row["sentence_index"]), "")].append(report)
    groups = [group for _, group in sorted(by_happening.items())]
    halves = [(group[::2], group[1::2]) for group in groups]
    sums = []
    for lefts, rights in [*halves, *pairwise(groups)]:
        pairs = [points_of(*in_order(left, right)) for left, right in product(lefts, rights)]
        whole = None if None in pairs else round(sum(points for points in pairs if points is not None), 3)
        assert sum_of_points(lefts, rights) == whole
        sums.append(whole)
    assert sum(whole is None for whole in sums) > 20
    assert sum(bool(whole) for whole in sums) > 20


def test_morning_and_evening_of_a_day_with_unequal_tolls_are_two_happenings(add_fact: AddFact) -> None:
    for article, part, number in (("a", "morning", 6), ("b", "evening", 11)):
        text = f"Jets struck tents in Idlib on Tuesday {part} and killed {number} people."
        add_fact(article, text, target="tents", **ON)
        rows = add_fact(article, text, number, who="people")
    assert len(incidents_of(rows)) == 2


def test_a_third_report_does_not_join_two_that_are_told_apart(add_fact: AddFact) -> None:
    text = "Jets struck a house in Idlib on Tuesday and killed six people."
    add_fact("a", text, target="a house", **ON)
    add_fact("a", text, 6, number_words="six")
    text = "A second strike hit tents in Idlib and killed nine people."
    add_fact("a", text, trigger="strike", target="tents", index=1, **ON)
    add_fact("a", text, 9, number_words="nine", index=1)
    add_fact("a", "The air force said it had struck fighters.", target="fighters", index=2, modality="claimed", **ON)
    text = "Jets struck tents in Idlib on Tuesday and killed nine people."
    add_fact("b", text, target="tents", **ON)
    rows = add_fact("b", text, 9)
    assert sorted(row["deaths_best"] for row in incidents_of(rows)) == [6, 9]


def test_who_claims_the_second_attack_is_of_that(add_fact: AddFact) -> None:
    bomb = {"acled_sub_event": "Remote explosive/landmine/IED", "trigger": "bomb", **ON}
    add_fact("a", "A bomb in a market of Idlib killed six people on Tuesday.", target="a market", **bomb)
    add_fact("a", "A bomb in a market of Idlib killed six people on Tuesday.", 6, number_words="six")
    text = "Another bomb near a bridge killed two policemen."
    add_fact("a", text, target="a bridge", index=1, **bomb)
    add_fact("a", text, 2, number_words="two", who="policemen", index=1)
    text = "The front claimed responsibility for the second attack."
    claim = bomb | {"trigger": "attack", "source": "The front", "source_actor": "front"}
    found = incidents_of(add_fact("a", text, index=2, **claim))
    assert {(row["deaths_best"], row["source"]) for row in found} == {(6, None), (2, "The front")}


def test_what_gunmen_then_stormed_is_a_happening_of_its_own(add_fact: AddFact) -> None:
    text = "A car bomb killed seven people at a checkpoint in Idlib on Tuesday."
    bomb = {"acled_sub_event": "Suicide bomb", "trigger": "car bomb", "target": "seven people"}
    add_fact("a", text, **bomb, **ON)
    add_fact("a", text, 7, number_words="seven", who="people")
    text = "Gunmen then stormed a hotel and killed four guests."
    storming = {"acled_sub_event": "Attack", "trigger": "stormed", "target": "a hotel", "source": "Gunmen"}
    add_fact("a", text, index=1, **storming, **ON)
    found = incidents_of(add_fact("a", text, 4, number_words="four", who="guests", index=1))
    assert sorted(row["deaths_best"] for row in found) == [4, 7]


@pytest.mark.parametrize(("day", "happenings"), [(str(DAY), 1), ("2025-03-02", 2)])
def test_those_killed_in_a_town_on_the_day_of_its_capture_are_of_it(
    add_fact: AddFact, day: str, happenings: int
) -> None:
    taken = {"trigger": "captured", "acled_sub_event": "Non-state actor overtakes territory", "territory": "gained"}
    add_fact("a", "Rebels captured Idlib on Tuesday.", source="Rebels", target="Idlib", **taken, **ON)
    text = "A monitor said 19 people had been killed in Idlib."
    when = {"date_start": day, "date_end": day, "date_precision": "day"}
    add_fact("b", text, trigger="killed", acled_sub_event="Attack", target="19 people", **when)
    assert len(incidents_of(add_fact("b", text, 19, who="people"))) == happenings


def test_reasons_stand_in_one_order_and_leave_out_words_that_cannot_be_named() -> None:
    parts = ((0.2, "kind"), (1.5, "same day"), (1.0, "same place"), (0.4, WORDS), (-0.3, "toll"), (0.3, "same article"))
    assert Likeness(3.1, parts).reasons == ("kind", "same day", "same place", "same article")
