"""Spots names in a text: seed names, the pipeline's entities, and capitalised words with telling neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from itertools import pairwise, takewhile
from typing import get_args

from spacy.lang.en import English
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc as Parsed
from spacy.vocab import Vocab

from transforms.reading.tree import Doc, Span
from transforms.resolving.actors import actors, choose, countries, country_by_adjective, kinds_of_bodies
from transforms.resolving.naming.fold import APOSTROPHES
from transforms.resolving.naming.name import PLACES
from transforms.seeds import listed, rows
from transforms.tables.schema import Actor, Label
from transforms.words import WEEKDAYS, word_list, words_in

LABELS = frozenset(get_args(Label))
LABEL_OF_KIND = {"person": "PERSON", "country": "GPE"}
_SAYS = word_list("names says")
LONGEST_PARTICLE = 3
LONGEST_NICKNAME = 6
_APPOSED = 4
_OF_PLACES = word_list("names of places")
"""Words of an apposition within which its noun stands."""
LONGEST_LIST = 24
LISTING = frozenset({",", "and"})
NICKNAME_MARKS = frozenset({'"', "“", "”", "‘", "’", "«", "»"})


@dataclass(frozen=True, slots=True)
class Spot:
    """A name found in a text, as token range; `rank` is its method, 0 most reliable, for ties in length."""

    start: int
    end: int
    label: str
    rank: int
    actor: Actor | None = None

    def __len__(self) -> int:
        return self.end - self.start


@cache
def words(role: str) -> frozenset[str]:
    """The words with a role in seeds/name_words.csv."""
    return words_in("name_words", role=role)


@cache
def given_names() -> frozenset[str]:
    return words_in("given_names", "names")


@cache
def common_nouns() -> frozenset[str]:
    """Nouns of the lexicons with their plurals, which are never names, even at the start of a sentence."""
    nouns = words_in("kinds") | words_in("group_words")
    return frozenset(nouns | {f"{noun}s" for noun in nouns})


class Text:
    """Words of a Doc as plain lists."""

    def __init__(self, doc: Doc, published: date | None = None) -> None:
        self.doc = doc
        self.published = published
        self.tokens = doc.tokens
        self.words: list[str] = [token.text for token in self.tokens]
        self.lower: list[str] = [word.lower() for word in self.words]
        self.surnames: frozenset[str] = frozenset()

    @cached_property
    def common(self) -> frozenset[str]:
        """Words that the text also writes in lower case."""
        return frozenset(word for word in self.words if word.islower())

    @cached_property
    def placed(self) -> frozenset[str]:
        """Words that directly follow "in" somewhere in the text."""
        return frozenset(word for before, word in pairwise(self.words) if before == "in" and word[0].isupper())

    def word(self, position: int) -> str:
        """The word at a position; empty outside the text."""
        return self.words[position] if 0 <= position < len(self.words) else ""

    def between(self, start: int, end: int) -> str:
        return self.doc[start:end].text

    @cached_property
    def runs(self) -> list[tuple[int, int]]:
        """Runs of capitalised words with particles between them: "Mohammed bin Salman", "Deir ez-Zor".

        A function word at the start of a sentence ("Near Mosul") is not part of the name.
        """
        spans, start = [], 0
        capital = [self._is_capitalised(position) for position in range(len(self.words))]
        while start < len(capital):
            if not capital[start]:
                start += 1
                continue
            end = self._end_of_run(start, capital)
            begin = start
            for _ in range(LONGEST_PARTICLE):
                if begin > 1 and self.words[begin - 1] == "-" and self.lower[begin - 2] in words("particle"):
                    begin -= 2
            while (
                begin < end and begin >= start and (self.words[begin] in words("opener") or self.tokens[begin].is_stop)
            ):
                begin += 1
            if begin < end:
                spans.append((begin, end))
            start = end
        return spans

    def _end_of_run(self, start: int, capital: list[bool]) -> int:
        end = start + 1
        while end < len(capital):
            small = end
            while small - end < LONGEST_PARTICLE and self.word(small) in words("particle"):
                small += 1
            if small < len(capital) and capital[small] and not self.tokens[small].is_sent_start:
                end = small + 1
            else:
                break
        return end

    def _is_capitalised(self, position: int) -> bool:
        word = self.words[position]
        is_written_so = word[0].isupper() and (word.isalpha() or bool(re.fullmatch(r"[\w.'’]+", word)))
        return is_written_so and word not in words("no_name")


class Known:
    """Matchers of the seeds' names for one vocabulary: single words case-sensitive, longer names in any case."""

    def __init__(self, vocab: Vocab) -> None:
        self._exact = PhraseMatcher(vocab, attr="ORTH")
        self._lower = PhraseMatcher(vocab, attr="LOWER")
        self._actors: dict[int, list[Actor]] = {}
        self._codes: dict[int, str] = {}
        make = English(vocab=vocab).tokenizer
        by_name: dict[str, list[Actor]] = {}
        for name, actor in actors().names():
            for spelling in _spellings(name):
                by_name.setdefault(spelling, []).append(actor)
        for name, bearers in by_name.items():
            self._actors[self._add(make(name), f"actor {name}")] = bearers
        for word, code in country_by_adjective().items():
            self._codes[self._add(make(word), f"people {word}")] = code
        self._peoples = {
            self._add(make(name), f"people {name}") for row in rows("peoples") for name in listed(row["names"])
        }

    def _add(self, pattern: Parsed, key: str) -> int:
        apart = [part for token in pattern for part in re.split(r"(?<=\w)(-)(?=\w)", token.text)]
        matcher = self._exact if len(pattern) == 1 else self._lower
        matcher.add(key, [pattern])
        together = re.split(r"\s+|(?<=\w)(?=['’]s\b)", pattern.text)
        for words in (apart, together):
            if 1 < len(words) != len(pattern):
                self._lower.add(key, [Parsed(pattern.vocab, words=words)])
        return int(pattern.vocab.strings[key])

    def spots(self, text: Text) -> Iterator[Spot]:
        for key, start, end in (*self._exact(text.doc.parsed), *self._lower(text.doc.parsed)):
            if not any(character.isupper() for character in text.between(start, end)):
                continue
            if key in self._codes:
                yield Spot(start, end, "NORP", 1, actors().get(countries()[self._codes[key]].alpha3.lower()))
                continue
            if key in self._peoples:
                yield Spot(start, end, "NORP", 1)
                continue
            bearers = self._actors[key]
            actor = choose(bearers, text.published)
            yield Spot(start, end, LABEL_OF_KIND.get(bearers[0].kind, "ORG"), 0, actor)


