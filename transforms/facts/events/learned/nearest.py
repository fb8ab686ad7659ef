"""Places and days that another sentence gives to an act, where a nearer one rules them out.

The reader points to words anywhere in an article; an act is where its own sentence says, and not in a town that the
text has left: "In Bunia, ... In Komanda, ... Police later fired tear gas".
"""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import date, timedelta

from transforms.facts.events.learned.grammar import is_of_speaker, may_fill
from transforms.reading.syntax import NOUNS, children, climb, preposition
from transforms.reading.tree import Doc, Token
from transforms.resolving.document import Document
from transforms.resolving.naming.name import PLACES, Name
from transforms.resolving.naming.whereabouts import WITHIN, only_describes, place_of
from transforms.resolving.noun_kinds import words
from transforms.resolving.timing.expressions import When
from transforms.tables.schema import Plover
from transforms.words import alternatives, word_list, words_in

FEWEST_UPDATES = 3
"""Lines that open with a clock time which make an article a live blog."""
OPENING = 3
"""Most words before the area that opens a sentence: "In the", "Further north in"."""
RECENT = timedelta(days=8)
"""Days before publication from which a later sentence may date news."""
BEFORE_NOUN = frozenset({"compound", "nmod:poss", "amod", "flat"})
STRUCK = frozenset({"obj", "nsubj:pass"})
WAYS, HOUSES = word_list("places ways"), word_list("places houses")
_UNIT = r"(?:kms?|kilomet\w+|miles?)"
_FROM = rf"\d[\d.,]* ?{_UNIT}(?: \([^()]*\))? (?:to the )?(?:north|south|east|west)[a-z-]* of (?:the )?$"
_DISTANCE = re.compile(rf", (?:[a-z]+ ){{0,2}}{_FROM}")
_FROM_THERE = re.compile(_FROM)
_AT = re.compile(r" at (?:the (?:city|town|village) of )?")
_SEVERAL = re.compile(
    rf"\b(?:in|across|throughout) (?:(?:more than|over|at least|about|some|nearly) )?"
    rf"(?:\d+|(?:{alternatives('places several')})) (?:[a-z]+ )?(?:{alternatives('places of several')})\b"
)
_PART = re.compile(
    rf" (?:{'|'.join(words_in('name_words', role='quarter'))}) (?:of|in) (?:the )?(?:cit(?:y|ies) of )?$"
)
_TOWN = re.compile(r", (?:an?|the) (?:[\w'-]+ ){0,3}(?:city|town|village|hamlet) (?:of|in) (?:the )?$")
_CLOCK = re.compile(
    r"^[ \t]*(?:[01]?\d|2[0-3])(?:[:h][0-5]\d(?:[ \t]?[ap]\.?m\b\.?)?(?![\d:.])|\.[0-5]\d(?:[ \t]?[ap]\.?m\b|[ \t]*$))",
    re.MULTILINE,
)


_LABEL = re.compile(r"^[A-Z][\w'’-]*(?: [\w'’-]+){0,3}: (?=[A-Z])", re.MULTILINE)
"""Opens an item of a report that goes from place to place: "Idlib: Warplanes carried out"."""


def nearest_place(
    told: Token, trigger: Token, plover: Plover, document: Document, *, is_sure: bool = False
) -> Token | None:
    """The place of an act to which the reader points: that of the act's own sentence rather than of another; none if
    they stand in different updates of a live blog, or if the text has moved to another place between the two and the
    reader is not sure. People are harmed in what the sentence before tells to be struck.
    """
    told = _finest(told, document)
    if told.sent != trigger.sent and _is_in_several_places(trigger) and _is_town(told, document):
        return None
    if told.sent == trigger.sent:
        return _in_own_clause(told, trigger, plover, document) or _town_in_area(told, trigger, document) or told
    own = _own_place(trigger, plover, document)
    if own is not None or is_other_update(told, trigger):
        return own
    if trigger.lemma_.lower() in words("harm") and (struck := _struck_before(trigger, document)) is not None:
        return struck.span.root
    is_left = not is_sure and told.i < trigger.i and _moves_elsewhere(told, trigger, document)
    return None if is_left else told


def _is_in_several_places(trigger: Token) -> bool:
    """Whether an act is told of several towns, none by its name: "were arrested in eight cities"."""
    return _SEVERAL.search(trigger.sent.text) is not None


def _is_town(told: Token, document: Document) -> bool:
    name = document.name_at(told)
    return name is not None and (name.place is None or name.place.precision == 1)


