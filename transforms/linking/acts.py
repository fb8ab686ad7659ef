"""What acts of an article lend to one another: a day, a kind, a deed of which they are a part."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from transforms.linking.kinds import ARREST, CRACKDOWN, DEADLY, DESTRUCTION, FIGHTING, GENERIC, TAKEOVER, UNREST
from transforms.linking.kinds_alike import kindred
from transforms.linking.reports import Report
from transforms.linking.sentences import HEAD, Sentence, is_headline, is_protested, part_of, sentence_of
from transforms.linking.told_again import as_outcome

BESIDE = frozenset({"abduction", ARREST, DESTRUCTION})
"""Kinds that an attack or protest may bring with it."""


def with_lead_days(acts: Sequence[Report]) -> list[Report]:
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


def with_days_of_marches(acts: Sequence[Report]) -> list[Report]:
    """The acts; what is done to a march without a day of its own is of its day: "fired tear gas at those who marched on
    Tuesday".
    """
    marches = {sentence_of(act.row): act for act in acts if act.kind == UNREST and act.names_time}
    found: list[Report] = []
    for act in acts:
        is_done_to_it = act.kind in (CRACKDOWN, ARREST) and not (act.names_time or is_protested(act.row))
        march = marches.get(sentence_of(act.row)) if is_done_to_it else None
        found.append(replace(act, first=march.first, last=march.last, is_stated=True) if march is not None else act)
    return found


def _is_later(act: Report, earlier: Report) -> bool:
    return bool(act.row["sentence_index"] > earlier.row["sentence_index"])


def with_one_doer(acts: Sequence[Report]) -> list[Report]:
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


def with_battles(acts: Sequence[Report]) -> list[Report]:
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
            act = as_outcome(act, deed)
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
