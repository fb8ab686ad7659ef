"""Computes the toll of an incident: which figures count, and their low, best and high.

As in UCDP's data `low` is the lowest and `high` the highest valid number; an open bound stays open. `best` is the
number that more than half of the independent stories give, if any.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from transforms.linking.nations import nation
from transforms.linking.reports import Report, number_of
from transforms.linking.sentences import SHORTEST, Row, has_grown, words_of
from transforms.seeds import listed, rows
from transforms.tables.schema import IncidentPart
from transforms.words import word_list

_WORD = re.compile(r"[\w'-]+")
_PLAIN = word_list("incidents plain")
EVERYBODY = word_list("incidents everybody")
_DEAD = {"state": word_list("incidents state dead"), "rebel": word_list("incidents rebel dead")}
_CLAIMED = " claimed to have "
_PEACEFUL = frozenset({"ngo", "media", "un", "igo", "court", "company"})
"""Kinds of actors that are of no side."""
_CRIMINALS = word_list("incidents criminals")
_HEADS = word_list("incidents heads")
_LIVES = word_list("incidents lives")
_PAIRS = word_list("incidents pairs")
FOES = word_list("incidents foes")
_UNNAMED = word_list("incidents unnamed")
_GROUPS = word_list("incidents groups")
_SHARES = word_list("incidents shares")
_VOICES = {"state": word_list("incidents state voices"), "rebel": word_list("incidents rebel voices")}


@dataclass(frozen=True, slots=True)
class DeathCount:
    """A valid number of deaths and the report that states it."""

    low: int | None
    high: int | None
    report: Report

    @property
    def size(self) -> int:
        return self.low if self.low is not None else self.high or 0

    def __str__(self) -> str:
        bound = (
            str(self.low) if self.low == self.high else f"{self._bound_text(self.low)}–{self._bound_text(self.high)}"
        )
        voice = self.report.row["attribution"]
        return f"{bound}: {self.report.row['outlet']}" + (f" ({voice})" if voice else "")

    @staticmethod
    def _bound_text(bound: int | None) -> str:
        return "" if bound is None else str(bound)


@dataclass(frozen=True, slots=True)
class Toll:
    """Bounds of an incident's deaths, None if open, and the numbers behind them."""

    low: int | None = None
    best: int | None = None
    high: int | None = None
    is_disputed: bool = False
    counts: tuple[DeathCount, ...] = ()

    @property
    def cited_report(self) -> Report | None:
        """The report to cite for the toll: the best number, else the greatest; the latest of these."""

        def rank(count: DeathCount) -> tuple[bool, int, tuple[object, ...]]:
            return count.low == self.best, count.size, count.report.order

        return max(self.counts, key=rank).report if self.counts else None


def part_of(report: Report, acts: Sequence[Report]) -> IncidentPart:
    """The role of a report in the incident of these acts."""
    row = report.row
    if not report.is_toll:
        return "act"
    if row["corrected_by"]:
        return "corrected"
    if row["part_of"] or report.adds_to_toll:
        return "part"
    return "claim" if _is_claim(report, acts) else "toll"


