"""Builds the reports of rows, and finds the act whose deaths a number or a later sentence gives."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, combinations, permutations

from transforms.linking.borrowed import without_borrowed, without_borrowed_places
from transforms.linking.courses import is_of_war, is_one_of_many
from transforms.linking.happenings import PLACE, counts_a_span, counts_until_now, happenings, is_aside_until_now
from transforms.linking.kinds import (
    ARREST,
    CRACKDOWN,
    DEADLY,
    DESTRUCTION,
    FIGHTING,
    GENERIC,
    TAKEOVER,
    UNREST,
    VICTIMS,
    kinds_named,
)
from transforms.linking.likeness import are_two, is_of_same_target, kindred
from transforms.linking.reports import Bounds, Kin, Report, act_report, toll_elsewhere, toll_report
from transforms.linking.sentences import (
    HEAD,
    Row,
    Sentence,
    any_of,
    clause_of,
    is_building,
    is_headline,
    is_written,
    named_place,
    names_place,
    part_of,
    raises_toll,
    refers_back,
    sentence_of,
    words_for,
    words_of,
)
from transforms.linking.sums import not_summed_up, tells_of_several_acts, without_sums
from transforms.linking.tolls import EVERYBODY

NEAR = 3
"""Maximum sentences from an act to one that gives its deaths without its time and place."""
MOST = 500
"""Deaths above which a total is a whole war's, if its article counts none of the act itself."""
WIDER = 3
"""A running total up to this many times an act's toll still counts that act; above, it counts a war's dead."""
RIVAL = 10
"""The same for a number in the sentence after a toll, where another voice may count far more."""
ROOT = 5
"""Letters that a noun and the verb of one act share: "abduction" and "abducted"."""
BESIDE = frozenset({"abduction", ARREST, DESTRUCTION})
"""Kinds that an attack or protest may bring with it."""


@dataclass(frozen=True, slots=True)
class Count:
    """A toll so far in an article: its size, its row and its act."""

    size: int
    row: Row
    act: Report

    @property
    def has_risen(self) -> bool:
        """Whether the number has risen to this, so that a smaller one below it is an earlier one."""
        return bool(self.row["cumulative"]) and any_of(words_for("risen")).search(part_of(self.row)) is not None


Before = Count | None
"""The toll that a number may add to or restate."""


def reports(rows: Iterable[Row], kin: Kin) -> list[Report]:
    """Build reports from rows of events and figures joined with their articles.

    Left out are running totals, sums of several acts' dead, counts of a year, events that are no happening, and
    planned, hypothetical or denied ones. A corrected figure is kept, to be shown as corrected. A figure without time or
    place inherits those of the act in its sentence.
    """
    events: list[Row] = []
    figures: list[Row] = []
    for row in rows:
        (figures if "measure" in row else events).append(row)
    events, figures = without_borrowed(events), without_borrowed_places(figures)
    figures = [row for row in figures if not _is_of_cause(row)]
    spans = {sentence_of(row) for row in events if counts_a_span(row)} | _of_many_acts(events)
    figures = [{**row, "cumulative": True} if sentence_of(row) in spans else row for row in figures]
    until_now = {(sentence_of(row), clause_of(row)) for row in events if counts_until_now(row)}
    figures = [row for row in figures if (sentence_of(row), clause_of(row)) not in until_now and not is_of_war(row)]
    figures, sums = without_sums([row for row in figures if not is_aside_until_now(row)])
    totals = [*figures, *({**row, "cumulative": True} for row in sums)]
    act_reports = (act_report(row, kin) for row in not_summed_up(happenings(events, totals), figures, sums))
    acts = _with_outcomes(
        _with_battles(_with_one_doer(_with_days_of_marches(_with_lead_days([*filter(None, act_reports)]))))
    )
    acts_of_sentence: dict[Sentence, list[Report]] = defaultdict(list)
    for act in sorted(acts, key=_rank_of_act):
        acts_of_sentence[sentence_of(act.row)].append(act)
    tolls = _toll_reports(figures, acts_of_sentence, acts, kin)
    others = _told_apart(acts)
    return [_with_others(report, others) for report in (*(_with_toll(act, others, tolls) for act in acts), *tolls)]


def _is_of_cause(figure: Row) -> bool:
    """Whether a number counts the dead of what a protest is against: "marched against a strike that killed scores"."""
    before = part_of(figure).partition((figure["number"] or "-").lower())[0]
    return _cause_of_protest().search(before) is not None


