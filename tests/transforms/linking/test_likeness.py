"""Reports that are alike tell one happening; the points of all reasons are added."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise, product

from tests.linking.linked import facts, loaded
from tests.transforms.linking.conftest import AddFact, only_incident
from transforms.linking.agreement import WORDS
from transforms.linking.article import reports
from transforms.linking.continuing import in_order
from transforms.linking.likeness import THRESHOLD, Group, Likeness, points_of, sum_of_points
from transforms.linking.reports import Report


def test_a_sentence_reprinted_word_for_word_tells_one_happening(add_fact: AddFact) -> None:
    text = "More than 500 people sheltering from floods were killed in an attack on a mill in 2011."
    nowhere = {"place": None, "place_id": None, "country": None, "admin1": None, "geo_precision": None}
    killing = {
        "trigger": "killed", "acled_sub_event": "Attack", "source": None, "target": "more than 500 people",
        "date_start": "2011-01-01", "date_end": "2011-12-31", "when_told": "background",
    }  # fmt: skip
    for article in ("a", "b"):
        add_fact(article, text, **killing, **nowhere)
        rows = add_fact(article, text, 500, high=None, who="people", **nowhere)
    assert only_incident(rows)["n_articles"] == 2


def test_the_threshold_is_a_score_of_one_half() -> None:
    assert Likeness(THRESHOLD, ()).score == 0.5


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
        asked, others = Group(lefts[:-1]), Group(rights)
        sum_of_points(asked, others)
        assert sum_of_points(asked.joined(Group(lefts[-1:])), others) == whole
        sums.append(whole)
    assert sum(whole is None for whole in sums) > 20
    assert sum(bool(whole) for whole in sums) > 20


def test_reasons_stand_in_one_order_and_leave_out_words_that_cannot_be_named() -> None:
    parts = ((0.2, "kind"), (1.5, "same day"), (1.0, "same place"), (0.4, WORDS), (-0.3, "toll"), (0.3, "same article"))
    assert Likeness(3.1, parts).reasons == ("kind", "same day", "same place", "same article")
