"""The Document: an article with its parse and names, in which phrases are resolved; what all extractors read."""

from __future__ import annotations

from functools import cache, cached_property
from itertools import pairwise
from typing import Any

from transforms.reading.syntax import phrase
from transforms.reading.tree import Span, Token
from transforms.resolving.actors import actors, countries, group_words, kinds_of_bodies
from transforms.resolving.named import NamedText, without_determiner
from transforms.resolving.naming import coreference
from transforms.resolving.naming.described import country_of, place_described
from transforms.resolving.naming.name import PLACES, Name
from transforms.resolving.places import Place, box_of
from transforms.seeds import listed, rows
from transforms.tables.schema import Actor
from transforms.words import word_list

NEAR = 3
JUST_BEFORE = 2
"""Sentences within which a bare "the navy" is that of the state told before."""
_GROUPS = frozenset({"armed group", "militia"})
_OF_NATIONS = word_list("names of nations")
_OF_NO_STATE = word_list("names of no state")


class Document(NamedText):
    """A text in which phrases, too, are resolved: to actors, places and the names that they stand for."""

    def actor_of(self, span: Span) -> str | None:
        """The actor_id of a noun phrase, by its head's name, a state's body, a group's members, or its antecedent.

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
            if earlier is not None and earlier.root.i != head.i:
                return self.actor_of(earlier)
            actor = self._only_group() if coreference.is_for_members(head) else None
        return actor.actor_id if actor else None

    def _only_group(self) -> Actor | None:
        """The armed group of the article's country if it names just one, so that "the rebels" are its men."""
        groups = {name.actor for name in self.names if name.actor is not None and name.actor.kind in _GROUPS}
        (group,) = groups if len(groups) == 1 else (None,)
        return group if group is not None and group.country == self.country else None

    def _government_in(self, name: Name, head: Token) -> str | None:
        """The government, if a capital acts as subject: "Moscow said"."""
        if head.dep_ not in ("nsubj", "obl:agent") or name.place is None or name.place.kind != "city":
            return None
        capital = actors().capital(name.span.text, name.place.country, self.article.published_date)
        return capital.actor_id if capital else None

    def _actor_described(self, span: Span, head: Token) -> Actor | None:
        """The actor of a phrase with a common noun as head: "government forces", "Hamas fighters", "the rebels"."""
        if _is_against(span):
            members = head.lower_ in group_words("members")
            return self._body("opposition", self.names_in(span)) if members else None
        spotted = [inner for name in self.names_in(span) for inner in ((name,) if name.actor else (name, *name.inside))]
        names = [name for name in spotted if name.actor and _belongs_to_head(name, head)]
        if head.lower_ in group_words("voices") or head.lower_ in group_words("members"):
            for name in names:
                actor = _of_leader(name.actor) if name.actor and head.lower_ in group_words("members") else name.actor
                if actor and actor.kind not in ("country", "person"):
                    return actor
        noun = span.doc[span.start : head.i + 1].text.lower().split(" ")
        owned = names or any(self._body(word, []) for word in noun[:-1])
        if head.lower_ in group_words("weapons") and not owned:  # "warplanes", not "government warplanes"
            return None
        if _is_of_people(span) or (not names and (_is_led(span) or _is_of_no_state(head))):  # not those of the country
            return None
        located = names or [name for name in self.names_in(phrase(head)) if name.place is not None]
        bodies = (self._body(" ".join(noun[start:]), located) for start in range(len(noun)))
        own = self._body_told_of(head) if noun == ["the", head.lower_] else None
        return own or next((body for body in bodies if body), None)

    def _body_told_of(self, head: Token) -> Actor | None:
        """The body of a state that "the navy" is, if the text has just told of that of one other state: "rammed by a
        Sri Lankan navy boat. The navy said".
        """
        told = [
            (word, country) for word, country in self._bodies_told if word.i < head.i and word.lower_ == head.lower_
        ]
        if not told or len({country for _, country in told}) > 1:
            return None
        word, country = told[-1]
        is_first = not any(other.lower_ == head.lower_ for other in self.doc[: told[0][0].i])
        is_near = self._sentence_numbers[head.sent.start] - self._sentence_numbers[word.sent.start] <= JUST_BEFORE
        return actors().body(head.lower_, country, self.article.published_date) if is_first and is_near else None

    @cached_property
    def _bodies_told(self) -> list[tuple[Token, str]]:
        """Words for bodies of states right behind the name of their state, with its country: "Sri Lanka's navy"."""
        found = []
        for name in self.names:
            bearer = name.actor or name.place
            after = self.doc[name.span.end : min(name.span.end + 2, len(self.doc.tokens))]
            words = [word for word in (*name.span[1:], *after) if word.lower_ not in ("'s", "’s")]
            body = next((word for word in words if word.lower_ in kinds_of_bodies()), None)
            if bearer is not None and bearer.country and body is not None and bearer.kind in ("country", "military"):
                found.append((body, bearer.country))
        return found

    def _body(self, words: str, names: list[Name]) -> Actor | None:
        return actors().body(words, self._country(names), self.article.published_date)

    def _country(self, names: list[Name]) -> str | None:
        """The country of the first name with one in the phrase ("officials in Jalalabad"), else the article's."""
        bearers = (bearer for name in names for bearer in (name.actor, name.place))
        return next((bearer.country for bearer in bearers if bearer and bearer.country), self.country)

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
            return without_determiner(span).text
        return self.fullest_form(name)

    def place_named(self, token: Token) -> Name | None:
        """The place that a nominal names or, if definite ("the city", "the Syrian capital"), refers to.

        Its `place` is None if GeoNames does not know it.
        """
        name = self.name_at(token)
        if name is None:
            name = place_described(token, self)
        if name is None and coreference.is_anaphor(token):
            earlier = self.antecedent(token)
            name = self.name_at(earlier.root) if earlier is not None else None
            if name is not None and name.place is None:
                name = country_of(name)
        is_place = name is not None and (name.place is not None or name.label in PLACES)
        return name if is_place else None

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


