"""Resolves a pronoun or definite noun to the nearest earlier name that fits in kind and number.

Deliberately simple: sentences are searched backwards; within a sentence the subject of the main clause ranks first,
then other arguments, then subjects of subordinate clauses, then names that only modify ("Assad's army"); ties go to the
nearer. A person's role ("the president") refers only to its bearer in the article.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from typing import cast

from transforms.reading.dateline import datelines
from transforms.reading.syntax import climb, first_of, phrase, preposition, relative_head
from transforms.reading.tree import Doc, Span, Token
from transforms.resolving.actors import countries, kinds_of_bodies
from transforms.resolving.named import NamedText
from transforms.resolving.naming import genders
from transforms.resolving.naming.name import Name
from transforms.resolving.naming.spotting import words
from transforms.seeds import listed, rows
from transforms.words import word_list, words_in

REACH = 6
STATE = frozenset({"country", "government", "military", "police"})
NO_BAND = frozenset({"un", "igo", "ngo", "media", "court", "company", "alliance"})
"""Kinds of actors that "the rebels" are not, besides states."""
BODIES = frozenset({"organisation", "group", "alliance", "office", "state"})
SHORTENED = frozenset({"group", "alliance", "office"})
NAMED_AFTER = frozenset({"person", "group", "alliance", "office", "country", "place"})
DETERMINERS = word_list("names determiners")
TELLING = frozenset({"nmod", "nmod:poss", "acl", "acl:relcl", "appos", "flat", "compound"})
MODIFIERS = frozenset({"compound", "nmod:poss", "amod", "nmod", "flat"})
SUBORDINATE = frozenset({"acl:relcl", "advcl", "advcl:relcl", "acl"})
ARGUMENTS = frozenset({"nsubj", "nsubj:pass", "obj", "iobj", "obl", "obl:agent"})
MAIN = frozenset({"ROOT", "conj"})
LOCATIVE = word_list("names locative")
TITLE_REACH = 4
_BESIDE = 4
_EXPLAINING = 5
"""Words after a name in which an apposition tells what it is."""
_INDEFINITE = frozenset({"a", "an"})
_BLAMING = word_list("names blaming")
TITLED = frozenset({"NOUN", "PROPN", "ADJ"})


@cache
def _anaphors() -> dict[str, tuple[str, str]]:
    return {word: (str(row["kind"]), str(row["number"])) for row in rows("anaphors") for word in listed(row["words"])}


def _pronouns() -> frozenset[str]:
    return words_in("anaphors", form="pronoun")


@cache
def _nationalities() -> dict[str, frozenset[str]]:
    """Possible countries by adjective."""
    pairs = [(word, country.alpha2) for country in countries().values() for word in country.adjectives]
    return {word: frozenset(code for adjective, code in pairs if adjective == word) for word, _ in pairs}


def is_anaphor(token: Token) -> bool:
    """Whether a token is a third-person pronoun, or a listed definite noun without a restrictive modifier."""
    if token.lower_ not in _anaphors():
        return False
    if token.lower_ in _pronouns():
        return True
    if _is_end_of_name(token):
        return False
    children = list(token.children)
    return any(child.lower_ in DETERMINERS for child in children) and not any(
        child.dep_ in TELLING and not _is_aside(child) for child in children
    )


def _is_end_of_name(noun: Token) -> bool:
    """Whether a capitalised noun ends a name, "his Aden-Abyan Islamic Army"; a nationality before it makes no name."""
    if not noun.text[0].isupper() or noun.i == noun.sent.start:
        return False
    before = noun.nbor(-1)
    is_named = before.text[0].isupper() and before.i > noun.sent.start and before.lower_ not in DETERMINERS
    return is_named and before.text not in _nationalities()


def _is_aside(clause: Token) -> bool:
    """Whether a modifier is non-restrictive: a relative clause after a comma, or a nationality."""
    if clause.text in _nationalities():
        return True
    first = clause.left_edge
    return clause.dep_ == "acl:relcl" and first.i > 0 and "," in (first.text, first.nbor(-1).text)


def is_for_a_name(token: Token) -> bool:
    """Whether a definite noun can replace a name: "the group", "the ministry", not "the militants"."""
    return is_anaphor(token) and _anaphors()[token.lower_] in {(kind, "singular") for kind in NAMED_AFTER}


def is_body(noun: Token) -> bool:
    """Whether a noun names a body, "group", "ministry", "army", and no person or place."""
    return _anaphors().get(noun.lower_, ("", ""))[0] in BODIES and noun.lower_ not in _pronouns()


def is_for_members(token: Token) -> bool:
    """Whether a definite noun stands for the members of a group, "the guerrillas", and not for unnamed ones of whom the
    text told before: "gunmen attacked a village".
    """
    if not (_means_members(token) and is_anaphor(token)):
        return False
    return all(is_anaphor(noun) for noun in token.doc[: token.i] if _means_members(noun))


def _means_members(token: Token) -> bool:
    return token.lower_ not in _pronouns() and _anaphors().get(token.lower_) == ("group", "plural")


def _whole_name(token: Token, text: NamedText) -> Span | None:
    """The last name that a capitalised noun shortens: "the Network" for "Arab Network for Rights Monitoring"."""
    if not token.text[0].isupper() or token.i == token.sent.start or token.lower_ in _pronouns():
        return None
    for sent in _sentences_before(token, text):
        for name in reversed([name for name in text.names_in(sent) if name.span.end <= token.i]):
            if len(name.span) > 1 and name.label != "PERSON" and any(word.text == token.text for word in name.span):
                return name.span
    return None


def _explained_by(noun: Token, text: NamedText) -> Span | None:
    """The last name that the noun explained: "the coalition" after "the National Army, a coalition of brigades"."""
    if noun.lower_ in _pronouns():
        return None
    for sent in _sentences_before(noun, text):
        for name in reversed([name for name in text.names_in(sent) if name.span.end <= noun.i]):
            after = [word.lower_ for word in sent.doc[name.span.end : name.span.end + _EXPLAINING]]
            is_explained = after[:1] == [","] and after[1:2] != [] and after[1] in _INDEFINITE
            if is_explained and name.label not in ("PERSON", "GPE") and noun.lower_ in after:
                return name.span
    return None


def antecedent(token: Token, text: NamedText) -> Span | None:
    """The earlier span that a token refers to; None if nothing within reach fits."""
    head = relative_head(token)
    if head is not None:
        return (antecedent(head, text) if is_for_a_name(head) else None) or phrase(head)
    if not is_anaphor(token):
        return None
    kind, number = _anaphors()[token.lower_]
    whole = _whole_name(token, text) if kind in SHORTENED else None
    if whole is None and kind in BODIES:
        whole = _explained_by(token, text)
    if whole is not None:
        return whole
    if kind == "person" and token.lower_ not in _pronouns():
        return _person_in_role(token, text)
    if kind == "place" and (introduced := _introduced_by(token, text)) is not None:
        return introduced
    same = _same_pronoun_before(token)
    if same is not None:
        return antecedent(same, text)
    main = text.country if kind == "country" else None
    fits_main = main is not None and _is_country_within_reach(token, main, text)
    last_resort: Span | None = None
    for sent in _sentences_before(token, text):
        before = (name for name in text.names_in(sent) if name.span.end <= token.i)
        fitting = [name for name in before if _fits(name, kind, token) and _agrees(name, token, text)]
        nouns = list(_noun_subjects(token, sent, kind, number))
        candidates = [name.span for name in fitting if not _are_arguments(name.span.root, token)] + nouns
        if sent.start <= token.i < sent.end and _ends_by_telling(token):
            candidates = [span for span in candidates if span.root.dep_ not in MODIFIERS]
        if fits_main:
            candidates = [name.span for name in fitting if _country(name) == main]
        if kind == "place":
            aside = [span for span in candidates if _is_beside_the_point(span, token)]
            last_resort = last_resort or next(iter(aside), None)
            candidates = [span for span in candidates if span not in aside]
        if candidates:
            nearest = min(candidates, key=lambda span: (_salience(span.root, token), -span.start))
            is_one = not _is_coordinated_with_noun(nearest.root)
            return (antecedent(nearest.root, text) if is_one and is_for_a_name(nearest.root) else None) or nearest
    return last_resort


def _ends_by_telling(pronoun: Token) -> bool:
    """Whether a pronoun tells what stands before it, "61 men of the army died, it said": it is not one of the names
    there that only describe.
    """
    verb = pronoun.head
    is_teller = pronoun.dep_ == "nsubj" and verb.lower_ in words("says") and verb.i == pronoun.i + 1
    return is_teller and pronoun.i > pronoun.sent.start and pronoun.nbor(-1).text in (",", "”", '"')


def _introduced_by(noun: Token, text: NamedText) -> Span | None:
    """The last place that the noun introduced: "the village of Zirbah near Idlib", "Zirbah, a village near Idlib"; a
    capital is a town too.
    """
    for sent in _sentences_before(noun, text):
        for name in reversed(text.names_in(sent)):
            span = name.span
            before = span.doc[max(span.start - 2, 0) : span.start].text.lower()
            apposed = {child.lower_ for child in span.root.children if child.dep_ == "appos" and child.i > span.end}
            is_apposed = noun.lower_ in apposed or (noun.lower_ in words("settlement") and "capital" in apposed)
            if span.end <= noun.i and (before == f"{noun.lower_} of" or is_apposed):
                return span
    return None


def _is_country_within_reach(token: Token, country: str, text: NamedText) -> bool:
    """Whether a name of the article's main country is within reach, so that "the country" means it."""
    return any(
        name.span.end <= token.i and _country(name) == country and _fits(name, "country", token)
        for sent in _sentences_before(token, text)
        for name in text.names_in(sent)
    )