_KNOWN: dict[int, tuple[Vocab, Known]] = {}


def known(vocab: Vocab) -> Known:
    """The matchers of a pipeline's vocabulary, built once."""
    if id(vocab) not in _KNOWN:
        _KNOWN[id(vocab)] = (vocab, Known(vocab))
    return _KNOWN[id(vocab)][1]


def _spellings(name: str) -> set[str]:
    """Spellings of a name: each kind of apostrophe or none, with and without hyphen after the article."""
    plain = name
    for mark in APOSTROPHES:
        plain = plain.replace(mark, "'")
    spellings = {plain.replace("'", mark) for mark in ("'", "’", "‘", "")} if "'" in plain else {name}
    return spellings | {spelling.replace("al-", "al ") for spelling in spellings if "al-" in spelling}


def bodies(text: Text, spots: Iterable[Spot]) -> Iterator[Spot]:
    """State bodies: a country's adjective or name with a body's words, "Syrian army", "government of Iraq"."""
    for spot in spots:
        if spot.actor is None or spot.actor.kind != "country" or not spot.actor.country:
            continue
        for end in range(min(spot.end + _longest_body(), len(text.words)), spot.end, -1):
            phrase = " ".join(text.lower[spot.end : end])
            kind = None if phrase == "state" and spot.label == "GPE" else kinds_of_bodies().get(phrase)
            body = actors().of(spot.actor.country, kind, text.published) if kind else None
            if body:
                yield Spot(spot.start, end, "ORG", 1, body)
                break
        begin = spot.start - (text.word(spot.start - 1).lower() == "the") - 2
        kind = kinds_of_bodies().get(text.word(begin).lower())
        if kind and spot.label == "GPE" and text.lower[begin + 1] == "of":
            yield Spot(begin, spot.end, "ORG", 1, actors().of(spot.actor.country, kind, text.published))


