"""Whether a number without a fate of its own counts the same as the one before it."""

from __future__ import annotations

from transforms.facts.figures.corrections import is_correction, is_withdrawn
from transforms.facts.figures.counted_nouns import counted_noun
from transforms.facts.figures.figure_words import ARE, PEOPLE, Found, noun_class
from transforms.facts.figures.links import Record
from transforms.facts.figures.numbers import Number
from transforms.facts.figures.parts import is_of_those, is_part
from transforms.facts.figures.tellers import is_other_count
from transforms.reading.tree import Token
from transforms.words import word_list

_RECOUNTED = frozenset({"killed", "injured", "detained", "abducted", "missing", "displaced"})
_JOINING = word_list("figures joining")
_JOINT = 3


def is_recount(number: Number, earlier: Record) -> bool:
    """Whether a number is another count of what the previous sentence counts: "Hospital staff said more than 200"."""
    between = number.span.sent.start - earlier.number.span.sent.end
    is_count = is_other_count(number) or is_correction(number)
    return between <= 0 and earlier.figure.measure in _RECOUNTED and is_count


def is_of_fate(number: Number, noun: Token | None, earlier: Record) -> bool:
    """Whether a number counts some of the people whose fate the previous sentence tells: "They include 61 soldiers"."""
    is_next = number.span.sent.start - earlier.number.span.sent.end <= 0
    are_people = noun_class(noun) in PEOPLE | {"troops", "unknown"}
    return is_next and are_people and earlier.figure.measure in _RECOUNTED and is_of_those(number)


def is_other_side(noun: Token | None, found: Found | None, last: Record) -> bool:
    """Whether captives are those for whom others are freed: "would free 33 hostages against 700 prisoners"."""
    is_named = found is not None and found.trigger == noun and noun_class(noun) in ("hostages", "prisoners")
    freed = noun_class(counted_noun(last.number))
    return is_named and last.found.measure == "other" and freed in PEOPLE | {"hostages", "prisoners", "troops"}


def is_compared(number: Number) -> bool:
    """Whether a number is an earlier value of the one before it: "100 were arrested, up from 36 on Thursday"."""
    start = number.span.start
    before = [token.lower_ for token in number.span.doc[max(number.span.sent.start, start - 2) : start]]
    return before in (["up", "from"], ["down", "from"], ["compared", "with"], ["compared", "to"])


def is_listed(number: Number, last: Record) -> bool:
    """Whether a number is coordinated with the one before, unless that counts acts: "31 arrests and two guns"."""
    before = counted_noun(last.number)
    kind = noun_class(counted_noun(number))
    is_act = last.found.trigger == before and (kind == "unknown" or noun_class(before) != kind)
    return not is_act and _is_coordinated(number, last.number)


def _is_afterthought(number: Number, noun: Token | None, last: Record) -> bool:
    """Whether people end the sentence after a count of people: "60 rebels were killed, and 27 policemen."."""
    doc, start = number.span.doc, number.span.start
    is_people = noun is not None and noun_class(noun) in PEOPLE | {"troops"}
    if noun is None or not is_people or last.found.measure not in ("killed", "injured", "detained", "abducted"):
        return False
    is_last = noun.i + 1 >= noun.sent.end or doc[noun.i + 1].text in (".", ";")
    return is_last and start > number.span.sent.start and doc[start - 1].lower_ == "and"


def is_carried(number: Number, noun: Token | None, last: Record) -> bool:
    """Whether a number counts the same as the one before it, as its part or as another count."""
    before = last.number
    alike = PEOPLE | {"troops", "unknown", noun_class(counted_noun(before))}
    if noun is not None and noun_class(noun) not in alike:
        return False
    start = number.span.start
    if noun is None and start > number.span.sent.start and number.span.doc[start - 1].lower_ == "of":
        return False
    if noun is None and last.found.measure == "troops":
        return False  # part of a force may have another fate than the force
    if (
        is_withdrawn(number)
        or is_part(number, before.span.end)
        or _is_afterthought(number, noun, last)
        or (noun is not None and is_listed(number, last))
    ):
        return True
    return noun is None and (is_other_count(number) or _is_gapped(number, before))


def _is_gapped(number: Number, before: Number) -> bool:
    """Whether an ellipsis links two numbers: "six died in Homs and seven in Hama", "eight of them were men, three
    boys".
    """
    doc, end, sent = number.span.doc, number.span.end, number.span.sent
    if end >= sent.end:
        return False
    earlier, after = doc[before.span.end : number.span.start], doc[end]
    joined = number.span.start > sent.start and doc[number.span.start - 1].lower_ in ("and", ",", "but")
    if not joined:
        return False
    same = after.tag_ == "IN" and any(token.lower_ == after.lower_ for token in earlier)
    return same or (after.lower_ in ARE and earlier[0].lower_ == "of")


def _is_coordinated(number: Number, before: Number) -> bool:
    """Whether a number is coordinated with the one before: "seven patients and two nurses"."""
    noun = counted_noun(before)
    joint = number.span.doc[noun.i + 1 if noun is not None else before.span.end : number.span.start]
    return 0 < len(joint) <= _JOINT and all(token.lower_ in _JOINING for token in joint)