def _same_pronoun_before(token: Token) -> Token | None:
    """The same pronoun as an earlier subject of the sentence: "It commands 5,000 men and has gone as far as … it"."""
    if token.lower_ not in _pronouns():
        return None
    before = token.doc[token.sent.start : token.i]
    return next((t for t in before if t.lower_ == token.lower_ and t.dep_.startswith("nsubj")), None)


def _sentences_before(token: Token, text: NamedText) -> Iterator[Span]:
    """The token's own sentence, then the earlier ones within reach."""
    number = bisect_right(text.sentences, token.i, key=lambda sent: sent.start) - 1
    yield from reversed(text.sentences[max(number - REACH, 0) : number + 1])


def _person_in_role(role: Token, text: NamedText) -> Span | None:
    """The only person with this role so far in the article: "President Okoye … the president"."""
    cache = text.doc.user_data
    if "bearers" not in cache:
        cache["bearers"] = _persons_by_role(text)
    persons: list[Span] = cache["bearers"].get(role.lower_, [])
    before = bisect_right(persons, role.i, key=lambda person: person.start)
    return persons[before - 1] if before and _is_same(persons[before - 1], persons[0]) else None


def _persons_by_role(text: NamedText) -> dict[str, list[Span]]:
    """Persons by the role words beside them, up to the first person with another name."""
    by_role: dict[str, list[Span]] = {}
    for person in (name.span for name in text.names if name.label == "PERSON"):
        for word in _role_words(person):
            persons = by_role.setdefault(word, [])
            if not persons or _is_same(persons[-1], persons[0]):
                persons.append(person)
    return by_role


