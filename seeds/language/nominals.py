"""Generates nominals of conflict news: fighters, victims, speakers, places and times. Relations follow UD English."""

import random
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from phrases import Forms, Node, plural, word

WORDS = tomllib.loads(Path(__file__).with_name("grammar.toml").read_text(encoding="utf-8"))
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "March", "April", "June", "July", "August", "September", "November")
NUMBERS = ("two", "three", "five", "nine", "ten")
TOWNS = ("town", "city", "village", "district", "province")
FIGHTERS = (
    ("oppose", "to"),
    ("back", "by"),
    ("train", "by"),
    ("ally", "to"),
    ("lead", "by"),
    ("arm", "by"),
    ("hire", "by"),
)
SUFFERERS = (
    ("kill", "in"),
    ("displace", "by"),
    ("arrest", "on"),
    ("wound", "in"),
    ("hold", "by"),
    ("abduct", "during"),
)
PLACES_BEFORE = ("in", "near", "outside", "around", "at")

T = TypeVar("T")


class Nominals:
    """Draws nominals. `person` and `place` draw names; `forms` inflects."""

    def __init__(self, forms: Forms, person: Callable[[], str], place: Callable[[], str], seed: int) -> None:
        self.forms, self.person, self.place = forms, person, place
        self.random = random.Random(seed)  # noqa: S311

    def pick(self, choices: Sequence[T]) -> T:
        return self.random.choice(choices)

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def verb(self, lemma: str, tag: str) -> Node:
        return word(self.forms.of(lemma, tag), tag, lemma)

    def noun(self, lemma: str, is_plural: bool = False) -> Node:
        return word(plural(lemma), "NNS", lemma) if is_plural else word(lemma, "NN", lemma)

    def cased(self, case: str, nominal: Node) -> Node:
        return nominal.first("case", word(case, "IN"))

    def armed(self) -> Node:
        """Fighters, mostly as a bare plural."""
        kind = self.pick(("bare", "bare", "bare", "body", "name", "things", "count", "forces"))
        if kind == "body":
            return self.body()
        if kind == "name":
            return self.name()
        if kind == "count":
            return self._counted(self.noun(self.pick(WORDS["armed"]), True))
        if kind == "forces":
            head = self.noun(self.pick(WORDS["forces"]), True)
            head.before("compound", word(self.pick(WORDS["force_words"]), "NN"))
        else:
            head = self.noun(self.pick(WORDS["armed_things" if kind == "things" else "armed"]), True)
        self._described(head)
        if kind == "bare" and self.chance(0.2):
            head.after("nmod", self.cased(self.pick(("in", "from", "of")), self.town()))
        elif self.chance(0.08):
            head.after("acl:relcl", self._relative())
        elif self.chance(0.15):
            head.after("acl", self._reduced(FIGHTERS))
        return head

    def _described(self, head: Node) -> None:
        if self.chance(0.3):
            head.first("amod", word(self.pick(WORDS["people"]), "JJ"))
        elif self.chance(0.25):
            head.first("compound", self.proper(self.pick(WORDS["groups"]), "compound"))
        elif self.chance(0.2):
            head.first("amod", word(self.pick(WORDS["adjectives"]), "JJ"))

    def _reduced(self, kinds: Sequence[tuple[str, str]]) -> Node:
        """A restrictive participle: "groups opposed to the government", "people displaced by the raid"."""
        lemma, case = self.pick(kinds)
        verb = self.verb(lemma, "VBN")
        if case == "on":
            return verb.after("obl", self.when_named())
        what = self.pick((self.body, self.name, self.deed))() if case in ("by", "to") else self.deed()
        return verb.after("obl:agent" if case == "by" else "obl", self.cased(case, what))

    def when_named(self) -> Node:
        return self.cased("on", word(self.pick(DAYS), "NNP"))

    def _relative(self) -> Node:
        verb = self.verb(self.pick(("control", "hold", "attack", "back", "seize", "support")), "VBD")
        relative = self.pick(("who", "who", "that", "which"))
        verb.before("nsubj", word(relative, "WP" if relative == "who" else "WDT"))
        return verb.after("obj", self.ground())

    def _counted(self, noun: Node) -> Node:
        kind = self.pick(("digits", "digits", "word", "of", "least", "more"))
        if kind == "of":
            head = self.noun(self.pick(("dozen", "hundred", "score", "thousand")), True)
            noun.first("case", word("of", "IN"))
            return head.after("nmod", noun)
        number = str(self.random.randint(2, 400)) if kind != "word" else self.pick(NUMBERS)
        count = word(number, "CD")
        if kind == "least":
            count.before("nmod", word("least", "JJS", "little").before("case", word("at", "IN")))
        elif kind == "more":
            count.before("advmod", word("more", "JJR", "more", "ADJ").after("fixed", word("than", "IN")))
        return noun.first("nummod", count)

    def victims(self) -> Node:
        head = self.noun(self.pick(WORDS["civilians"]), True)
        if self.chance(0.12):
            head.after("acl", self._reduced(SUFFERERS))
        if self.chance(0.5):
            return self._counted(head)
        if self.chance(0.4):
            head.first("amod", word(self.pick([*WORDS["people"], *WORDS["adjectives"]]), "JJ"))
        return head.first("det", word("the", "DT")) if self.chance(0.2) else head

    def body(self) -> Node:
        head = self.noun(self.pick(WORDS["bodies"]))
        kind = self.pick(("the", "the", "people", "owner", "in"))
        if kind == "owner":
            owner = self.town()
            return head.first("nmod:poss", owner.after("case", word("'s", "POS")))
        if kind == "people":
            head.first("amod", word(self.pick(WORDS["people"]), "JJ"))
        head.first("det", word("the", "DT"))
        if kind == "in":
            head.after("nmod", self.cased("in", self.town()))
        return head

    def name(self) -> Node:
        return self.pick((self.town, lambda: self.proper(self.pick(WORDS["groups"]), "compound")))()

    def town(self) -> Node:
        return self.proper(self.place(), "compound")

    def proper(self, name: str, dep: str) -> Node:
        """A name of several words: its head is the last word, of a person's the first."""
        parts = [word(part, "NNP") for part in name.replace("-", " ").replace("'", "").split()]
        head = parts[0] if dep == "flat" else parts[-1]
        for part in parts:
            if part is not head:
                head.after(dep, part) if dep == "flat" else head.before(dep, part)
        return head

    def speaker(self) -> Node:
        """A speaker, sometimes with an office or name in apposition."""
        if self.chance(0.1):
            return word(self.pick(("he", "she", "it", "they")), "PRP")
        found = self._speaker()
        if found.lemma in WORDS["leaders"] and found.tag == "NN" and not found.right and self.chance(0.4):
            person = self.proper(self.person(), "flat")
            if self.chance(0.4):
                person.first("nmod:desc", word(self.pick(("General", "Major", "Colonel", "Captain", "Mr.")), "NNP"))
            return self._aside(found, person)
        if found.tag == "NNP" and found.left and self.chance(0.3):
            found.left = []
        if found.tag == "NNP" and any(c.dep == "flat" for c in found.right) and not found.left and self.chance(0.5):
            office = self.noun(self.pick(WORDS["leaders"]))
            article = self.pick(("a", "the"))
            if self.chance(0.5):
                office.after("nmod", self.cased(self.pick(("of", "for", "with")), self.body()))
            return self._aside(found, office.first("det", word(article, "DT")))
        return found

    def _aside(self, nominal: Node, beside: Node) -> Node:
        beside.first("punct", word(",", ",")).after("punct", word(",", ","))
        return nominal.after("appos", beside)

    def _speaker(self) -> Node:
        kind = self.pick(("leader", "person", "body", "name", "plural", "forces"))
        if kind == "forces":
            return self.armed()
        if kind in ("body", "name"):
            return self.body() if kind == "body" else self.name()
        if kind == "plural":
            return self.noun(self.pick([*WORDS["civilians"], *WORDS["leaders"]]), True)
        office = self.noun(self.pick(WORDS["leaders"]))
        if self.chance(0.4):
            office.first("amod", word(self.pick(WORDS["people"]), "JJ"))
        if kind == "person":
            person = self.proper(self.person(), "flat")
            if self.chance(0.6):
                title = office
                title.form, title.tag, title.pos = title.form.capitalize(), "NNP", "PROPN"
                return person.first("nmod:desc", title)
            return person
        office.first("det", word("the", "DT"))
        if self.chance(0.3):
            office.after("nmod", self.cased("of", self.pick((self.town, self.body))()))
        return office

    def ground(self) -> Node:
        """A town by name, or a place or thing in it."""
        kind = self.pick(("name", "of", "the", "a", "plural"))
        if kind == "name":
            return self.town()
        if kind == "of":
            head = self.noun(self.pick(TOWNS)).first("det", word("the", "DT"))
            return head.after("nmod", self.cased("of", self.town()))
        head = self.noun(self.pick([*WORDS["things"], *WORDS["grounds"]]), kind == "plural")
        if self.chance(0.3):
            head.first("amod", word(self.pick([*WORDS["people"], *WORDS["adjectives"]]), "JJ"))
        if self.chance(0.15):
            head.before("compound", word(self.pick(("rebel", "army", "police", "government", "oil", "border")), "NN"))
        if kind != "plural":
            article = "the" if kind == "the" else "an" if next(head.order()).form[0] in "aeiouAEIO" else "a"
            head.first("det", word(article, "DT", "the" if kind == "the" else "a"))
        if self.chance(0.4):
            head.after("nmod", self.cased(self.pick(PLACES_BEFORE), self.town()))
        return head

    def deed(self) -> Node:
        head = self.noun(self.pick(WORDS["deeds"]))
        if self.chance(0.3):
            head.first("amod", word(self.pick(WORDS["people"]), "JJ"))
        article = self.pick(("the", "the", "a"))
        if article == "a" and next(head.order()).form[0] in "aeiouAEIO":
            article = "an"
        head.first("det", word(article, "DT", "the" if article == "the" else "a"))
        tails = [self._doer] if self.chance(0.35) else []
        tails += [self._struck] if self.chance(0.45) else []
        self.random.shuffle(tails)
        for tail in tails:
            head.after("nmod", tail())
        return head

    def _doer(self) -> Node:
        return self.cased("by", self.pick((self.armed, self.body, self.name))())

    def _struck(self) -> Node:
        return self.cased(self.pick(("on", "on", "of", "in", "against", "near")), self.pick((self.ground, self.town))())

    def matter(self) -> Node:
        form = self.pick(WORDS["matters"])
        is_plural = form.endswith("s")
        return word(form, "NNS" if is_plural else "NN", form.removesuffix("s") if is_plural else form)

    def where(self) -> Node:
        case = self.pick(PLACES_BEFORE)
        return self.cased(case, self.town() if case != "at" or self.chance(0.3) else self.ground())

    def when(self) -> Node:
        kind = self.pick(("day", "day", "bare", "month", "last", "morning"))
        if kind == "bare":
            return word(self.pick(DAYS), "NNP")
        if kind == "last":
            head = word(self.pick(("week", "month", "year", "night")), "NN")
            return head.before("amod", word("last", "JJ"))
        head = word(self.pick(MONTHS if kind == "month" else DAYS), "NNP")
        if kind == "morning":
            head = word(self.pick(("morning", "evening", "night", "afternoon")), "NN").before("compound", head)
        return self.cased("in" if kind == "month" else "on", head)
