"""Whether a sentence tells two acts."""

from __future__ import annotations

import re
from functools import cache

from transforms.linking.kinds import FIGHTING
from transforms.linking.places_alike import place_known
from transforms.linking.reports import Report
from transforms.linking.sentences import words_for
from transforms.seeds import rows


def are_two(left: Report, right: Report) -> bool:
    """Whether a sentence tells two acts, each with a day, a place, or a doer and counted victims of its own: "a bomb
    killed three officers, and gunmen shot two teachers", not "and gunmen then shot", nor "in an attack shelling killed
    two teachers".
    """
    are_dated = left.names_time and right.names_time and (left.first > right.last or right.first > left.last)
    are_placed = left.names_place and right.names_place and place_known(left, right, False) is None
    are_counted = _counts_victims(left) and _counts_victims(right) and left.who.isdisjoint(right.who)
    is_one = (
        left.row["target"] == right.row["target"]
        or left.row["source"] == right.row["source"]
        or FIGHTING in (left.coded, right.coded)
        or left.comes_next
        or right.comes_next
        or _same_act().search(left.row["sentence"].lower()) is not None
    )
    return are_dated or are_placed or (are_counted and not is_one) or _is_answer(left, right) or _is_answer(right, left)


def _is_answer(act: Report, cause: Report) -> bool:
    """Whether somebody else did an act in answer to another: "said that they had killed nine soldiers in revenge"."""
    if not (act.row["source"] and act.is_killing) or act.row["source"] == cause.row["source"]:
        return False
    after = act.row["sentence"].lower().partition((act.row["trigger"] or "-").lower())[2]
    return re.search(rf"^[^,;]* (?:{'|'.join(words_for('answer'))})\b", after) is not None


@cache
def _same_act() -> re.Pattern[str]:
    return re.compile(rf"\bthe same (?:{'|'.join(words_for('act'))})\b")


def _counts_victims(act: Report) -> bool:
    """Whether the target of an act begins with a number: "two teachers", "2 teachers"."""
    first = act.target.lower().partition(" ")[0]
    return first.isdecimal() or first in _numbers()


@cache
def _numbers() -> frozenset[str]:
    return frozenset(str(row["words"]) for row in rows("numbers"))