def _is_same(first: Span, second: Span) -> bool:
    return first[-1].text == second[-1].text


def _role_words(person: Span) -> frozenset[str]:
    """The words before and in a person's name, and in apposition to it."""
    doc, root = person.doc, person.root
    start = person.start
    while start > max(person.start - TITLE_REACH, person.sent.start) and doc[start - 1].pos_ in TITLED:
        start -= 1
    context = [*doc[start : person.end]]
    context += [t for child in root.children if child.dep_ == "appos" for t in phrase(child)]
    context += [*phrase(root.head)] if root.dep_ == "appos" else []
    return frozenset(t.lower_ for t in context)


def _noun_subjects(token: Token, sent: Span, kind: str, number: str) -> Iterator[Span]:
    """Common nouns as antecedents of a pronoun, if subjects: "the militants … they", "the army … it".

    Who only speaks is excluded inside a quotation, since people do not call themselves "they", and after another
    subject: "the fighters left, the sources said. They …".
    """
    if token.lower_ not in _pronouns():
        return
    is_told = is_quoted(token)
    for earlier in token.doc[sent.start : min(sent.end, token.i)]:
        is_subject = earlier.dep_.startswith("nsubj") and earlier.head != token.head
        if is_subject and number == "plural" and _is_coordinated_with_noun(earlier) and not is_told:
            yield phrase(earlier, coordinated=True)
            is_told = True
        is_subject = is_subject and earlier.pos_ == "NOUN"
        if (
            is_subject
            and _is_of_kind_and_number(earlier, kind, number)
            and not (is_told and earlier.head.lower_ in words("says"))
        ):
            yield phrase(earlier)
            is_told = True