@cache
def _cause_of_protest() -> re.Pattern[str]:
    acts = "|".join((*words_for("act"), *words_for("any act"), "deaths?", "murders?", "bomb"))
    protests = "protest|rally|rallied|march|demonstrat"
    return re.compile(
        rf"\b(?:{protests})\w*\b[^;]*? (?:against|over|about|at) (?:[\w'’-]+ ){{0,4}}(?:{acts})s?\b[^,;]*$"
    )


def _told_apart(acts: Iterable[Report]) -> dict[str, set[str]]:
    """The acts, by fact_id, that their sentence, with all its parts, tells apart from each act."""
    of_sentence: dict[tuple[str, int], list[Report]] = defaultdict(list)
    for act in acts:
        of_sentence[act.article, act.row["sentence_index"]].append(act)
    others: dict[str, set[str]] = defaultdict(set)
    for left, right in chain.from_iterable(permutations(beside, 2) for beside in of_sentence.values()):
        if are_two(left, right):
            others[left.fact_id].add(right.fact_id)
    return others


def _with_others(report: Report, others: Mapping[str, set[str]]) -> Report:
    """The report with the acts told apart from it or from its act."""
    apart = others.get(report.fact_id, set()) | others.get(report.act or "", set())
    return replace(report, others=frozenset(apart)) if apart else report


def _with_toll(act: Report, others: Mapping[str, set[str]], tolls: Iterable[Report]) -> Report:
    """The act with the greatest toll of its sentence, without those of the acts told apart from it."""
    apart = others.get(act.fact_id, set())
    own = [
        report.toll
        for report in tolls
        if report.has_toll and report.toll and not report.is_elsewhere and report.sentence == act.sentence
        if report.act not in apart
    ]
    return replace(act, toll=max(own, key=_size, default=None))


def _of_many_acts(events: Iterable[Row]) -> set[Sentence]:
    """The sentences that tell of several acts at once and of no other: "31 were killed in a string of attacks"."""
    of_sentence: dict[Sentence, list[bool]] = defaultdict(list)
    for row in events:
        of_sentence[sentence_of(row)].append(is_one_of_many(row))
    return {sentence for sentence, are_many in of_sentence.items() if all(are_many)}


def _with_lead_days(acts: Sequence[Report]) -> list[Report]:
    """The acts; what a headline tells first, without a day, has the day that the first sentence names for its kind."""
    leads: dict[str, list[Report]] = {}
    for act in sorted(acts, key=lambda act: (*sentence_of(act.row), act.fact_id)):
        before = leads.setdefault(act.row["article_id"], [])
        if 0 < act.row["sentence_index"] <= HEAD and act.names_time and not (before and _is_later(act, before[0])):
            before.append(act)
    found: list[Report] = []
    for act in acts:
        is_vague = is_headline(act.row) and sentence_of(act.row)[2] == 0 and not act.names_time
        alike = (earlier for earlier in leads[act.row["article_id"]] if earlier.kind in kindred(act.kind))
        lead = next(alike, None) if is_vague else None
        found.append(act if lead is None else replace(act, first=lead.first, last=lead.last, is_stated=True))
    return found


def _with_days_of_marches(acts: Sequence[Report]) -> list[Report]:
    """The acts; what is done to a march without a day of its own is of its day: "fired tear gas at those who marched on
    Tuesday".
    """
    marches = {sentence_of(act.row): act for act in acts if act.kind == UNREST and act.names_time}
    found: list[Report] = []
    for act in acts:
        march = marches.get(sentence_of(act.row)) if act.kind in (CRACKDOWN, ARREST) and not act.names_time else None
        found.append(replace(act, first=march.first, last=march.last, is_stated=True) if march is not None else act)
    return found


def _is_later(act: Report, earlier: Report) -> bool:
    return bool(act.row["sentence_index"] > earlier.row["sentence_index"])


def _with_one_doer(acts: Sequence[Report]) -> list[Report]:
    """The acts; what else the doer of an attack does in a sentence is of its kind: "stopped a bus and shot seven"; but
    who is killed in an abduction is a victim of that.
    """
    main: dict[tuple[Sentence, str | None], Report] = {}
    for act in acts:
        if act.kind in DEADLY and act.row["source"]:
            main.setdefault((sentence_of(act.row), _doer(act)), act)
    found: list[Report] = []
    for act in acts:
        deed = main.get((sentence_of(act.row), _doer(act))) if act.kind in BESIDE else None
        is_of_it = deed is not None and (act.refers_back or not deed.is_killing)
        found.append(replace(act, kind=deed.kind, coded=deed.coded, has_own_word=False) if deed and is_of_it else act)
    return found