def _finest(told: Token, document: Document) -> Token:
    """The place that is told by the word's: "Kalat, some 30 km south of Ora", "30 km south of Ora at Kalat", "the Jabal
    quarter of Idlib", "Konduga, a town in Borno".
    """
    sent, name = told.sent, document.name_at(told)
    start, end = (name.span.start_char, name.span.end_char) if name is not None else (told.idx, told.idx + len(told))
    before = sent.text[: start - sent.start_char]
    told_by = _DISTANCE.search(before) or _PART.search(before) or _TOWN.search(before)
    if told_by is None and _FROM_THERE.search(before):
        after = [place for place in document.names_in(sent) if place.span.start_char > end]
        between = sent.text[end - sent.start_char : after[0].span.start_char - sent.start_char] if after else ""
        return after[0].span.root if _AT.fullmatch(between) else told
    if told_by is None:
        return told
    ends = sent.start_char + told_by.start()
    return next((place.span.root for place in document.names_in(sent) if place.span.end_char == ends), told)


def _own_place(trigger: Token, plover: Plover, document: Document) -> Token | None:
    """The place that an act's own sentence gives to it: by the parse, else the only one in which something happens."""
    place = place_of(trigger, document)
    if place is None or place.span.sent != trigger.sent:
        stated = [name for name in document.names_in(trigger.sent) if _is_where(name)]
        place = stated[0] if len(stated) == 1 else None
    token = place.span.root if place is not None else None
    return token if token is not None and may_fill("place", token, trigger, plover, document) else None


def _in_own_clause(told: Token, trigger: Token, plover: Plover, document: Document) -> Token | None:
    """The only place in which a verb's own clause has something happen, if another clause before it names the one told:
    "rockets hit Ora, and officials said that two died in Ilu".
    """
    own = {word.i for word in trigger.subtree}
    act = next((above for above in climb(told) if above.pos_ == "VERB"), None)
    is_apart = bool(children(trigger, "nsubj", "nsubj:pass")) and told.i < min(own)
    if not is_apart or act is None or act.i in own or not _is_beside(act, trigger):
        return None
    inside = [name for name in document.names_in(trigger.sent) if name.span.root.i in own and _is_where(name)]
    places = [name for name in inside if not any(_is_of_somebody(above) for above in climb(name.span.root))]
    token = places[0].span.root if len(places) == 1 else None
    return token if token is not None and may_fill("place", token, trigger, plover, document) else None


def _town_in_area(told: Token, trigger: Token, document: Document) -> Token | None:
    """The only town that an act's clause names behind it, if the area that opens the clause is told: "In Masisi, a
    nurse was shot by two men in Sake".
    """
    area = document.name_at(told)
    is_area = area is not None and _is_where(area) and (area.place is None or area.place.precision != 1)
    if area is None or not is_area or area.span.end > trigger.i or area.span.start - area.span.sent.start > OPENING:
        return None
    inside = [name for name in document.names_in(trigger.sent) if name.span.root in trigger.subtree]
    towns = [name for name in inside if name.span.start > trigger.i and _is_where(name) and _may_be_in(name, area)]
    return towns[0].span.root if len(towns) == 1 and not _only_describes(towns[0], document) else None


def _may_be_in(town: Name, area: Name) -> bool:
    """Whether a place is a town, or unknown and so a small one, and not known to be in another country than an area."""
    if town.place is None or area.place is None:
        return town.place is None or town.place.precision == 1
    return town.place.precision == 1 and town.place.country == area.place.country


def _is_of_somebody(clause: Token) -> bool:
    """Whether a clause only tells who somebody is: "a nurse who had worked in Ilu"."""
    return clause.dep_ in ("acl", "acl:relcl")


def _is_beside(act: Token, trigger: Token) -> bool:
    """Whether the clause of an act is coordinated with the one of another."""
    above = [trigger, *climb(trigger)]
    return any(clause.dep_ in ("conj", "parataxis") and clause.head == act for clause in above)


def _moves_elsewhere(told: Token, trigger: Token, document: Document) -> bool:
    """Whether the place named last before an act's sentence, as one in which something happens, is another one."""
    name = document.name_at(told) or document.place_named(told)
    between = told.doc[told.sent.start : trigger.sent.start]
    capitals = (document.place_named(word) for word in between if word.lower_ == "capital")
    before = sorted({*document.names_in(between), *filter(None, capitals)}, key=lambda place: place.span.start)
    places = [place for place in before if _is_where(place) or _is_hit_later(place, told) or _are_same(place, name)]
    return bool(places) and not _are_same(places[-1], name)