def _is_coordinated_with_noun(pronoun: Token) -> bool:
    """Whether a pronoun is one of several: "he and his family"."""
    return pronoun.pos_ == "PRON" and any(c.dep_ == "conj" and c.pos_ == "NOUN" for c in pronoun.children)


def is_quoted(token: Token) -> bool:
    """Whether a token is inside quotation marks that open in its sentence."""
    before = token.doc[token.sent.start : token.i]
    marks = [t for t in before if t.is_quote and t.text not in ("'", "’") and not _is_of_name(t)]
    return len(marks) % 2 == 1


def _is_of_name(mark: Token) -> bool:
    """Whether an opening mark that nothing closes stands for a letter: "Nad ‘Ali"."""
    return mark.text == "‘" and not any(t.text == "’" for t in mark.doc[mark.i + 1 : mark.sent.end])


def _is_of_kind_and_number(noun: Token, kind: str, number: str) -> bool:
    if number == "plural":
        return noun.tag_ == "NNS"
    anaphor = _anaphors().get(noun.lower_, ("", ""))
    if noun.tag_ == "NN" and kind == "organisation" and kinds_of_bodies().get(noun.lower_) == "opposition":
        return True
    return noun.tag_ == "NN" and anaphor[1] == "singular" and (anaphor[0] == kind or {anaphor[0], kind} <= BODIES)


def _is_beside_the_point(place: Span, noun: Token) -> bool:
    """Whether a place tells only where a text was filed, "LUANDA -", or where somebody comes from who speaks: "an
    official who had fled to Mardan said that rebels held the town".
    """
    root = place.root
    if any(start <= root.idx < end for start, end in _datelines(root.doc)):
        return True
    clause = next((above for above in climb(root) if above.dep_ in ("acl:relcl", "acl")), None)
    if clause is None or not clause.head.dep_.startswith("nsubj") or clause.head.head.lower_ not in words("says"):
        return False
    return noun not in clause.subtree


def _datelines(doc: Doc) -> list[tuple[int, int]]:
    cache = doc.user_data
    if "datelines" not in cache:
        cache["datelines"] = list(datelines(doc.text))
    return cast("list[tuple[int, int]]", cache["datelines"])


def _are_arguments(name: Token, token: Token) -> bool:
    """Whether two tokens are arguments of one verb, hence different: "Israel attacked it"."""
    return name.head == token.head and name.dep_ in ARGUMENTS and token.dep_ in ARGUMENTS