def _with_battles(acts: Sequence[Report]) -> list[Report]:
    """The acts; a battle or raid in which a place is taken or people are arrested is part of that: "seized the town
    after a battle of six hours", "were detained in a raid"; and so is what the taker goes on to do: "retook it and are
    pursuing the rebels".
    """
    main = {sentence_of(act.row): act for act in acts if act.kind == ARREST or (act.kind == TAKEOVER and act.place)}
    found: list[Report] = []
    for act in acts:
        deed = main.get(sentence_of(act.row)) if act.coded in (FIGHTING, GENERIC) else None
        is_part = deed is not None and deed.kind in _parts_of_deeds(act, deed)
        if deed is not None and is_part:
            act = _as_outcome(act, deed)
            act = replace(act, row={**act.row, "target": deed.row["target"]}) if deed.kind == ARREST else act
        found.append(act)
    return found


def _parts_of_deeds(act: Report, deed: Report) -> Iterator[str]:
    """The kinds of deeds of which an act of their sentence is a part."""
    by = rf"\b(?:after|following|in|amid|during) (?:[\w-]+ ){{0,3}}{re.escape((act.row['trigger'] or '-').lower())}\b"
    is_by = re.search(by, part_of(act.row)) is not None
    if is_by:
        yield ARREST
    if act.coded == FIGHTING and act.place == deed.place and (is_by or _doer(act) == _doer(deed) is not None):
        yield TAKEOVER


def _doer(act: Report) -> str | None:
    return act.row["source_actor"] or act.row["source"]


def _with_outcomes(acts: list[Report]) -> list[Report]:
    """The acts; one that only gives the dead or wounded of an earlier act has that act's kind, time and place.

    Left out are bare deaths deep in an article about a single deadly act: they are some of its dead.
    """
    acts_before: dict[str, list[Report]] = {}
    spoken_of: dict[Sentence, Report] = {}
    found: list[Report] = []
    for act in sorted(acts, key=lambda act: (*sentence_of(act.row), act.is_killing, _rank_of_act(act))):
        before = acts_before.setdefault(act.row["article_id"], [])
        cause = spoken_of.get(act.sentence) if act.is_killing else _attack_on_what_is_overrun(act, before)
        cause = cause or _cause_of(act, before) or _cause_recounted(act, before)
        if cause is None and (mentioned := _act_mentioned(act, before)) is not None:
            spoken_of[act.sentence] = mentioned
            own_word = act.has_own_word and act.coded in kinds_named((act.row["trigger"] or "").lower())
            found.append(replace(_as_outcome(act, mentioned), has_own_word=own_word))
        elif cause is not None:
            found.append(_as_outcome(act, cause))
        else:
            found.append(act)
            before.append(act)
    deadly = _only_deadly_acts(act for act in found if not act.is_killing)
    return [act for act in found if not (_is_bare_death(act) and act.row["article_id"] in deadly)]


def _is_bare_death(act: Report) -> bool:
    """Whether a sentence deep in an article only states deaths, without time, place and source: "two boys died"."""
    row = act.row
    is_bare = act.is_killing and act.act is None and not (act.names_place or act.names_time or act.moves_on)
    return is_bare and row["sentence_index"] > HEAD + NEAR and not is_written(row["source"], row)


def _cause_of(act: Report, before: Sequence[Report]) -> Report | None:
    """The act whose victims an act gives: one of its own sentence, or the one before if it has no time, place and
    source of its own; also the capture of a place before "the battle" or "the attack".
    """
    row = act.row
    cause = _act_near(row, before)
    is_that = _of_the_last().search(part_of(row)) is not None
    is_outcome = act.is_killing or is_that or act.kind == DESTRUCTION
    if cause is None or act.moves_on or not (is_outcome or (act.refers_back and act.coded in (FIGHTING, GENERIC))):
        return None
    if sentence_of(cause.row) == sentence_of(row):
        return cause if is_outcome and not are_two(act, cause) else None
    is_elsewhere = act.names_place and act.place != cause.place
    is_then = not act.names_time or (act.kind == DESTRUCTION and is_same_time(act, cause))
    if is_elsewhere or not is_then or (is_written(row["source"], row) and not is_that):
        return None
    return cause if is_outcome or cause.kind == TAKEOVER else None


