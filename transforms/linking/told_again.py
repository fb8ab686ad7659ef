"""Finds the act that a later sentence of its article tells again, or whose dead and damage it gives."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import combinations

from transforms.linking.continuing import is_of_same_target, targets_place_of
from transforms.linking.happenings import PLACE
from transforms.linking.kinds import CRACKDOWN, DEADLY, DESTRUCTION, FIGHTING, GENERIC, TAKEOVER, kinds_named
from transforms.linking.one_act import (
    NEAR,
    act_near,
    is_same_time,
    may_be_at,
    may_be_one,
    of_the_last,
    only_deadly_acts,
    rank_of_act,
)
from transforms.linking.reports import Report
from transforms.linking.sentences import (
    HEAD,
    Sentence,
    any_of,
    is_building,
    is_protested,
    is_written,
    part_of,
    sentence_of,
    words_for,
    words_of,
)
from transforms.linking.two_acts import are_two

ROOT = 5
"""Letters that a noun and the verb of one act share: "abduction" and "abducted"."""


def with_outcomes(acts: list[Report]) -> list[Report]:
    """The acts; one that only gives the dead or wounded of an earlier act has that act's kind, time and place.

    Left out are bare deaths deep in an article about a single deadly act: they are some of its dead.
    """
    acts_before: dict[str, list[Report]] = {}
    spoken_of: dict[Sentence, Report] = {}
    found: list[Report] = []
    for act in sorted(acts, key=lambda act: (*sentence_of(act.row), act.is_killing, rank_of_act(act))):
        before = acts_before.setdefault(act.row["article_id"], [])
        cause = spoken_of.get(act.sentence) if act.is_killing else _attack_on_what_is_overrun(act, before)
        cause = cause or _cause_of(act, before) or _cause_recounted(act, before) or _battle_of_both(act, before)
        if cause is None and (mentioned := _act_mentioned(act, before)) is not None:
            spoken_of[act.sentence] = mentioned
            own_word = act.has_own_word and act.coded in kinds_named((act.row["trigger"] or "").lower())
            found.append(replace(as_outcome(act, mentioned), has_own_word=own_word, moves_on=False))
        elif cause is not None:
            found.append(as_outcome(act, cause))
        else:
            found.append(act)
            before.append(act)
    deadly = only_deadly_acts(act for act in found if not act.is_killing)
    return [act for act in found if not (_is_bare_death(act) and _may_be_of(act, deadly.get(act.article)))]


def _is_bare_death(act: Report) -> bool:
    """Whether a sentence deep in an article only states deaths, without time, place and source: "two boys died"."""
    row = act.row
    is_bare = act.is_killing and act.act is None and not (act.names_place or act.names_time or act.moves_on)
    return is_bare and row["sentence_index"] > HEAD + NEAR and not is_written(row["source"], row)


def _may_be_of(death: Report, deadly: Report | None) -> bool:
    """Whether deaths may be of the only deadly act of their article: not those that were told to be a week before."""
    return deadly is not None and (is_same_time(death, deadly) or not death.is_stated)


def _cause_of(act: Report, before: Sequence[Report]) -> Report | None:
    """The act whose victims an act gives: one of its own sentence, or the one before if it has no time, place and
    source of its own; also the capture of a place before "the battle" or "the attack".
    """
    row = act.row
    cause = act_near(row, before) or _act_there(act, before) or _only_act(act, before)
    is_that = of_the_last().search(part_of(row)) is not None
    is_outcome = act.is_killing or is_that or act.kind == DESTRUCTION
    if cause is None or act.moves_on or not (is_outcome or (act.refers_back and act.coded in (FIGHTING, GENERIC))):
        return None
    if sentence_of(cause.row) == sentence_of(row):
        return cause if is_outcome and not are_two(act, cause) else None
    is_elsewhere = act.names_place and act.place != cause.place and not targets_place_of(cause, act)
    is_then = not act.names_time or (act.kind == DESTRUCTION and is_same_time(act, cause))
    has_own_source = is_written(row["source"], row) and not _is_of_same_doer(act, cause)
    if is_elsewhere or not is_then or (has_own_source and not is_that):
        return None
    return cause if is_outcome or cause.kind == TAKEOVER else None


def _act_there(act: Report, before: Sequence[Report]) -> Report | None:
    """The act told last of those that lend an act their day and place, if its own sentence names neither; of bare
    deaths in a town, the battle for it on that day.
    """
    if act.names_time or act.place is None or not act.is_stated:
        return None
    is_bare = act.is_killing and not (act.moves_on or is_written(act.row["source"], act.row))
    if act.names_place and not is_bare:
        return None
    there = (earlier for earlier in reversed(before) if earlier.place == act.place and is_same_time(earlier, act))
    kinds = {FIGHTING} if act.names_place else DEADLY
    return next((earlier for earlier in there if earlier.kind in kinds), None)


def _only_act(act: Report, before: Sequence[Report]) -> Report | None:
    """The only deadly act of the news before bare deaths without a place, however far above: "a hospital said that 12
    people had died".
    """
    if not act.is_killing or act.place is not None or act.moves_on or is_written(act.row["source"], act.row):
        return None
    above = [earlier for earlier in before if earlier.row["sentence_index"] < act.row["sentence_index"]]
    only = only_deadly_acts(above).get(act.article)
    return only if only is not None and is_same_time(only, act) and act.row["when_told"] == "new" else None


def _is_of_same_doer(act: Report, cause: Report) -> bool:
    """Whether the doer of an act is known to be that of another: "the militants", of whom it told before."""
    return act.row["source_actor"] is not None and act.row["source_actor"] == cause.row["source_actor"]


def _act_mentioned(act: Report, before: Sequence[Report]) -> Report | None:
    """The act that a sentence without a day of its own speaks of again: by a noun, "the blast", "the assault on the
    hotel", as done to the same, "said that it had attacked the base", or as done to the same march. The last such act
    counts, if possible one that it names exactly, and one of history only if it was told just before; "the second
    strike" is one of the strikes told before.
    """
    if act.names_time:
        return None
    if act.moves_on:
        return next((earlier for earlier in reversed(before) if _is_one_of(act, earlier)), None)
    told = (earlier for earlier in reversed(before) if earlier.sentence < act.sentence)
    there = (earlier for earlier in told if may_be_at(earlier.row, act.row) and not _names_elsewhere(act, earlier))
    near = act.row["sentence_index"] - 1
    again = [
        one for one in there if _is_told_again(one, act) and (_is_plain_news(one) or one.row["sentence_index"] >= near)
    ]
    return next((one for one in again if _is_named_exactly(act, one)), again[0] if again else None)


def _names_elsewhere(act: Report, earlier: Report) -> bool:
    """Whether the sentence of an act names another place than that of one before, which is no building in it."""
    return act.names_place and act.place != earlier.place and not (act.is_in_a_town or earlier.is_in_a_town)


def _is_told_again(earlier: Report, act: Report) -> bool:
    doers = {report.row["source_actor"] for report in (earlier, act)} - {None}
    is_of_march = earlier.kind == act.kind == CRACKDOWN and is_same_time(earlier, act) and len(doers) < 2
    return is_of_march or _may_name(act, earlier) or is_of_same_target(earlier, act)


def _is_one_of(mention: Report, acts: Report) -> bool:
    """Whether "the second strike", or "the second", is one of those that a sentence just before tells as several: "two
    strikes hit".
    """
    noun, nouns = ((report.row["trigger"] or "-").lower() for report in (mention, acts))
    if not 0 < mention.row["sentence_index"] - acts.row["sentence_index"] <= NEAR or _names_elsewhere(mention, acts):
        return False
    if mention.refers_back and nouns in (f"{noun}s", f"{noun}es"):
        return True
    is_the_other = _the_other().match(mention.row["sentence"].lower()) is not None
    return is_the_other and _several_at_once().search(acts.row["sentence"].lower()) is not None


@cache
def _the_other() -> re.Pattern[str]:
    return re.compile(r"the (?:first|second|third|other)\b,? (?!(?:such|time)\b)")


@cache
def _several_at_once() -> re.Pattern[str]:
    """Matches what comes in numbers, of which a sentence may tell each: "two bombs", "three strikes"."""
    few, weapons, acts = ("|".join(words_for(use)) for use in ("several", "weapons", "act"))
    return re.compile(rf"\b(?:{few}) (?:[\w-]+ )?(?:{weapons}|(?:{acts})e?s)\b")


def _is_plain_news(act: Report) -> bool:
    """Whether an act is news, and not told apart from what its article tells before it."""
    return act.row["when_told"] == "new" and not act.moves_on


def _may_name(mention: Report, act: Report) -> bool:
    """Whether a noun with "the" may name an act: "the blast" a bomb, "the march" what told who marched, "the attack"
    any act of violence; one does not name several.
    """
    noun, verb = ((report.row["trigger"] or "-").lower() for report in (mention, act))
    if not mention.refers_back or (verb.endswith("s") and not noun.endswith("s")):
        return False
    if noun in words_for("any act"):
        return act.kind in DEADLY
    return act.coded in kinds_named(noun) or (mention.kind == act.kind and noun[:ROOT] == verb[:ROOT])


def _is_named_exactly(mention: Report, act: Report) -> bool:
    """Whether a noun names the very kind that the words of an act tell: "the bombing" of a bomb, "the massacre" of what
    "killed 304 people".
    """
    noun = (mention.row["trigger"] or "-").lower()
    return act.kind in kinds_named(noun) or (act.is_killing and noun in words_for("killings"))


def _attack_on_what_is_overrun(act: Report, before: Sequence[Report]) -> Report | None:
    """The attack before on a post or camp that an act takes, "overran the post": nobody holds a town by that."""
    target = (act.row["target"] or "").lower()
    if act.kind != TAKEOVER or not (target.startswith("the ") and is_building(target)) or act.moves_on:
        return None
    attacks = (earlier for earlier in reversed(before) if earlier.kind in DEADLY and may_be_one(earlier, act))
    return next((attack for attack in attacks if not words_of(target).isdisjoint(words_of(attack.target))), None)


def _cause_recounted(act: Report, before: Sequence[Report]) -> Report | None:
    """The only act before of the same day and victims, where a voice counts its dead anew: "the ministry put the number
    of rebels killed on Tuesday at eight".
    """
    if not (act.is_killing and act.refers_back) or act.names_place:
        return None
    same = [earlier for earlier in before if earlier.kind in DEADLY and is_same_time(earlier, act)]
    same = [earlier for earlier in same if _victims(earlier) == _victims(act) is not None]
    return same[-1] if same and all(may_be_one(*pair) for pair in combinations(same, 2)) else None


def _battle_of_both(act: Report, before: Sequence[Report]) -> Report | None:
    """The battle told first before a sentence that counts the dead of both sides, on its day and in no other place."""
    if not act.is_killing or any_of(words_for("both sides")).search(part_of(act.row)) is None:
        return None
    battles = (earlier for earlier in before if FIGHTING in (earlier.kind, earlier.coded))
    return next((battle for battle in battles if may_be_one(battle, act) and is_same_time(battle, act)), None)


def _victims(act: Report) -> str | None:
    """The last word of a target: "insurgents" of "11 insurgents"."""
    return ((act.row["target"] or "").lower().split() or [None])[-1]


def as_outcome(act: Report, cause: Report) -> Report:
    """The act with kind, time and place of its cause; its own place if the cause names only a building or none, or is
    done to several places, of which it names one.
    """
    is_vague = is_building(cause.place or "") and cause.row["place_id"] is None
    is_known = act.names_place and (not cause.names_place or targets_place_of(cause, act))
    placed = act if is_vague or is_known else cause
    is_of_protest = is_protested(cause.row) and not act.names_time  # its day may be that of the protest
    told = {} if act.names_time else {"when_told": cause.row["when_told"]}
    dated = cause if cause.is_stated or not act.is_stated or is_of_protest else act
    return replace(
        act, row={**act.row, **{name: placed.row[name] for name in PLACE}, **told}, place=placed.place,
        kind=cause.kind, coded=cause.coded, first=dated.first, last=dated.last, is_stated=dated.is_stated,
        is_known_by_date=dated.is_known_by_date, has_own_word=False, act=cause.fact_id,
    )  # fmt: skip