def _is_claim(report: Report, acts: Sequence[Report]) -> bool:
    """Whether a party to the act counts its enemy's deaths: the dead are armed, and the speaker is of the other side
    or the source of the act. Who is of no side, or counts the dead of both, claims nothing.
    """
    row, actor, speaker = report.row, report.row["actor"], report.row["attribution"]
    dead, voice = _side_of_dead(row["who"]), side_of(speaker) or _side_of_group(row, acts)
    if _counts_other_army(row, acts):
        return True
    if voice and (loser := _loser(row)) is not None and loser != voice:
        return True
    if voice and (_are_foes(row["who"]) or (not row["who"] and _tells_own_loss(row))):
        return not _is_lost(row)
    if voice and not row["who"] and _are_them(row):
        return actor is not None and _side_of_actor(actor) == voice
    if not _is_armed(row["who"]) or (not voice and _dead_of_both_sides().search(row["sentence"].lower())):
        return False
    if not speaker and _CLAIMED in row["sentence"]:  # "the army claimed to have killed nine rebels"
        return actor is None or dead != _side_of_actor(actor)
    if (dead, voice) == ("state", "rebel") and actor and _side_of_actor(actor) == dead:
        return True  # who is named beside the dead is their own side
    may_be_of_actor = not speaker or voice or _is_unnamed(speaker) or (actor and _speaks_for(speaker, actor))
    if actor and may_be_of_actor and row["modality"] == "claimed" and (dead != voice or _speaks_for(speaker, actor)):
        # who killed is known: it is a claim unless the speaker is known to be of another side than the killers
        return None in (voice, side := _side_of_actor(actor)) or voice == side
    if (dead and voice) or row["modality"] != "claimed":
        return None not in (dead, voice) and dead != voice
    # neither side is known by its words: the speaker may still be named as the source of an act
    words = words_of(speaker or "") | _words(speaker)
    sources = [act.row["source"] for act in acts if act.row["article_id"] == row["article_id"] and act.row["source"]]
    return any(words & (words_of(source) | _words(source)) for source in sources)


def _counts_other_army(row: Row, acts: Sequence[Report]) -> bool:
    """Whether one of the states that fight each other counts the dead of the other: "Chad said 90 Libyan soldiers were
    killed".
    """
    speaker, dead = nation(row["attribution"]), nation(row["who"])
    if None in (speaker, dead) or speaker == dead or not (_is_armed(row["who"]) or _words(row["who"]) & _LIVES):
        return False
    return any(speaker in (nation(act.row["source"]), nation(act.row["target"])) for act in acts)


def _is_own_loss(report: Report) -> bool:
    """Whether a party counts its own deaths, "nine soldiers were killed", "had lost six men"."""
    row = report.row
    voice = side_of(row["attribution"])
    return voice is not None and (_is_lost(row) or voice == _side_of_dead(row.get("who")))


def _is_lost(row: Row) -> bool:
    return f"lost {row.get('number') or '-'}".lower() in row["sentence"].lower()


def _loser(row: Row) -> str | None:
    """The side whose loss a number counts, if its sentence names it: "said that the army had lost six men"."""
    number = re.escape((row.get("number") or "-").lower())
    lost = re.search(
        rf"\b([\w'’-]+) (?:had |has |have )?(?:also )?lost (?:\w+ ){{0,2}}{number}\b", row["sentence"].lower()
    )
    return side_of(lost[1]) if lost else None


def _tells_own_loss(row: Row) -> bool:
    """Whether the sentence of a number counts what its speaker lost: "lost 20 men and killed 75"."""
    return _own_loss().search(row["sentence"].lower()) is not None


@cache
def _own_loss() -> re.Pattern[str]:
    numbers = "|".join(re.escape(str(row["words"])) for row in rows("numbers") if row["kind"] == "digit")
    return re.compile(rf"\blost (?:(?:at least|only|some|about|around) )?(?:\d|(?:{numbers})\b)")


@cache
def _dead_of_both_sides() -> re.Pattern[str]:
    """Matches the dead of both sides: "seven soldiers and 12 rebels"."""
    state, rebel = ("|".join(sorted(_DEAD[side])) for side in ("state", "rebel"))
    few = r"(?:[\w'’-]+ ){1,4}"
    return re.compile(rf"\b(?:(?:{state}) and {few}(?:{rebel})|(?:{rebel}) and {few}(?:{state}))\b")


def _are_foes(who: str | None) -> bool:
    """Whether the dead are named as the enemy of who counts them: "75 attackers"."""
    return not FOES.isdisjoint(_WORD.findall((who or "").lower()))


def _are_them(row: Row) -> bool:
    """Whether the dead are some of those told before: "killed 20 of them"."""
    return f"{row.get('number') or '-'} of them".lower() in row["sentence"].lower()