def _act_mentioned(act: Report, before: Sequence[Report]) -> Report | None:
    """The act that a sentence without a day of its own speaks of again: by a noun, "the blast", "the assault on the
    hotel", as done to the same, "said that it had attacked the base", or as done to the same march. The last such act
    counts, one of history only if it was told just before; "the second strike" is one of the strikes told before.
    """
    if act.names_time:
        return None
    if act.moves_on:
        return next((earlier for earlier in reversed(before) if _is_one_of(act, earlier)), None)
    told = (earlier for earlier in reversed(before) if earlier.sentence < act.sentence)
    there = (earlier for earlier in told if _may_be_at(earlier.row, act.row) and not _names_elsewhere(act, earlier))
    again = (earlier for earlier in there if _is_told_again(earlier, act))
    near = act.row["sentence_index"] - 1
    return next((one for one in again if _is_plain_news(one) or one.row["sentence_index"] >= near), None)


def _names_elsewhere(act: Report, earlier: Report) -> bool:
    """Whether the sentence of an act names another place than that of one before, which is no building in it."""
    return act.names_place and act.place != earlier.place and not (act.is_in_a_town or earlier.is_in_a_town)


def _is_told_again(earlier: Report, act: Report) -> bool:
    is_of_march = earlier.kind == act.kind == CRACKDOWN and is_same_time(earlier, act)
    return is_of_march or _may_name(act, earlier) or is_of_same_target(earlier, act)


def _is_one_of(mention: Report, acts: Report) -> bool:
    """Whether "the second strike" is one of those that a sentence just before tells as several: "two strikes hit"."""
    noun, nouns = ((report.row["trigger"] or "-").lower() for report in (mention, acts))
    is_near = 0 < mention.row["sentence_index"] - acts.row["sentence_index"] <= NEAR
    return mention.refers_back and is_near and nouns in (f"{noun}s", f"{noun}es")


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


def _attack_on_what_is_overrun(act: Report, before: Sequence[Report]) -> Report | None:
    """The attack before on a post or camp that an act takes, "overran the post": nobody holds a town by that."""
    target = (act.row["target"] or "").lower()
    if act.kind != TAKEOVER or not (target.startswith("the ") and is_building(target)) or act.moves_on:
        return None
    attacks = (earlier for earlier in reversed(before) if earlier.kind in DEADLY and _may_be_one(earlier, act))
    return next((attack for attack in attacks if not words_of(target).isdisjoint(words_of(attack.target))), None)


def _cause_recounted(act: Report, before: Sequence[Report]) -> Report | None:
    """The only act before of the same day and victims, where a voice counts its dead anew: "the ministry put the number
    of rebels killed on Tuesday at eight".
    """
    if not (act.is_killing and act.refers_back) or act.names_place:
        return None
    same = [earlier for earlier in before if earlier.kind in DEADLY and is_same_time(earlier, act)]
    same = [earlier for earlier in same if _victims(earlier) == _victims(act) is not None]
    return same[-1] if same and all(_may_be_one(*pair) for pair in combinations(same, 2)) else None


def _victims(act: Report) -> str | None:
    """The last word of a target: "insurgents" of "11 insurgents"."""
    return ((act.row["target"] or "").lower().split() or [None])[-1]


def _act_near(row: Row, before: Sequence[Report]) -> Report | None:
    """The first possibly deadly act of the nearest sentence with acts: of the row's own part, or before it."""
    near = [act for act in before if 0 <= row["sentence_index"] - act.row["sentence_index"] <= NEAR]
    near = [act for act in near if act.row["when_told"] == row.get("when_told", "new")]
    own = sentence_of(row)
    near = [act for act in near if act.row["sentence_index"] < row["sentence_index"] or sentence_of(act.row) == own]
    there = [act for act in near if names_place(row) and act.place == named_place(row)]
    near = there or near
    nearest = [act for act in near if act.row["sentence_index"] == near[-1].row["sentence_index"]]
    deadly = [act for act in nearest if act.kind in DEADLY | VICTIMS]
    is_last = _of_the_last().search(row["sentence"].lower()) is not None
    return deadly[-1 if is_last else 0] if deadly else None