@cache
def _longest_body() -> int:
    return max(len(phrase.split()) for phrase in kinds_of_bodies())


def entities(text: Text) -> Iterator[Spot]:
    """The pipeline's entities, without determiner, "of" and possessive mark; nouns in the name correct the label."""
    for entity in _apart(text):
        label = {"PER": "PERSON"}.get(entity.label_, entity.label_)
        start, end = _trimmed(text, entity)
        if (bare := _start_after_kind(text, start, end)) > start:
            start, label = bare, "GPE"
        no_names = words("title") | country_by_adjective().keys() if label != "NORP" else frozenset[str]()
        name_words = [word for word in text.words[start:end] if word[0].isupper() and word not in no_names]
        if label in LABELS and name_words and not (end - start > 1 and text.words[start] in words("no_name_first")):
            end = _end_with_nickname(text, start, _end_of_name(text, start, end)) if label == "PERSON" else end
            name, title = _start_after_title(text, start, end), start - (text.word(start - 1) in words("honorific"))
            if title < name and _is_titled_place(text, title, end):
                yield Spot(title, end, "GPE", 2)
            elif name > start and text.words[end - 1] not in words("organisation"):
                yield Spot(name, end, "PERSON", 2)
            elif end - start > 1 or not _is_common(text, start, label):
                is_unit = label == "PERSON" and text.words[start][0].isdigit()
                yield Spot(start, end, _label_by_noun(text, start, end) or ("ORG" if is_unit else label), 2)


def _apart(text: Text) -> Iterator[Span]:
    """The pipeline's entities; a place and the one that it lies in are two: "Aceh, Indonesia"."""
    for entity in text.doc.ents:
        commas = [p for p in range(entity.start, entity.end) if text.words[p] == ","] if entity.label_ in PLACES else []
        for start, end in pairwise([entity.start - 1, *commas, entity.end]):
            yield Span(text.doc, start + 1, end, entity.label_)


def _start_after_kind(text: Text, start: int, end: int) -> int:
    """Start of the name in "Russian town of Grozny"; `start` if no such noun precedes a name."""
    kinds_of = words("place") - words("whole")
    kinds = [p for p in range(start, end - 2) if text.words[p] in kinds_of and text.lower[p + 1] == "of"]
    return kinds[-1] + 2 if kinds and text.words[kinds[-1] + 2][0].isupper() else start


def _start_after_title(text: Text, start: int, end: int) -> int:
    """Start of the name in "Russian Foreign Minister Sergei Lavrov"; `start` if no title precedes a name."""
    titles = [position for position in range(start, end - 1) if text.words[position] in words("honorific")]
    return titles[-1] + 1 if titles and text.words[titles[-1] + 1][0].isupper() else start


def _is_titled_place(text: Text, start: int, end: int) -> bool:
    """Whether a name that begins with a title is a place's: "the districts of Sheikh Maqsoud"."""
    is_titled = text.words[start] in words("place_title")
    return is_titled and (text.word(end).lower() in words("quarter") or is_called_place(text, start, end))


def is_called_place(text: Text, start: int, end: int) -> bool:
    """Whether a noun calls a name a place: "the town of X", "the districts of X, Y and Z", "X, a market town"."""
    if _is_introduced(text, end) or _is_overrun(text, start, end):
        return True
    before = text.words[max(start - LONGEST_LIST, 0) : start][::-1]
    listed = list(takewhile(lambda word: word != "of", before))
    if not all(word in LISTING or word[0].isupper() or word.lower() in words("particle") for word in listed):
        return False
    marks = [word for word in listed if word in LISTING]
    noun = text.word(start - len(listed) - 2)
    singular = noun[:-3] + "y" if noun.endswith("ies") else noun.removesuffix("s")
    is_last_or_amid = marks[:1] == ["and"] or text.word(end) in LISTING
    is_listed = noun != singular and "and" not in marks[1:] and is_last_or_amid
    return (not listed or is_listed) and not {noun, singular}.isdisjoint(words("place") | words("quarter"))


