"""Places that a text describes without naming them: "the Syrian capital", "Syrian soil"."""

from __future__ import annotations

from dataclasses import replace

from transforms.reading.tree import Token
from transforms.resolving.actors import countries
from transforms.resolving.gazetteer import gazetteer
from transforms.resolving.named import NamedText
from transforms.resolving.naming.name import Name
from transforms.resolving.naming.spotting import words
from transforms.resolving.places import Context, Place


def place_described(token: Token, text: NamedText) -> Name | None:
    """The place in "the Syrian capital", "Syria's capital", "Syrian soil"; "the capital" is the main country's."""
    if token.lower_ != "capital" and token.lower_ not in words("ground"):
        return None
    for child in token.children:
        name = text.name_at(child)
        if name and name.actor and name.actor.kind == "country" and name.actor.country in countries():
            country = name.actor.country
            place = _capital(country) if token.lower_ == "capital" else gazetteer().country(country)
            return Name(token.doc[min(child.i, token.i) : token.i + 1], "GPE", None, place)
    if token.lower_ == "capital" and [c.lower_ for c in token.children if c.dep_ not in ("case", "punct")] == ["the"]:
        return Name(token.doc[token.i : token.i + 1], "GPE", None, _capital(text.country)) if text.country else None
    return None


def _capital(country: str) -> Place | None:
    capital = countries()[country].capital if country in countries() else ()
    return gazetteer().resolve(capital[0], Context({country: 1}, sure=True)) if capital else None


def country_of(name: Name) -> Name:
    """The country behind an adjective or a body's name: "the Syrian army … the country"."""
    country = name.actor.country if name.actor else None
    return replace(name, label="GPE", place=gazetteer().country(country) if country in countries() else None)