@cache
def _of_the_last() -> re.Pattern[str]:
    """Matches words for the act told last: "in that attack"."""
    return re.compile(rf"\b(?:in|during) that (?:{'|'.join(words_for('act'))})\b")


def _as_outcome(act: Report, cause: Report) -> Report:
    """The act with kind, time and place of its cause; its own place if the cause names only a building."""
    placed = act if is_building(cause.place or "") and cause.row["place_id"] is None else cause
    dated = cause if cause.is_stated or not act.is_stated else act
    return replace(
        act, row={**act.row, **{name: placed.row[name] for name in PLACE}}, place=placed.place,
        kind=cause.kind, coded=cause.coded, first=dated.first, last=dated.last, is_stated=dated.is_stated,
        has_own_word=False, act=cause.fact_id,
    )  # fmt: skip


def _size(bounds: Bounds) -> int:
    return bounds[0] if bounds[0] is not None else bounds[1] or 0


def _toll_reports(
    figures: Sequence[Row], acts_of_sentence: Mapping[Sentence, Sequence[Report]], acts: Sequence[Report], kin: Kin
) -> list[Report]:
    """Figures as reports, each with its act: the one of its sentence, else the one whose deaths its article counts.

    A smaller number after an act's toll adds to it ("three more bodies"); a running total ("the toll was 19") restates
    it.
    """
    tolls: list[Report] = []
    counts: dict[str, list[Count]] = {}
    figures = [row for row in figures if row["measure"] == "killed"]
    counted = {sentence_of(row) for row in figures if sentence_of(row) in acts_of_sentence}
    places: dict[Sentence, set[str]] = defaultdict(set)
    for row in figures:
        if (place := named_place(row)) is not None and not (row["part_of"] or row["corrected_by"]):
            places[sentence_of(row)].add(place)
    deadly, acts_of_article = _only_deadly_acts(acts), _acts_by_article(acts)
    for row in sorted(figures, key=lambda row: (*sentence_of(row), bool(row["cumulative"]), row["fact_id"])):
        size = _size((row["low"], row["high"]))
        own, before = _own_act(row, acts_of_sentence), _count_before(row, size, counts.get(row["article_id"], ()))
        only_deadly = deadly.get(row["article_id"])
        if own is not None and not _may_be_then(row, own):
            own = None
        if own is None and (other := _act_of_other_part(row, acts_of_sentence)) is not None:
            tolls += _of_an_untold_act(row, kin, other)
            continue
        act_told = own or _act_told_before(row, acts_of_article.get(row["article_id"], ()), counted)
        if own is None and is_headline(row) and part_of(row) != row["sentence"].lower():
            act = None  # "Forces kill 14 as the toll of another attack rises to nine"
        elif row["cumulative"] or (act_told is None and refers_back(row)):
            act = _act_restated(row, size, own, before, only_deadly, act_told)
        else:
            act = act_told or _act_added_to(row, size, before, only_deadly)
        if act is not None:
            counted.add(sentence_of(act.row))
        if act is not None and _is_of_a_list(row, act, places[sentence_of(row)]):
            tolls += [found] if (found := toll_elsewhere(row, kin, act)) is not None else []
            continue
        if (report := toll_report(row, kin, act)) is None:
            continue
        is_smaller = before is not None and size <= before.size
        is_anew = row["cumulative"] or refers_back(row) or _is_rival(row, before)
        is_added = act is not None and act is not act_told and not is_anew
        is_earlier = before is not None and before.has_risen and not (act is not None and act.moves_on)
        adds_to_toll = is_smaller and (is_added or is_earlier or _tells_part(row))
        tolls.append(replace(report, adds_to_toll=adds_to_toll))
        if (
            act
            and not (row["part_of"] or row["corrected_by"])
            and not (is_smaller and before and before.act.fact_id == act.fact_id)
        ):
            counts.setdefault(row["article_id"], []).append(Count(size, row, act))
    return tolls


def _act_of_other_part(row: Row, acts_of_sentence: Mapping[Sentence, Sequence[Report]]) -> Report | None:
    """The act in the other part of a sentence that tells two, where the act of a number's own part is not known."""
    article, index, part = sentence_of(row)
    if row["cumulative"] or is_headline(row) or part_of(row) == row["sentence"].lower():
        return None
    return next(iter(acts_of_sentence.get((article, index, 1 - part), ())), None)