def _is_overrun(text: Text, start: int, end: int) -> bool:
    """Whether an act is told of a name that is done to places alone: "overran X", "X was also retaken"."""
    if text.word(start - 1).lower() in _OF_PLACES:
        return True
    after = [word.lower() for word in text.words[end : end + 3]]
    return after[:1] in (["was"], ["were"]) and not _OF_PLACES.isdisjoint(after[1:])


def _is_introduced(text: Text, end: int) -> bool:
    """Whether an apposition behind a name makes it a settlement: "X, a market town", not "X, a village elder"."""
    if text.word(end) != "," or text.word(end + 1) not in ("a", "an", "the"):
        return False
    behind = list(takewhile(str.islower, text.words[end + 2 : end + 2 + _APPOSED]))
    noun = next((end + 2 + n for n, word in enumerate(behind) if word in words("settlement")), None)
    if noun is None or noun + 1 == len(text.words):
        return noun is not None
    return text.words[noun + 1] not in ("'s", "’s") and text.tokens[noun + 1].pos_ not in ("NOUN", "PROPN")


def _end_of_name(text: Text, start: int, end: int) -> int:
    """End of a person's name: before the first lower-case word that is not a particle ("Selma Okoro of Kenya")."""
    small = (p for p in range(start + 1, end) if _is_small(text, p) or text.words[p] in words("no_name"))
    return next(small, end)


def _is_small(text: Text, position: int) -> bool:
    return text.words[position].islower() and text.lower[position] not in words("particle")


def _end_with_nickname(text: Text, start: int, end: int) -> int:
    """End of a name with a nickname in quotation marks inside it: "Ismael “El Mayo” Zambada"."""
    marks = [p for p in range(start, min(end + LONGEST_NICKNAME, len(text.words))) if text.words[p] in NICKNAME_MARKS]
    if len(marks) < 2 or not start < marks[0] <= end or not text.word(marks[1] + 1)[:1].isupper():
        return end
    return max(end, marks[1] + 2)


def _is_common(text: Text, position: int, label: str) -> bool:
    """Whether a single word is a common word: also in lower case, a sentence opener, or not tagged as a name."""
    token = text.tokens[position]
    if label != "ORG" and text.lower[position] in common_nouns():
        return True
    if text.lower[position] in text.common or text.words[position] in words("opener") or token.is_stop:
        return True
    if text.words[position] in words("no_name") or len(text.words[position].rstrip(".")) == 1:
        return True
    return bool(token.tag_) and not token.tag_.startswith("NNP") and not text.words[position].isupper()


def _trimmed(text: Text, span: Span) -> tuple[int, int]:
    start, end = span.start, span.end
    while start < end and (text.lower[start] in ("the", "a", "an", "of") or not text.words[start][0].isalnum()):
        start += 1
    while start + 1 < end and text.tokens[start].is_sent_start and text.words[start] in words("opener"):
        start += 1
    while end > start and not _may_end(text, end - 1):
        end -= 1
    if end - start > 1 and text.lower[end - 1] in WEEKDAYS and span.label_ in PLACES:
        end -= 1  # "in Phnom Penh Sunday"
    return start, end


def _may_end(text: Text, position: int) -> bool:
    """Whether a name may end here: not with a possessive mark, function word or punctuation (but "Jr.")."""
    word = text.words[position]
    if word in ("'s", "’s") or (word.islower() and text.tokens[position].is_stop):
        return False
    return word[-1].isalnum() or (word[-1] == "." and len(word) > 1)


def _label_by_noun(text: Text, start: int, end: int) -> str | None:
    """The label given by a noun in the name: "War Council", "Tabqa Dam", "Camp Speicher"."""
    last = text.words[end - 1]
    if end - start > 1 and (
        last in words("organisation") or (last == "Church" and text.words[end - 2] in words("denomination"))
    ):
        return "ORG"
    if end - start > 1 and (last in words("place_last") or text.words[start] in words("place_first")):
        return "LOC"
    return None


def patterned(text: Text) -> Iterator[Spot]:
    """Capitalised runs that a title, given name, speech verb or noun marks as a person, body or place; also the body
    before a title, "Army Lt. Gen. Roe".
    """
    for start, end in text.runs:
        if text.words[start] in words("no_name_first"):
            continue
        if text.words[start] in words("organisation") and text.word(start + 1) in words("honorific"):
            yield Spot(start, start + 1, "ORG", 3)
        spot = _person(text, start, end) or _body(text, start, end) or _landmark(text, start, end)
        if spot:
            yield spot
    yield from _bodies_of(text)