def _is_unnamed(voice: str | None) -> bool:
    """Whether a speaker may be of any side: "it", "officials", "the group"."""
    return _unnamed().search((voice or "").lower()) is not None


@cache
def _unnamed() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(_UNNAMED))})\b")


def _words(text: str | None) -> frozenset[str]:
    return frozenset(_WORD.findall((text or "").lower())) - _PLAIN


def _is_armed(who: str | None) -> bool:
    return bool(set(_WORD.findall((who or "").lower())) & _troop_nouns()) or _side_of_dead(who) is not None


def _side_of_dead(who: str | None) -> str | None:
    """The side of armed people by the noun for them: the state's or the rebels'."""
    words = set(_WORD.findall((who or "").lower()))
    if not words.isdisjoint(_CRIMINALS):
        return None
    sides = {side for side, nouns in _DEAD.items() if words & nouns}
    return sides.pop() if len(sides) == 1 else None


def side_of(voice: str | None) -> str | None:
    """The side of a speaker: the state's or the rebels'; None if it is neither or unclear."""
    text = (voice or "").lower()
    sides = {side for side, pattern in _voices().items() if pattern.search(text)}
    return "rebel" if "rebel" in sides else sides.pop() if sides else None


def _side_of_group(row: Row, acts: Sequence[Report]) -> str | None:
    """The side of "the group" that counts dead: that of the rebels who did the act, if its article names such."""
    doers = (act.row["source_actor"] for act in acts if act.row["article_id"] == row["article_id"])
    is_group = (row["attribution"] or "").lower() in _GROUPS
    return "rebel" if is_group and any(doer and _side_of_actor(doer) == "rebel" for doer in doers) else None


def _side_of_actor(actor: str) -> str | None:
    """The side of an actor; None of one that does not fight."""
    kind = _actors().get(actor, {}).get("kind")
    return {"armed group": "rebel"}.get(str(kind), "state") if kind and kind not in _PEACEFUL else None


def _speaks_for(voice: str | None, actor: str) -> bool:
    """Whether a speaker is named like an actor: "Russia's Defense Ministry", the Russian Armed Forces."""
    return not words_of(voice or "").isdisjoint(words_of(str(_actors().get(actor, {}).get("name"))))


@cache
def _actors() -> dict[str, Row]:
    return {str(row["actor_id"]): row for row in rows("actors")}


@cache
def _voices() -> dict[str, re.Pattern[str]]:
    groups = [row for row in rows("actors") if row["kind"] == "armed group"]
    names = [str(name) for row in groups for name in (row["name"], *listed(row["aliases"]))]
    rebels = [*_VOICES["rebel"], *(re.escape(name.lower()) for name in names if len(name) >= SHORTEST)]
    return {
        side: re.compile(rf"\b(?:{'|'.join(sorted(words))})\b")
        for side, words in (("rebel", rebels), ("state", _VOICES["state"]))
    }


@cache
def _troop_nouns() -> frozenset[str]:
    nouns = [str(row["noun"]) for row in rows("counted") if row["class"] == "troops"]
    return frozenset(form for noun in nouns for form in (noun, f"{noun}s"))


def toll_of_victim(acts: Sequence[Report]) -> Toll:
    """The toll of acts without figures that have one single victim: "a guard was killed"."""
    single = [act for act in acts if act.victim]
    if len({act.victim for act in single}) != 1:
        return Toll()
    return toll(single)


def toll(figures: Sequence[Report], corrected: Sequence[Report] = ()) -> Toll:
    """The toll of figures that all count; a number its outlet has corrected is ignored."""
    withdrawn = {(report.row["outlet"], report.row["low"]) for report in corrected}
    figures = [report for report in figures if (report.row["outlet"], report.row.get("low")) not in withdrawn]
    counts = _not_superseded(_valid_counts(_counts_by_voice(figures)))
    if not counts:
        return Toll()
    lows, highs = [count.low for count in counts], [count.high for count in counts]
    known_lows, known_highs = [n for n in lows if n is not None], [n for n in highs if n is not None]
    low = None if None in lows else min(known_lows)
    high = None if None in highs else max(known_highs)
    is_disputed = bool(known_lows and known_highs) and max(known_lows) > min(known_highs)
    return Toll(low, _best(counts), high, is_disputed, tuple(sorted(counts, key=lambda count: count.report.order)))