def _of_an_untold_act(row: Row, kin: Kin, other: Report) -> list[Report]:
    """The report of a number by itself; it is of the day of the other act if only hours lie between them."""
    report = toll_report(row, kin, None) if " hours " in row["sentence"] else None
    return [] if report is None else [replace(report, first=other.first, last=other.last, is_stated=other.is_stated)]


def _is_of_a_list(row: Row, act: Report, places: Collection[str]) -> bool:
    """Whether a number counts the dead of another place than that of the act in a sentence that counts them in several:
    "killed seven people in Homs and four in Hama".
    """
    is_beside = sentence_of(row) == sentence_of(act.row) and len(places) > 1 and not row["part_of"]
    return is_beside and (place := named_place(row)) is not None and place != act.place


def _count_before(row: Row, size: int, counts: Sequence[Count]) -> Before:
    """The toll that a number may add to or restate: the last one of the sentences just before it that is not far
    smaller, else the greatest of its article.
    """
    near = [count for count in counts if row["sentence_index"] - count.row["sentence_index"] <= NEAR]
    near = [count for count in near if size <= _most_restated(row, count)]
    return near[-1] if near else max(counts, key=lambda count: count.size, default=None)


def _most_restated(row: Row, count: Count) -> int:
    is_next = row["sentence_index"] - count.row["sentence_index"] <= 1
    return min(count.size * (RIVAL if is_next else WIDER), max(MOST, count.size * WIDER))


def _is_rival(row: Row, before: Before) -> bool:
    """Whether another voice counts the same dead anew: "a hospital said seven soldiers had died"."""
    if before is None or not row["attribution"] or row["attribution"] == before.row["attribution"]:
        return False
    who, others = ((each["who"] or "").lower() for each in (row, before.row))
    return not (_tells_part(row) or _is_more(row)) and (who in ("", others) or who in EVERYBODY)


def _is_more(row: Row) -> bool:
    """Whether a number counts further dead: "three more bodies"."""
    return re.search(r"\b(?:more|another|other|others|further|also)\b", part_of(row)) is not None


def _acts_by_article(acts: Iterable[Report]) -> dict[str, list[Report]]:
    """The acts of each article in the order of the text, without outcomes of other acts."""
    found: dict[str, list[Report]] = {}
    for act in sorted(acts, key=lambda act: (*sentence_of(act.row), _rank_of_act(act))):
        if act.act is None:
            found.setdefault(act.row["article_id"], []).append(act)
    return found


def _own_act(row: Row, acts_of_sentence: Mapping[Sentence, Sequence[Report]]) -> Report | None:
    """The act in the part of the sentence that holds a number, of several the one whose target has it; of a running
    total the one in its other part, too: "the toll rose to 24, two days after the strike".
    """
    article, index, part = sentence_of(row)
    parts = (part, 1 - part) if row["cumulative"] and part in (0, 1) and not is_headline(row) else (part,)
    acts = next((found for candidate in parts if (found := acts_of_sentence.get((article, index, candidate)))), ())
    counted = re.compile(rf"\b{re.escape((row['number'] or '-').lower())}\b")
    return next((act for act in acts if counted.search((act.row["target"] or "").lower())), acts[0] if acts else None)


def _may_be_then(row: Row, act: Report) -> bool:
    """Whether the period of a number, if it has one, overlaps the days of an act."""
    begin, end = row["period_start"] or act.first, row["period_end"] or act.last
    return bool(begin <= act.last and end >= act.first)


def _act_told_before(row: Row, acts: Sequence[Report], counted: set[Sentence]) -> Report | None:
    """The act in the sentence before a number without time or place, unless its dead are counted already."""
    is_bare = row["place"] is None and not (row["period_start"] or row["period_end"] or row["part_of"])
    is_bare = is_bare and not _tells_part(row)
    act = _act_near(row, [act for act in acts if act.row["sentence_index"] >= row["sentence_index"] - 1])
    return act if is_bare and act is not None and sentence_of(act.row) not in counted else None


def _tells_part(row: Row) -> bool:
    """Whether a number counts some of the dead counted before: "among the dead were five children"; not "five of them
    were killed" of people who were present.
    """
    words, number = part_of(row), re.escape((row["number"] or "").lower())
    fate = rf"{number} of (?:them|those) (?:(?:were|was|had been) )?(?:{'|'.join(words_for('killing'))})\b"
    counted = re.search(rf"\b{number}(?: [\w'’-]+){{0,4}}", words)
    before = words[: counted.end()] if counted else words
    return any_of(words_for("part")).search(before) is not None and re.search(fate, words) is None


