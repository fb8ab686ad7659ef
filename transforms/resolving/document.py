"""The Document: an article with its parse and resolved names, the input of all fact extractors."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, pairwise, product
from typing import Any

from spacy.tokens import Doc, Span, Token

from transforms.resolving.actors import actors, countries, group_words
from transforms.resolving.naming import coreference, whereabouts
from transforms.resolving.naming.name import Name
from transforms.resolving.naming.spotting import words
from transforms.resolving.places import Place, box_of
from transforms.tables.schema import Actor, Article, Family, Refusal
from transforms.words import word_list

PLACES = frozenset({"GPE", "LOC", "FAC"})

NEAR = 3
_OF_NATIONS = word_list("names of nations")
LONGEST_NAME = 12

__all__ = ["Document", "Name", "without_title"]


@dataclass
class Document:
    """An article with its parse. `doc` covers the whole text, so token offsets are offsets in `article.text`."""

    article: Article
    doc: Doc
    names: list[Name] = field(default_factory=list)

    @cached_property
    def sentences(self) -> list[Span]:
        return list(self.doc.sents)

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
    def _evidence(self) -> dict[int, dict[str, Any]]:
        return {}

    def name_at(self, token: Token) -> Name | None:
        """The name that contains a token, else None."""
        return self._names_by_token.get(token.i)

    def names_in(self, span: Span) -> list[Name]:
        """The names that begin within a span, in order."""
        starts = self._name_starts
        return self.names[bisect_left(starts, span.start) : bisect_left(starts, span.end)]

    def evidence(self, sent: Span) -> dict[str, Any]:
        """The columns shared by all facts of a sentence; its span excludes outer whitespace."""
        if sent.start not in self._evidence:
            self._evidence[sent.start] = self._columns_of_sentence(sent)
        return self._evidence[sent.start]

    def _columns_of_sentence(self, sent: Span) -> dict[str, Any]:
        text = sent.text
        start = sent.start_char + len(text) - len(text.lstrip())
        return {
            "article_id": self.article.article_id,
            "published_date": self.article.published_date,
            "sentence_index": self._sentence_numbers[sent.start],
            "start": start,
            "end": start + len(text.strip()),
            "sentence": text.strip(),
        }

    def refuse(self, family: Family, words: Span, rule: str, detail: str = "") -> None:
        """Record a candidate that a rule rejected; duplicates are dropped."""
        sent = words[0].sent
        key = (family, words.start, rule)
        self._refused.setdefault(
            key, Refusal(**self.evidence(sent), family=family, words=words.text, rule=rule, detail=detail)
        )

    @property
    def refused(self) -> list[Refusal]:
        """The refusals so far, in text order."""
        return [self._refused[key] for key in sorted(self._refused, key=lambda key: key[1])]

    @cached_property
    def _refused(self) -> dict[tuple[str, int, str], Refusal]:
        return {}

    @cached_property
    def country(self) -> str | None:
        """The country the article is about: named over 1.5 times as often as any other; else None."""
        counts = Counter(code for name in self.names if (code := _country_of(name)))
        (first, most), (_, next_most) = [*counts.most_common(2), ("", 0), ("", 0)][:2]
        return first if most > 1.5 * next_most else None

    def actor_of(self, span: Span) -> str | None:
        """The actor_id of a noun phrase, by its head's name, a state's body, members of a named group, or its
        antecedent.

        Phrases such as "the rebels" or "government forces" resolve only with a country beside them or in an article
        about one country.
        """
        head = span.root
        name = self.name_at(head)
        if name is not None and (name.actor or name.label == "PERSON"):
            return name.actor.actor_id if name.actor else None
        if name is not None and name.place is not None:
            return self._government_in(name, head)
        if _is_of_nations(span) and not self.names_in(span):
            return None
        actor = self._actor_described(span, head)
        if actor is None and coreference.is_anaphor(head):
            earlier = self.antecedent(head)
            return self.actor_of(earlier) if earlier is not None and earlier.root.i != head.i else None
        return actor.actor_id if actor else None

    def _government_in(self, name: Name, head: Token) -> str | None:
        """The government, if a capital acts as subject: "Moscow said"."""
        if head.dep_ not in ("nsubj", "obl:agent") or name.place is None or name.place.kind != "city":
            return None
        capital = actors().capital(name.span.text, name.place.country, self.article.published_date)
        return capital.actor_id if capital else None

    def _actor_described(self, span: Span, head: Token) -> Actor | None:
        """The actor of a phrase with a common noun as head: "Syrian government forces", "Hamas fighters", "the
        rebels".
        """
        if _is_against(span):
            members = head.lower_ in group_words("members")
            return self._body("opposition", self.names_in(span)) if members else None
        names = [name for name in self.names_in(span) if name.actor and _belongs_to_head(name, head)]
        if head.lower_ in group_words("voices") or head.lower_ in group_words("members"):
            for name in names:
                if name.actor and name.actor.kind not in ("country", "person"):
                    return name.actor
        noun = span.doc[span.start : head.i + 1].text.lower().split(" ")
        owned = names or any(self._body(word, []) for word in noun[:-1])
        if head.lower_ in group_words("weapons") and not owned:  # "warplanes", not "government warplanes"
            return None
        located = names or [name for name in self.names_in(span) if name.place is not None]
        bodies = (self._body(" ".join(noun[start:]), located) for start in range(len(noun)))
        return next((body for body in bodies if body), None)

    def _body(self, words: str, names: list[Name]) -> Actor | None:
        return actors().body(words, self._country(names), self.article.published_date)

    def _country(self, names: list[Name]) -> str | None:
        """The country of the first name with one in the phrase ("officials in Jalalabad"), else the article's."""
        known = (of.country for name in names for of in (name.actor, name.place) if of is not None and of.country)
        return next(known, self.country)

    def antecedent(self, token: Token) -> Span | None:
        """The antecedent of a pronoun or definite noun ("the group", "the city"); None if nothing near fits."""
        return coreference.antecedent(token, self)

    def full_name(self, span: Span) -> str:
        """The fullest form of a name in the article, without title and determiner; unnamed phrases as written."""
        name = self.name_at(span.root)
        if name is None:
            earlier = self.antecedent(span.root)
            earlier_name = self.name_at(earlier.root) if earlier is not None and earlier.start != span.start else None
            if earlier is not None and earlier_name is not None and earlier_name.label not in PLACES:
                return self.full_name(earlier)
            return _without_determiner(span).text
        bare = _bare_name(name)
        whole = self.spelled_out(name.span)
        if whole is not None:
            return whole
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

    def place_named(self, token: Token) -> Name | None:
        """The place that a nominal names or, if definite ("the city", "the Syrian capital"), refers to.

        Its `place` is None if GeoNames does not know it.
        """
        name = self.name_at(token)
        if name is None:
            name = whereabouts.place_described(token, self)
        if name is None and coreference.is_anaphor(token):
            earlier = self.antecedent(token)
            name = self.name_at(earlier.root) if earlier is not None else None
            if name is not None and name.place is None:
                name = whereabouts.country_of(name)
        is_place = name is not None and (name.place is not None or name.label in PLACES)
        return name if is_place else None

    def place_of(self, token: Token) -> Name | None:
        """The place of the event headed by a token: its phrase, its arguments, the governing clause; else None."""
        return whereabouts.place_of(token, self)

    def located(self, name: Name | None) -> dict[str, Any]:
        """The columns of `schema.Located` for a place."""
        place = name.place if name else None
        return {
            "place": _as_written(name) if name else None,
            "place_id": place.place_id if place else None,
            "latitude": place.latitude if place else None,
            "longitude": place.longitude if place else None,
            **box_of(place),
            "country": place.country if place else None,
            "admin1": place.admin1 if place else None,
            "geo_precision": place.precision if place else None,
        }