def _is_hit_later(place: Name, told: Token) -> bool:
    """Whether a sentence after that of another place tells that a place was hit."""
    return _is_struck(place) and place.span.root.sent != told.sent


def _struck_before(trigger: Token, document: Document) -> Name | None:
    """The place that the sentence before that of an act tells to be struck, the last of several."""
    start = trigger.sent.start
    before = document.names_in(trigger.doc[start - 1].sent) if start > 0 else []
    return next((name for name in reversed(before) if _is_struck(name)), None)


def _are_same(name: Name, other: Name | None) -> bool:
    if other is None or name.place is None or other.place is None:
        return other is not None and name.span.text == other.span.text
    return name.place.place_id == other.place.place_id


def _is_where(name: Name) -> bool:
    """Whether a name is a place in which something happens, countries aside."""
    where = preposition(_named_thing(name)) or ""
    return _is_place(name) and where.split(" ")[-1] in WITHIN


def _is_struck(name: Name) -> bool:
    """Whether a name is a place that an act of violence hits, countries aside: "rockets hit Ora", "the shelling of the
    town of Ora".
    """
    thing = _named_thing(name)
    act = thing.head
    if not _is_place(name):
        return False
    if act.pos_ == "NOUN":
        return act.lemma_.lower() in words("violence") and preposition(thing) in ("of", "on")
    return thing.dep_ in STRUCK and act.lemma_.lower() in words("violent_act")


def _named_thing(name: Name) -> Token:
    """The noun that a name belongs to, "the Ora bridge", "the town of Ora", else the name."""
    root = name.span.root
    towns = words_in("name_words", role="settlement")
    is_of_town = preposition(root) == "of" and root.head.lemma_.lower() in towns
    return root.head if root.dep_ in BEFORE_NOUN or is_of_town else root


def _is_place(name: Name) -> bool:
    return name.place.kind != "country" if name.place is not None else name.label in PLACES


def is_of_thing(told: Token, document: Document) -> bool:
    """Whether a place only tells which road or house is meant: "the Gao road", "the road to Gao", "the Juba hotel"."""
    name = document.name_at(told)
    if name is None:
        return False
    root = name.span.root
    if preposition(root) in ("to", "towards") and root.head.lemma_.lower() in WAYS:
        return True
    after = told.doc[name.span.end : name.span.end + 1]
    is_named = len(after) > 0 and after.text.islower() and (root in climb(after[0]) or after[0] in climb(root))
    last = after[0] if is_named and after[0].pos_ in NOUNS else name.span[-1]
    is_house = name.place is None and last.lemma_.lower() in HOUSES
    return last.text.islower() and (is_house or last.lemma_.lower() in WAYS)


def other_town(told: Token, trigger: Token, document: Document) -> Name | None:
    """The only town that an act's sentence names beside a place."""
    names = [name for name in document.names_in(trigger.sent) if name.place is not None and told not in name.span]
    towns = [name for name in names if name.place and name.place.precision == 1 and not _only_describes(name, document)]
    return towns[0] if len(towns) == 1 else None


def _only_describes(name: Name, document: Document) -> bool:
    root = name.span.root
    return only_describes(name) or is_of_thing(root, document) or is_of_speaker(root, document)


def is_other_update(told: Token, trigger: Token) -> bool:
    """Whether a live blog tells two words in different updates."""
    starts = _updates(told.doc)
    return bisect_right(starts, told.idx) != bisect_right(starts, trigger.idx)


def may_lend_day(time: Token, when: When, trigger: Token, published: date, *, is_done: bool, is_news: bool) -> bool:
    """Whether the time of another sentence may date an act: what is done has no day ahead, "will be buried tomorrow",
    and news is not dated by what a later sentence recalls of long ago or only vaguely, "was attacked on 2 October".
    """
    if time.sent == trigger.sent or published == date.min:
        return True
    if is_done and when.start > published.isoformat():
        return False
    is_recent = when.precision == "day" and when.start > (published - RECENT).isoformat()
    return not is_news or is_recent or time.sent.start < trigger.sent.start


def _updates(doc: Doc) -> list[int]:
    """Offsets of the updates of a live blog, or of the items of a report that names the place of each first; none in
    other articles.
    """
    if "updates" not in doc.user_data:
        found = ([match.start() for match in pattern.finditer(doc.text)] for pattern in (_CLOCK, _LABEL))
        doc.user_data["updates"] = next((starts for starts in found if len(starts) >= FEWEST_UPDATES), [])
    return list(doc.user_data["updates"])