def _bodies_of(text: Text) -> Iterator[Spot]:
    """Bodies named by their field: "the Association of Muslim Scholars", "Popular Front for the Liberation of X"."""
    for number, (start, end) in enumerate(text.runs):
        if text.words[end - 1] in words("organisation") and (end - start > 1 or text.word(start - 1) == "the"):
            last = end
            for field, after in text.runs[number + 1 :]:
                if " ".join(text.lower[last:field]) not in words("field_link") or _is_person_of_office(text, field):
                    break
                last = after
            if last > end:
                yield Spot(start, last, "ORG", 3)


def _is_person_of_office(text: Text, position: int) -> bool:
    """Whether a person begins here, as in "the Office of President Roe"."""
    return text.words[position] in words("honorific") | given_names()


def outlets(text: Text) -> Iterator[Spot]:
    """Newspapers, stations and agencies, by their words: "the Idara Tribune", "Radio Idara".

    Outlets named by a common word count only beside a verb of telling or reporting: "told Dawn", "Dawn reported".
    """
    for start, end in text.runs:
        by_word = text.words[end - 1] in words("outlet_last") or text.words[start] in words("outlet_first")
        is_hearer = text.word(start - 1 - (text.word(start - 1).lower() == "the")) in ("told", "tells")
        is_listed = text.between(start, end) in words("outlet")
        if text.between(start, end) in words("company"):
            yield Spot(start, end, "ORG", 1)
        if (end - start > 1 and by_word) or (is_listed and (is_hearer or text.word(end) in words("reports"))):
            is_named = is_listed and text.word(start - 1) == "The"
            yield Spot(start - is_named, end, "ORG", 1)


def _person(text: Text, start: int, end: int) -> Spot | None:
    if text.words[end - 1] in words("organisation") | words("place_last"):
        return None
    name = _start_after_title(text, start, end)
    if name > start:
        return Spot(name, end, "PERSON", 3)
    while name < end and text.words[name] in words("title"):
        name += 1
    if 2 <= end - name <= 5 and (text.words[name] in given_names() or text.word(name - 1) in words("office")):
        return Spot(name, end, "PERSON", 4)
    return Spot(name, end, "PERSON", 5) if 2 <= end - name <= 4 and _is_beside_speech_verb(text, name, end) else None


def _is_beside_speech_verb(text: Text, start: int, end: int) -> bool:
    before, after = text.word(start - 1).lower(), text.word(end).lower()
    return after in words("says") or before in _SAYS


def _body(text: Text, start: int, end: int) -> Spot | None:
    """A run that ends with a body's noun, unit number included, or follows one ("the group Red Dawn"); or "the" with
    such a noun alone.
    """
    before = text.word(start - 1)
    if before in words("body"):
        return Spot(start, end, "ORG", 3)
    if text.words[end - 1] not in words("organisation"):
        return None
    if end - start > 1:
        return Spot(start - bool(re.fullmatch(r"\d+(st|nd|rd|th)", before)), end, "ORG", 3)
    return Spot(start, end, "ORG", 6) if before == "the" else None


def _landmark(text: Text, start: int, end: int) -> Spot | None:
    """A run that contains a noun for a place, "Mirwan Dam", or follows one, "the town of Zirbah"."""
    if _label_by_noun(text, start, end) == "LOC":
        return Spot(start, end, "LOC", 5)
    return Spot(start, end, "GPE", 5) if is_called_place(text, start, end) else None


def abbreviated(text: Text) -> Iterator[Spot]:
    """Abbreviated states after a town, "Paris, Ky.", "Paris, TX", by seeds/abbreviations.csv."""
    for position in range(2, len(text.words)):
        if text.words[position - 1] != "," or not text.words[position - 2][0].isupper():
            continue
        stop = text.word(position + 1) == "."
        for end in (position + 2, position + 1) if stop else (position + 1,):
            if text.between(position, end) in words_in("abbreviations", "abbreviations"):
                yield Spot(position, end, "GPE", 0)
                break