def _act_added_to(row: Row, size: int, before: Before, only_deadly: Report | None) -> Report | None:
    """The act whose deaths a number counts in a sentence without an act.

    A number no greater than the toll before it, without a place of its own, adds to that toll; any other belongs to the
    only deadly act of its article.
    """
    if row["period_start"] or row["period_end"]:
        return None
    if before is not None and row["place"] is None and size <= before.size:
        return before.act
    is_far_more = before is not None and size > before.size * RIVAL
    may_be = only_deadly is not None and not is_far_more and _may_be_at(row, only_deadly.row)
    return only_deadly if may_be else None


def _act_restated(
    row: Row, size: int, own: Report | None, before: Before, only_deadly: Report | None, told: Report | None
) -> Report | None:
    """The act whose toll a running total restates: the act it names, else the one whose toll its sentence raises, else
    the one just told without its dead, else the one with a toll of about this size before it; None for the deaths of a
    whole war.
    """
    if row["period_start"] or row["period_end"] or _counts_a_month().search(row["sentence"].lower()):
        return None
    if _names_act(row["sentence"]):
        return own or (only_deadly if only_deadly is not None and _may_be_at(row, only_deadly.row) else None)
    if tells_of_several_acts(row["sentence"]):
        return None
    if own is not None and before is None and size <= MOST and raises_toll(row["sentence"]):
        return own
    if told is not None and own is None and size <= MOST:
        return told
    return before.act if before is not None and size <= _most_restated(row, before) else None


@cache
def _counts_a_month() -> re.Pattern[str]:
    """Matches a total of several acts: "the number of people killed in such raids this month"."""
    return re.compile(rf"\b(?:number|total) of [^,;]*\b(?:{'|'.join(words_for('until now'))})\b")


def _only_deadly_acts(acts: Iterable[Report]) -> dict[str, Report]:
    """The first act of each article that reports one deadly happening and no other, its background aside."""
    beside: dict[str, list[Report]] = {}
    for act in acts:
        if act.kind in DEADLY and act.row["when_told"] == "new":
            beside.setdefault(act.row["article_id"], []).append(act)
    return {
        article: min(deadly, key=lambda act: act.order)
        for article, deadly in beside.items()
        if all(_may_be_one(*pair) for pair in combinations(deadly, 2))
    }


def _may_be_one(left: Report, right: Report) -> bool:
    """Whether two acts may be the same by day and place, and the text does not separate them."""
    is_then = is_same_time(left, right) or not (left.names_time and right.names_time)
    return is_then and not (left.moves_on or right.moves_on) and _may_be_at(left.row, right.row)


def is_same_time(left: Report, right: Report) -> bool:
    """Whether the days of two reports overlap."""
    return left.first <= right.last and right.first <= left.last


def _may_be_at(left: Row, right: Row) -> bool:
    """Whether two rows may speak of one place: the same, one without a place, one without an id, or one an area; not
    two villages that no gazetteer knows.
    """
    places = [place for row in (left, right) if row["place_id"] is None and (place := named_place(row))]
    if len(places) == 2 and words_of(places[0]).isdisjoint(words_of(places[1])) and not any(map(is_building, places)):
        return False
    ids = {row["place_id"] for row in (left, right)}
    return None in ids or len(ids) == 1 or any((row["geo_precision"] or 1) == 3 for row in (left, right))


def _names_act(sentence: str) -> bool:
    """Whether a sentence counts the dead of a single act: "the toll of the attack", "killed when rebels stormed it"."""
    return _toll_of_act().search(sentence.lower()) is not None


@cache
def _toll_of_act() -> re.Pattern[str]:
    between, acts = r"(?:[^\W\d][\w'’-]* ){0,5}", "|".join(words_for("act"))
    return re.compile(
        rf"\b(?:toll|killed|dead|died|deaths) (?:in|of|from|by) {between}(?:{acts})\b|\b(?:killed|dead|died) when\b"
    )


def _rank_of_act(act: Report) -> tuple[object, ...]:
    """Sort key of the acts of a sentence: killings first, then those with a time and a place."""
    return act.row["plover"] != "ASSAULT", not act.is_stated, act.place is None, act.fact_id