def _is_of_nations(span: Span) -> bool:
    """Whether a force is none of the country it is in: "the multinational force"."""
    return any(token.lower_ in _OF_NATIONS for token in span)


def _is_against(span: Span) -> bool:
    """Whether a phrase means opponents: "anti-Assad groups", "groups opposed to the government"."""
    return any(token.lower_.startswith("anti") or token.lower_ in group_words("against") for token in span)


def _belongs_to_head(name: Name, head: Token) -> bool:
    """Whether a name belongs to a head: before it, or after "of", "for", "from"; backers ("Iran-backed militias") do
    not.
    """
    doc, after = name.span.doc, name.span.end
    if after + 1 < len(doc) and doc[after].text == "-" and doc[after + 1].lower_ in group_words("backing"):
        return False
    follows = head.i + 1 < len(doc) and doc[head.i + 1].lower_ in ("of", "for", "from")
    return name.span.end <= head.i or (follows and name.span.start <= head.i + NEAR)


def _as_written(name: Name) -> str:
    """The place as written, or its name if the text only describes it ("the Syrian capital", "the country")."""
    by_body = name.place is not None and name.place.kind == "country" and name.actor is not None
    if name.place and (name.span.root.lower_ == "capital" or (by_body and name.span.text not in _names_of(name.place))):
        return name.place.name
    return name.span.text


def _names_of(place: Place) -> tuple[str, ...]:
    return countries()[place.country].names if place.country in countries() else ()


def _country_of(name: Name) -> str | None:
    return name.place.country if name.place else name.actor.country if name.actor else None


def _bare_name(name: Name) -> Span:
    return without_title(name.span) if name.label == "PERSON" else _without_determiner(name.span)


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


def _without_determiner(span: Span) -> Span:
    return span[1:] if len(span) > 1 and span[0].lower_ in ("the", "a", "an") else span