def _salience(root: Token, token: Token) -> int:
    """Salience, 0 best: subject of a main clause or of the anaphor's sentence; 3 if it only modifies a noun."""
    if root.dep_ in MODIFIERS:
        return 3
    if not root.dep_.startswith("nsubj"):
        return 1
    is_near = root.head.dep_ in MAIN or root.sent.start <= token.i < root.sent.end
    return 0 if is_near else 2 if root.head.dep_ in SUBORDINATE else 1


def _fits(name: Name, kind: str, token: Token) -> bool:
    """Whether a name has the kind, and the nationality before the noun if there is one ("the Somali group")."""
    nationalities = {code for child in token.children for code in _nationalities().get(child.text, ())}
    own = _country(name)
    if nationalities and own is not None and own not in nationalities:
        return False
    if kind == "place" and (_is_elsewhere(name) or _is_government(name) or not _is_of_size(name, token.lower_)):
        return False
    return _is_of(name, kind, token.lower_)


def _country(name: Name) -> str | None:
    return name.actor.country if name.actor is not None else name.place.country if name.place is not None else None


def _is_of_size(name: Name, word: str) -> bool:
    """Whether a place has the size of the noun: a region is no "town", and a town or a part of one no "province"."""
    if name.place is None or word not in words("settlement") | words("division"):
        return True
    is_town = name.place.precision == 1 or (name.place.kind == "part" and name.place.precision == 2)
    return is_town == (word in words("settlement"))


def _is_government(name: Name) -> bool:
    """Whether a capital stands for its government: "blamed Washington for the bloodshed"."""
    state = countries().get(name.place.country) if name.place is not None and name.place.country else None
    has_capital_name = state is not None and name.span.text in state.capital
    return has_capital_name and name.span.root.dep_ == "obj" and name.span.root.head.lemma_.lower() in _BLAMING


def _is_elsewhere(name: Name) -> bool:
    """Whether a place is only mentioned as near another: "the nearby town of Idara"."""
    before = name.span.doc[max(name.span.start - _BESIDE, name.span.sent.start) : name.span.start]
    return any(token.lower_ in words("nearby") for token in before)


def _agrees(name: Name, token: Token, text: NamedText) -> bool:
    """Whether the pronoun's gender does not contradict the name."""
    pronoun = genders.FORMS.get(token.lower_)
    return pronoun is None or genders.of_name(text.fullest_form(name)) in (None, pronoun)


def _is_of(name: Name, kind: str, word: str) -> bool:
    is_state = name.actor is not None and name.actor.kind in STATE
    if kind == "person":
        return name.label == "PERSON"
    if kind == "country":
        return is_state
    if kind == "place":
        return name.place is not None and name.place.kind != "country"
    if kind == "office":
        return name.label == "ORG" and word in name.span.text.lower()
    if kind == "alliance":
        return (name.actor is not None and name.actor.kind == "alliance") or word in name.span.text.lower()
    if kind == "group":
        is_of_men = _anaphors()[word][1] == "plural"  # "the rebels" are not the United Nations
        others = {*STATE, "person", *(NO_BAND if is_of_men else ())}
        is_group = name.actor is not None and name.actor.kind not in others
        return is_group or (name.label == "ORG" and name.actor is None)
    if kind == "state" and name.label == "ORG":
        return is_state or (name.actor is None and word in name.span.text.lower())
    is_country = name.place is not None and name.place.kind == "country" and not _is_site(name.span.root)
    return name.label == "ORG" or is_country or _is_capital(name)


def _is_site(noun: Token) -> bool:
    """Whether a country is only a location in the text and does not act."""
    return preposition(first_of(noun)) in LOCATIVE


def _is_capital(name: Name) -> bool:
    """Whether a town acts: then it is a capital that stands for its government."""
    return (
        name.label == "GPE"
        and name.actor is None
        and name.span.root.dep_ == "nsubj"
        and _is_argument_of_verb(name.span.root)
    )


def _is_argument_of_verb(noun: Token) -> bool:
    return next(climb(noun.head), noun).pos_ == "VERB"
