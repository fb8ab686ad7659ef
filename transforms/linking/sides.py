"""Chooses who did an incident to whom: from the acts that tell its own sub-event, and never from an accusation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from transforms.linking.kinds import FIGHTING, GENERIC, TAKEOVER, UNREST, kind_of_code
from transforms.linking.kinds_alike import TAKERS
from transforms.linking.reports import Kin, Report
from transforms.linking.sentences import Row, any_of, is_written, part_of, spoken, words_for
from transforms.linking.tolls import FOES

FEW = 5
"""One act in this many must name a known actor, else it may be one that a single sentence names in passing."""
VAGUE = frozenset({None, "Attack"})
"""Sub-events of an act of violence that leave open what it was."""
_NAME = re.compile(r"[\w'’-]+")
_TWO = re.compile(r"\b(?=([A-Z][\w’'-]+ and (?:the )?[A-Z]\w*))")
"""Matches where two names begin in a phrase: "Russian and Syrian warplanes"."""
Value = TypeVar("Value", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Known:
    """The actors: their names and other names by id, and those that each is part of."""

    names: Mapping[str, str]
    kin: Kin
    aliases: Mapping[str, Sequence[str]]

    def are_two(self, phrase: str, actor: str | None) -> bool:
        """Whether a phrase names two, not one whose own name has "and" in it: "Islamic State of Iraq and Syria"."""
        own = (self.names.get(actor, ""), *(self.aliases.get(actor) or ())) if actor else ()
        return any(not any(two[1] in name for name in own) for two in _TWO.finditer(phrase))


def representative(acts: Sequence[Report]) -> Report | None:
    """The act whose class and sub-event represent the group: the most reported of those whose words state their
    sub-event, else of those of a specific kind, else of those that state more than deaths; what only gives the dead and
    damage of another represents none, nor does what only a mention says that it was, "the shelling", if others tell it.
    Of a takeover one that tells who took the place, for who lost it did not.
    """
    told = {act.row["acled_sub_event"] for act in acts if not act.is_mention and kind_of_code(act.row) != GENERIC}
    acts = [act for act in acts if not (told and act.is_mention) or act.row["acled_sub_event"] in told]
    acts = [act for act in acts if act.has_own_word or kind_of_code(act.row) in (act.coded, None)] or acts
    worded = [act for act in acts if act.has_own_word and not act.is_killing]
    worded = [act for act in worded if kind_of_code(act.row) != GENERIC] or worded
    exact = worded or [act for act in acts if GENERIC not in (act.kind, kind_of_code(act.row))]
    exact = exact or [act for act in acts if not act.is_killing] or list(acts)
    if not exact:
        return None
    chosen = most_reported(exact, lambda act: act.row["acled_sub_event"])
    if chosen.kind != TAKEOVER:
        return chosen
    return most_reported(_of_the_taker(acts), lambda act: act.row["acled_sub_event"])


def own_acts(acts: Sequence[Report]) -> list[Report]:
    """The acts that tell the sub-event of the group; of a takeover those of the taker, of a protest all: whoever threw
    stones is not all who marched.
    """
    told = representative(acts)
    if told is not None and told.kind == UNREST:
        return [act for act in acts if act.kind == UNREST]
    if told is None or told.kind == TAKEOVER:
        return _of_the_taker(acts)
    return [act for act in acts if act.row["acled_sub_event"] == told.row["acled_sub_event"]]


def _of_the_taker(acts: Sequence[Report]) -> list[Report]:
    taken = [act for act in acts if act.kind == TAKEOVER]
    gains = [act for act in taken if act.row.get("territory") == "gained"]
    return gains or [act for act in taken if act.row["acled_sub_event"] in TAKERS] or taken


def sides(acts: Sequence[Report], known: Known) -> dict[str, Any]:
    """The columns of source, target and who is only blamed."""
    own = own_acts(acts)
    vague = [act for act in acts if act.row["acled_sub_event"] in VAGUE and not act.has_own_word]
    blamed = _accusations(acts)
    accused, accused_actor = _actor(blamed, "source", known)
    blamed += [
        act for act in acts if not is_written(act.row["source"], act.row) and _names(act, accused, accused_actor)
    ]
    defence = [act for act in own if (act.row.get("trigger") or "").lower() in words_for("repelling")]
    source, source_actor = _first_told(own, (), "source", known, [*blamed, *defence])
    if source is None:
        source, source_actor = _first_told(own, vague, "source", known, blamed)
    turned = [act for act in own if _is_turned(act, source_actor, known.kin)]
    foes = {act.row["source_actor"] for act in turned}
    onward = [act for act in own if act.row.get("source_actor") not in foes]
    target, target_actor = _first_told(onward, vague, "target", known)
    if target is None:
        target, target_actor = _actor(turned, "source", known)
    if source_actor and target_actor and _are_one_side(source_actor, target_actor, known.kin):
        target = target_actor = None
    return {
        "source": source, "source_actor": source_actor, "target": target, "target_actor": target_actor,
        "blamed": None if accused == source else accused,
    }  # fmt: skip


def _first_told(
    own: Iterable[Report], vague: Iterable[Report], role: str, known: Known, without: Sequence[Report] = ()
) -> tuple[str | None, str | None]:
    """The actor that the acts of the sub-event name, else that those name which leave the sub-event open."""
    for acts in (own, vague):
        found = _actor([act for act in acts if act not in without and not _is_only_spoken(act)], role, known)
        if found != (None, None):
            return found
    return None, None


def _is_only_spoken(act: Report) -> bool:
    """Whether the sentence only speaks of an act, other than a side that calls it its own or the words that speak of
    it: "since the army overran the camp".
    """
    mention = spoken(act.row)
    if mention is None or any_of(words_for("owned")).search(part_of(act.row)) is not None:
        return False
    source = (act.row["source"] or "").lower()
    return not source or source.removeprefix("the ") not in mention.group()


def _names(act: Report, name: str | None, actor: str | None) -> bool:
    """Whether an act has this source."""
    return (act.row["source_actor"] == actor) if actor else name is not None and act.row["source"] == name


def _are_one_side(left: str, right: str, kin: Kin) -> bool:
    """Whether two actors are one, or one is a part of the other; two parts of one whole may fight each other."""
    return left == right or right in kin.get(left, ()) or left in kin.get(right, ())


def _is_turned(act: Report, source: str | None, kin: Kin) -> bool:
    """Whether an act is one of the other side against that of the source, as of who repels an attack. Two parts of one
    whole may fight each other.
    """
    doer, target = act.row.get("source_actor"), act.row.get("target_actor")
    if source is None or doer is None or target is None:
        return False
    return _are_of_one_whole(target, source, kin) and not _are_of_one_whole(doer, source, kin)


def _are_of_one_whole(left: str, right: str, kin: Kin) -> bool:
    return left == right or not kin.get(left, frozenset((left,))).isdisjoint(kin.get(right, frozenset((right,))))


def _accusations(acts: Iterable[Report]) -> list[Report]:
    """The acts of which a voice only accuses the source: "blamed Russia for the attack", "Russia was accused of it"."""
    return [act for act in acts if is_written(act.row["source"], act.row) and _is_accused(act.row)]


def _is_accused(row: Row) -> bool:
    if any_of(words_for("accusing")).search(part_of(row)) is None:
        return False
    name, verbs = re.escape(str(row["source"]).lower()), "|".join(words_for("accusing"))
    before = rf"\b(?:{verbs}) (?:on )?(?:[\w’'-]+ ){{0,2}}?{name}\b"
    behind = rf"\b{name} (?:was|were|is|are|been) (?:\w+ )?(?:{verbs})\b"
    apart = rf"\b(?:{verbs}) the [^;:“”\"]*? on (?:the )?{name}\b"
    return re.search(f"{before}|{behind}|{apart}", part_of(row)) is not None


def _actor(acts: Sequence[Report], role: str, known: Known) -> tuple[str | None, str | None]:
    """The most reported actor: a known actor under its own name, unless few of the acts name it; else as written. Two
    that act together are named as written: "Russian and Syrian warplanes".
    """
    with_role = [act for act in acts if act.row[role] and not (role == "source" and _is_not_the_doer(act.row))]
    with_role = [act for act in with_role if is_written(act.row[role], act.row)] or with_role
    identified = [act for act in with_role if act.row[f"{role}_actor"]]
    together = [act for act in with_role if role == "source" and known.are_two(act.row[role], act.row["source_actor"])]
    if together and len(together) * 2 >= len(identified):
        chosen = most_reported(together, lambda act: act.row[role]).row
        return chosen[role], chosen[f"{role}_actor"]
    if identified and len(identified) * FEW >= len(with_role):
        chosen = most_reported(identified, lambda act: act.row[f"{role}_actor"]).row
        return known.names.get(chosen[f"{role}_actor"], chosen[role]), chosen[f"{role}_actor"]
    if not with_role:
        return None, None
    # a battle's sides are named by what tells of it, not of its dead
    return min(with_role, key=lambda act: (act.is_killing and act.coded == FIGHTING, rank(act))).row[role], None


def _is_not_the_doer(row: Row) -> bool:
    """Whether the source of an act is one of those to whom it was done, "killed 30 men of the militia", or fought back:
    "killed 50 attackers".
    """
    source, target = ((row[name] or "-").lower() for name in ("source", "target"))
    return target.endswith((f" of {source}", f" of the {source}")) or not FOES.isdisjoint(_NAME.findall(target))


def rank(report: Report) -> tuple[object, ...]:
    """Sort key, best report first: asserted, of a specific kind, a place gained, not lost, with place and time."""
    row = report.row
    is_loss = row.get("territory") == "lost"
    is_vague = report.kind == GENERIC
    return row["modality"] == "claimed", is_vague, is_loss, report.place is None, not report.is_stated, report.order


def most_reported(reports: Sequence[Report], by: Callable[[Report], Value]) -> Report:
    """The best report among those with the value that most stories, and of these most facts, report."""
    stories = Counter(value for value, _ in {(by(report), report.row["story_id"]) for report in reports})
    facts = Counter(by(report) for report in reports)
    return min(reports, key=lambda report: (-stories[by(report)], -facts[by(report)], rank(report)))