def _best(counts: Sequence[DeathCount]) -> int | None:
    """The number that more than half of the stories give, unless it is open."""
    stories: dict[str, set[int | None]] = defaultdict(set)
    for count in counts:
        stories[count.report.row["story_id"]].add(count.low if count.low == count.high else None)
    votes = Counter(numbers.copy().pop() for numbers in stories.values() if len(numbers) == 1)
    number, n_stories = max(votes.items(), key=lambda vote: vote[1], default=(None, 0))
    return number if 2 * n_stories > len(stories) else None


def _counts_by_voice(figures: Sequence[Report]) -> list[DeathCount]:
    """The greatest number per article and speaker; smaller ones are parts of it.

    Different groups counted in one sentence ("three soldiers and two villagers") are added.
    """
    figures = [figure for figure in figures if not any(_is_share(figure, other) for other in figures)]
    voices: dict[tuple[str, str], list[DeathCount]] = defaultdict(list)
    sentences: dict[tuple[str, str, int], list[Report]] = defaultdict(list)
    for figure in figures:
        row = figure.row
        sentences[row["article_id"], row["attribution"] or "", row["sentence_index"]].append(figure)
    for (article, voice, _), beside in sentences.items():
        voices[article, voice].append(_sum_of_sentence(beside))
    return _with_losses_added(
        [max(counts, key=lambda count: (count.size, count.report.order)) for counts in voices.values()]
    )


def _is_share(figure: Report, other: Report) -> bool:
    """Whether a number only counts the children or women among the dead that another sentence of its article counts."""
    row, whole = figure.row, other.row
    is_apart = row["article_id"] == whole["article_id"] and row["sentence_index"] != whole["sentence_index"]
    if not is_apart or _count_of(other).size <= _count_of(figure).size:
        return False
    few, all_ = ({*_WORD.findall((each.get("who") or "").lower())} for each in (row, whole))
    return not few.isdisjoint(_SHARES) and all_.isdisjoint(_SHARES)


def _with_losses_added(counts: Sequence[DeathCount]) -> list[DeathCount]:
    """The numbers; where both sides count their own dead in an article, their sum instead of each."""
    losses: dict[str, dict[str, DeathCount]] = defaultdict(dict)
    for count in counts:
        if _is_own_loss(count.report):
            losses[count.report.row["article_id"]][side_of(count.report.row["attribution"]) or ""] = count
    of_both_sides = [list(sides.values()) for sides in losses.values() if len(sides) > 1]
    replaced = {count.report.fact_id for losses_of_sides in of_both_sides for count in losses_of_sides}
    return [*(count for count in counts if count.report.fact_id not in replaced), *map(_added, of_both_sides)]


def _added(counts: Sequence[DeathCount]) -> DeathCount:
    """The sum of numbers that count different people; a bound is open if one of theirs is."""
    known_lows = [count.low for count in counts if count.low is not None]
    highs = [count.high for count in counts]
    high = None if None in highs else sum(n or 0 for n in highs)
    greatest = max(counts, key=lambda count: (count.size, count.report.fact_id))
    return DeathCount(sum(known_lows) if known_lows else None, high, greatest.report)


def _sum_of_sentence(beside: Sequence[Report]) -> DeathCount:
    """The number stated by one sentence."""
    kinds = [(report.row.get("who") or "").lower() for report in beside]
    greatest = max(beside, key=lambda report: (_count_of(report).size, report.fact_id))
    further = [report for report in beside if report is not greatest and _is_further(report.row)]
    if further and not greatest.row["cumulative"]:
        return _added([_count_of(report) for report in (greatest, *further)])
    apart = len(set(kinds)) == len(beside) > 1 and not any(set(_WORD.findall(kind)) & EVERYBODY for kind in kinds)
    if not apart or "" in kinds:
        return _count_of(greatest)
    return _added([_count_of(report) for report in beside])


