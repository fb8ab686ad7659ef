"""The text as facts are read from it: an article with its parse and its resolved names."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, pairwise, product
from typing import Any

from transforms.reading.tree import Doc, Span, Token
from transforms.resolving.naming.name import Name
from transforms.resolving.naming.spotting import words
from transforms.tables.schema import Article, Family, Plover, Refusal

LONGEST_NAME = 12


@dataclass
class NamedText:
    """An article with its parse and names. `doc` covers the whole text, so token offsets are offsets in
    `article.text`.
    """

    article: Article
    doc: Doc
    names: list[Name] = field(default_factory=list)

    @property
    def sentences(self) -> list[Span]:
        return self.doc.sents

    @cached_property
    def _sentence_numbers(self) -> dict[int, int]:
        return {sent.start: number for number, sent in enumerate(self.sentences)}

    @cached_property
    def _names_by_token(self) -> dict[int, Name]:
        return {token.i: name for name in self.names for token in name.span}

    @cached_property
    def _name_starts(self) -> list[int]:
        return [name.span.start for name in self.names]

    @cached_property
    def _evidence(self) -> dict[tuple[int, int], dict[str, Any]]:
        return {}

    def name_at(self, token: Token) -> Name | None:
        """The name that contains a token, else None."""
        return self._names_by_token.get(token.i)

    def names_in(self, span: Span) -> list[Name]:
        """The names that begin within a span, in order."""
        starts = self._name_starts
        return self.names[bisect_left(starts, span.start) : bisect_left(starts, span.end)]

    def evidence(self, sent: Span) -> dict[str, Any]:
        """The columns shared by all facts of a sentence, or of the sentences of one statement, without the whitespace
        around it.
        """
        key = sent.start, sent.end
        if key not in self._evidence:
            self._evidence[key] = self._columns_of_sentence(sent)
        return self._evidence[key]

    def _columns_of_sentence(self, sent: Span) -> dict[str, Any]:
        text = sent.text
        start = sent.start_char + len(text) - len(text.lstrip())
        return {
            "article_id": self.article.article_id,
            "extractor": self.article.extractor,
            "published_date": self.article.published_date,
            "sentence_index": self._sentence_numbers[sent.start],
            "start": start,
            "end": start + len(text.strip()),
            "sentence": text.strip(),
        }

    def refuse(
        self, family: Family, words: Span, rule: str, detail: str = "", probability: float | None = None
    ) -> None:
        """Record a candidate that a rule rejected; duplicates are dropped."""
        sent = words[0].sent
        key = (family, words.start, rule, detail)
        row = Refusal(
            **self.evidence(sent), family=family, words=words.text, rule=rule, detail=detail, probability=probability
        )
        self._refused.setdefault(key, row)

    def accept(self, trigger: Token, plover: Plover) -> None:
        """Forget the refusals so far of an event that became one after all: those of its trigger, and those of its
        class at the trigger's subject or object, "an agreement was reached".
        """
        nouns = {child.i for child in trigger.children if child.dep_ in ("nsubj", "nsubj:pass", "obj")}
        for key in list(self._refused):
            family, word, _, detail = key
            if family == "events" and (word == trigger.i or (word in nouns and detail.startswith(plover))):
                del self._refused[key]

    @property
    def refused(self) -> list[Refusal]:
        """The refusals so far, in text order."""
        return [self._refused[key] for key in sorted(self._refused, key=lambda key: key[1])]

    @cached_property
    def _refused(self) -> dict[tuple[str, int, str, str], Refusal]:
        return {}

    @cached_property
    def country(self) -> str | None:
        """The country the article is about: named over 1.5 times as often as any other; else None. Another one from
        which it is written, and which it names too, leaves it open.
        """
        counts = Counter(code for name in self.names if (code := _country_of(name)))
        (first, most), (_, next_most) = [*counts.most_common(2), ("", 0), ("", 0)][:2]
        origin = next(
            (name.place for name in self.names[:1] if name.span.start == 0 and name.span.text.isupper()), None
        )
        is_open = origin is not None and origin.country not in (None, first) and counts[str(origin.country)] > 1
        return first if most > 1.5 * next_most and not is_open else None

    def fullest_form(self, name: Name) -> str:
        """The fullest form of a name in the article, without title and determiner; a defined abbreviation in full."""
        whole = self.spelled_out(name.span)
        if whole is not None:
            return whole
        bare = _bare_name(name)
        part = bare.text if len(bare) > 1 else ""
        return max(bare.text, self._fullest.get((name.label, next(_bearers(name), ""), part), ""), key=len)

    def spelled_out(self, span: Span) -> str | None:
        """The body behind an abbreviation defined in the article: MFD after "the Movement for Free Dorvan (MFD)"."""
        return self._acronyms.get(span.text) if len(span) == 1 else None

    @cached_property
    def _acronyms(self) -> dict[str, str]:
        bodies: dict[str, str] = {}
        for full, short in pairwise(self.names):
            between = self.doc[full.span.end : short.span.start].text
            if between == "(" and full.label == "ORG" and len(short.span) == 1 and short.span.text.isupper():
                bodies.setdefault(short.span.text, _bare_name(full).text)
        return bodies

    @cached_property
    def _fullest(self) -> dict[tuple[str, str, str], str]:
        """The longest form of a person's or body's name, by label, bearer and repeated words."""
        longest: dict[tuple[str, str, str], str] = {}
        for name in self.names:
            if name.label in ("PERSON", "ORG"):
                form = _bare_name(name)
                for bearer, part in product(_bearers(name), _parts_of_name(form)):
                    key = (name.label, bearer, part)
                    longest[key] = max(longest.get(key, ""), form.text, key=len)
        return longest


def _country_of(name: Name) -> str | None:
    return name.place.country if name.place else name.actor.country if name.actor else None


def _bare_name(name: Name) -> Span:
    return without_title(name.span) if name.label == "PERSON" else without_determiner(name.span)


def _bearers(name: Name) -> Iterator[str]:
    """Keys of the bearer: the actor's id, and for a person the last name."""
    if name.actor:
        yield f"id {name.actor.actor_id}"
    if name.label == "PERSON":
        yield name.span[-1].text


def _parts_of_name(form: Span) -> Iterator[str]:
    """The empty string, and every sequence of two or more words of a name of at most LONGEST_NAME words."""
    yield ""
    for start, end in combinations(range(min(len(form), LONGEST_NAME) + 1), 2):
        if end > start + 1:
            yield form[start:end].text


def without_title(span: Span) -> Span:
    """A person's name without leading titles and lower-case words."""
    start = span.start
    while start < span.end - 1 and (span.doc[start].text in words("title") or not span.doc[start].text[0].isupper()):
        start += 1
    return span.doc[start : span.end]


def without_determiner(span: Span) -> Span:
    """A phrase without a leading article."""
    return span[1:] if len(span) > 1 and span[0].lower_ in ("the", "a", "an") else span
