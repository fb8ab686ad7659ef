"""Whether the later of two sentences of an article goes on with what the earlier told."""

from __future__ import annotations

from transforms.linking.reports import UNSTATED, Report
from transforms.linking.sentences import HEAD, is_protested

CLOSE_SENTENCES = 2
"""Maximum sentences between two mentions of one happening."""
Couple = tuple[Report, Report]


def in_order(left: Report, right: Report) -> Couple:
    """Two reports in order of publication, then of the text."""
    return (left, right) if left.order < right.order else (right, left)


def is_beside(left: Report, right: Report) -> bool:
    """Whether two reports come from one sentence, or part of a headline, of the same article, not of a reprint."""
    return left.sentence == right.sentence


def goes_on(left: Report, right: Report) -> bool:
    """Whether the later of two close sentences of one article continues the earlier, naming no time and place."""
    between = abs(left.row["sentence_index"] - right.row["sentence_index"])
    if not 0 < between <= CLOSE_SENTENCES:
        return False
    _, later = in_order(left, right)
    return not (later.names_place or later.names_time or later.moves_on)


def is_detail(left: Report, right: Report) -> bool:
    """Whether the later of two sentences gives details of what the head of their article announces without a day."""
    if left.kind != right.kind:
        return False
    first, later = in_order(left, right)
    near = 0 < later.row["sentence_index"] - first.row["sentence_index"] <= HEAD
    is_announced = first.row["sentence_index"] < HEAD and not (first.names_time or is_protested(first.row))
    is_recent = later.row["published_date"] - later.last <= UNSTATED  # "in 1982 a strike on the same town killed"
    return near and is_announced and is_recent and not later.moves_on


def is_of_same_target(left: Report, right: Report) -> bool:
    """Whether the later of two sentences of an article speaks of those whom the earlier told of as suffering the same,
    "the men" after "two men", or of the same by a pronoun.
    """
    first, later = in_order(left, right)
    if left.coded != right.coded or not first.target:
        return False
    words, again = ((report.row.get("target") or "").lower().split() for report in (first, later))
    is_definite = len(again) > 1 and again[0] in ("the", "those", "these") and words[-1] == again[-1]
    return is_definite or (words == again and not later.target)


def targets_place_of(act: Report, outcome: Report) -> bool:
    """Whether an act is done to several places, of which its outcome names one: "shelled Homs and Hama. In Hama"."""
    target, place = act.target.lower(), outcome.place
    return outcome.names_place and place is not None and place != act.place and place in target and " and " in target


def continues(left: Report, right: Report) -> bool:
    return goes_on(left, right) or speaks_again(left, right) or is_detail(left, right)


def speaks_again(left: Report, right: Report) -> bool:
    """Whether the later of two sentences of an article speaks of a known act, "the clashes", or people, "the men"."""
    is_back = in_order(left, right)[1].refers_back or is_of_same_target(left, right)
    return is_back and not is_beside(left, right)