def _is_further(row: Row) -> bool:
    """Whether a number counts dead beside those of the number before: "killed five people and two more died"."""
    number = re.escape((row.get("number") or "-").lower().removeprefix("another "))
    return re.search(rf"\b(?:another {number}|{number} (?:more|others?))\b", row["sentence"].lower()) is not None


def _count_of(report: Report) -> DeathCount:
    if report.victim:
        number = number_of(report.victim)
        return DeathCount(number, number, report)
    beside = _without_number(report.row)
    low, high = (None if bound is None else bound + beside for bound in (report.row["low"], report.row["high"]))
    return DeathCount(low, high, report)


def _without_number(row: Row) -> int:
    """How many people the nouns beside a number add to it: "the driver and two passengers", "a couple and their two
    children", "two soldiers and a nurse".
    """
    number, who = ((row.get(name) or "-").lower() for name in ("number", "who"))
    sentence = row["sentence"].lower()
    before, after = _single_people()
    found: list[re.Match[str] | None] = []
    for match in re.finditer(rf"\b{re.escape(number)}\b", sentence):
        few_words, counted, rest = sentence[match.end() :].partition(who)
        found.append(before.search(sentence[: match.start()]))
        found.append(after.match(rest) if counted and _FEW_WORDS.fullmatch(few_words) else None)
    return sum(2 if match["noun"] in _PAIRS else 1 for match in found if match is not None)


@cache
def _single_people() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Match one person or couple before a number, and after those whom it counts."""
    single = rf"(?:[\w'’-]+ ){{0,2}}?(?P<noun>{_person()})"
    before = rf"(?:^|\b(?:an?|the|his|her) ){single} and (?:(?:his|her|their|the) )?$"
    return re.compile(before), re.compile(rf" and an? {single}\b(?! was\b)")


@cache
def _person() -> str:
    nouns = {str(row["noun"]) for row in rows("counted") if row["class"] in ("people", "troops", "kin")}
    return "|".join(sorted(map(re.escape, nouns | _PAIRS | _HEADS)))


_FEW_WORDS = re.compile(r" (?:[\w'’-]+ ){0,3}")


def _valid_counts(voices: Sequence[DeathCount]) -> list[DeathCount]:
    """The numbers still valid: a later article replaces an outlet's earlier ones, and a later statement a named
    speaker's earlier ones.
    """
    latest: dict[tuple[str, str], tuple[object, str]] = {}
    for count in sorted(voices, key=_stated_at):
        for key in _voice_keys(count):
            latest[key] = (_stated_at(count)[:2], count.report.row["article_id"])
    return [
        count
        for count in voices
        if all(
            latest[key][1] == count.report.row["article_id"] or latest[key][0] == _stated_at(count)[:2]
            for key in _voice_keys(count)
        )
    ]


def _not_superseded(counts: Sequence[DeathCount]) -> list[DeathCount]:
    """The numbers without those that a later one takes up, whoever gives it: what is said to have risen to 14 replaces
    all smaller numbers of its day and of those before.
    """
    risen = [count for count in counts if has_grown(count.report.row)]
    return [count for count in counts if not any(_supersedes(later, count) for later in risen)]


def _supersedes(later: DeathCount, count: DeathCount) -> bool:
    is_later = later.report.row["published_date"] >= count.report.row["published_date"]
    return is_later and later.size > count.size


def _voice_keys(count: DeathCount) -> list[tuple[str, str]]:
    row = count.report.row
    speaker = " ".join(sorted(words_of(row["attribution"] or "")))
    return [("outlet", row["outlet"]), *([("voice", speaker)] if speaker else [])]


def _stated_at(count: DeathCount) -> tuple[object, ...]:
    row = count.report.row
    moment = row["published_at"]
    return row["published_date"], moment.timestamp() if moment else 0.0, row["article_id"], count.report.fact_id