def _of_leader(actor: Actor) -> Actor:
    """The armed group whose members a leader's are: "forces of Khalifa Haftar"; else the actor itself."""
    group = actors().get(actor.parent or "") if actor.is_person else None
    return group if group is not None and group.kind in ("armed group", "militia") else actor


def _is_of_nations(span: Span) -> bool:
    """Whether several nations form a force, which then belongs to none of them: "the multinational force"."""
    return any(token.lower_ in _OF_NATIONS for token in span)


def _is_led(span: Span) -> bool:
    """Whether a phrase tells who leads or backs a group: "Islamist-led forces"."""
    led = group_words("leading") | group_words("backing")
    return any(dash.text == "-" and after.lower_ in led for dash, after in pairwise(span))


def _is_of_no_state(forces: Token) -> bool:
    """Whether forces are others than those of the country: "allied forces", "foreign troops"."""
    is_army = kinds_of_bodies().get(forces.lower_) == "military"
    return is_army and any(child.lower_ in _OF_NO_STATE for child in forces.children)


def _is_of_people(span: Span) -> bool:
    """Whether a force is that of a people of no single country: "Iraqi Kurdish forces", "Hutu soldiers"."""
    return any(token.text in _peoples() for token in span)


@cache
def _peoples() -> frozenset[str]:
    return frozenset(name for row in rows("peoples") for name in listed(row["names"]))


def _is_against(span: Span) -> bool:
    """Whether a phrase means opponents: "anti-Assad groups", "groups opposed to the government"."""
    return any(token.lower_.startswith("anti") or token.lower_ in group_words("against") for token in span)


def _belongs_to_head(name: Name, head: Token) -> bool:
    """Whether a name belongs to a head: before it, or after "of", "for", "from", "loyal", also as the name of a group
    there, "fighters of the Sufi group Ahlu Sunna"; backers ("Iran-backed militias") do not.
    """
    doc, after = name.span.doc, name.span.end
    if after + 1 < len(doc) and doc[after].text == "-" and doc[after + 1].lower_ in group_words("backing"):
        return False
    follows = head.i + 1 < len(doc) and doc[head.i + 1].lower_ in ("of", "for", "from", "loyal")
    is_of_group = doc[name.span.start - 1].lower_ in group_words("members") if name.span.start else False
    reach = NEAR + 2 * is_of_group
    return name.span.end <= head.i or (follows and name.span.start <= head.i + reach)


def _as_written(name: Name) -> str:
    """The place as written, or its name if the text only describes it ("the Syrian capital", "the country"), or in the
    capitals of a dateline.
    """
    by_body = name.place is not None and name.place.kind == "country" and name.actor is not None
    if name.place and (name.span.root.lower_ == "capital" or (by_body and name.span.text not in _names_of(name.place))):
        return name.place.name
    if name.place and name.span.start == 0 and name.span.text.isupper():
        return name.place.name  # of a dateline
    return name.span.text


def _names_of(place: Place) -> tuple[str, ...]:
    return countries()[place.country].names if place.country in countries() else ()
