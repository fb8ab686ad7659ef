"""Extracts counts of people and materiel: killed, wounded, displaced, detained, weapons fired, houses damaged.

A figure is a claim about one number. `several`, days, ages, ordinals, years, money and crowds are not counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from transforms.facts.events.modality import modality
from transforms.facts.figures.corrections import is_correction, is_former, is_printed_wrongly, is_renewed, is_withdrawn
from transforms.facts.figures.figure_words import ARE, PEOPLE, Found, is_known, noun_class
from transforms.facts.figures.listed_places import place_after
from transforms.facts.figures.measures import is_fate, is_whole, measure_of, named, strength
from transforms.facts.figures.misstatements import misstated
from transforms.facts.figures.numbers import Number, numbers
from transforms.facts.figures.periods import period_of
from transforms.facts.figures.refusals import refusal
from transforms.facts.figures.tellers import is_other_count, teller
from transforms.reading.syntax import FINITE, agent, children, is_parsed, obliques, phrase
from transforms.reading.tree import Span, Token
from transforms.resolving.actors import country_by_adjective
from transforms.resolving.document import Document
from transforms.resolving.naming.name import Name
from transforms.resolving.naming.whereabouts import place_of
from transforms.resolving.noun_kinds import words
from transforms.resolving.parties import is_party
from transforms.resolving.speakers import speaker_text
from transforms.tables.normalise import fact_ids
from transforms.tables.schema import Figure
from transforms.words import word_list

_SKIPPED = word_list("figures skipped")
_DETERMINERS = word_list("figures of theirs")
"""Words that stand between a number and its noun after "of" alone: "three of the nurses"."""
_PREMODIFIERS = frozenset({"JJ", "JJR", "JJS", "VBN", "VBG", "NN", "NNS", "NNP", "NNPS", "HYPH", "POS", "CD"})
_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_RENEWED_REACH = 2
_WHOLE_REACH = 3
"""Maximum sentences between a whole and its part."""
_GRAVELY = word_list("figures gravely")
_PARTS = word_list("figures part")
_RECOUNTED = frozenset({"killed", "injured", "detained", "abducted", "missing", "displaced"})
_FEARED = word_list("figures feared")
_DASHES = frozenset({"–", "—", "--", ":"})
_JOINING = word_list("figures joining")
_JOINT = 3


@dataclass(frozen=True, slots=True)
class _Record:
    """A figure with its number and measure, for linking figures to each other."""

    figure: Figure
    number: Number
    found: Found


def figures(document: Document) -> list[Figure]:
    """The figures of a document in text order; parts and corrected figures name the figure they belong to."""
    records: list[_Record] = []
    for sent in document.sentences:
        if is_parsed(sent):
            records += _of_sentence(sent, document, records[-1] if records else None)
    _link_records(records)
    return [record.figure for record in records]


def _of_sentence(sent: Span, document: Document, earlier: _Record | None) -> list[_Record]:
    """The figures of a sentence; a bare number may count the same as the figure before it."""
    records: list[_Record] = []
    for number in numbers(sent):
        noun = counted_noun(number)
        found = measure_of(number, noun)
        last = records[-1] if records else None
        if last is not None:
            if _is_other_side(noun, found, last) or _is_opened_part(number, noun):
                found = last.found
            elif found is None and (_is_compared(number) or _is_carried(number, noun, last)):
                found = replace(last.found, confidence=last.found.confidence * 0.9, total=False)
            elif found is not None and found.trigger.i < last.found.trigger.i and _is_listed(number, last):
                found = last.found
        elif earlier is not None and found is None and noun is None and _is_recount(number, earlier):
            found = replace(
                earlier.found, trigger=number.value[-1], confidence=earlier.found.confidence * 0.9, total=False
            )
        if found is None:
            found = misstated(number) if noun is None else strength(number, noun)
        rule = refusal(number, noun, found)
        if found is None or rule is not None:
            _refuse(number, noun, rule, document)
            continue
        records.append(_Record(_figure(number, noun, found, document), number, found))
    _place_listed(records, document)
    return records


def _place_listed(records: list[_Record], document: Document) -> None:
    """Give each number its place where a sentence counts the same in several: "seven in Homs and four in Hama"."""
    by_measure: dict[str, list[tuple[_Record, Name]]] = defaultdict(list)
    for record in records:
        number, noun = record.number, counted_noun(record.number)
        if (name := place_after(number, noun, record.found.trigger, document)) is not None:
            by_measure[record.figure.measure].append((record, name))
    for listed in by_measure.values():
        if len({name.span.text for _, name in listed}) > 1:
            for record, name in listed:
                for column, value in document.located(name).items():
                    setattr(record.figure, column, value)


def _is_recount(number: Number, earlier: _Record) -> bool:
    """Whether a number is another count of what the previous sentence counts: "Hospital staff said more than 200"."""
    between = number.span.sent.start - earlier.number.span.sent.end
    is_count = is_other_count(number) or is_correction(number)
    return between <= 0 and earlier.figure.measure in _RECOUNTED and is_count


def _refuse(number: Number, noun: Token | None, rule: str | None, document: Document) -> None:
    """Record a number that counts people or things but yields no figure, with the rule."""
    kind = noun_class(noun)
    if rule is not None:
        document.refuse("figures", number.span, rule, noun.lower_ if noun is not None else "")
    elif kind not in ("unknown", "bare"):
        document.refuse("figures", number.span, "no word of measures.csv", kind)


def _link_records(records: list[_Record]) -> None:
    """Link each part to its whole, and each corrected figure to its correction."""
    ids = fact_ids("figures", [record.figure for record in records])
    for index, record in enumerate(records):
        after = _replaced_in_print(records, index)
        if after is None:
            after = _replaced_by_later(records, index)
        if after is None:
            after = _replaced_by_earlier(records, index)
        if after is not None:
            record.figure.modality, record.figure.corrected_by = "denied", ids[after]
        elif record.figure.modality == "denied" and is_withdrawn(record.number):
            record.figure.corrected_by = next(
                (ids[i] for i in _indices_near(records, index) if _may_correct(records[i], record)), None
            )
        elif (wholes := _possible_wholes(records, index)) is not None:
            record.figure.part_of = next((ids[i] for i in wholes if _may_include(records[i], record)), None)


def _replaced_in_print(records: list[_Record], index: int) -> int | None:
    """Index of the figure that corrects one which the outlet printed: "our report said six. Four were killed"; else of
    the last one that the article told before.
    """
    wrong = records[index]
    if not is_printed_wrongly(wrong.number):
        return None
    others = [*range(index + 1, len(records)), *range(index - 1, -1, -1)]
    for i in others:
        right, after = records[i], records[i].figure.sentence_index - wrong.figure.sentence_index
        is_new = right.figure.part_of is None and right.figure.low != wrong.figure.low
        if after and after <= _WHOLE_REACH and _may_correct(right, wrong) and is_new:
            return i
    return None


def _replaced_by_later(records: list[_Record], index: int) -> int | None:
    """Index of the figure that replaces this one: "had said 41. It now says 36"; else None."""
    former = records[index]
    for i in range(index + 1, min(index + 1 + _RENEWED_REACH, len(records))):
        later = records[i]
        if later.figure.sentence_index > former.figure.sentence_index + 1 or not _may_correct(later, former):
            continue
        is_new = (later.figure.low, later.figure.high) != (former.figure.low, former.figure.high)
        is_given_anew = is_new and is_renewed(later.number) and _is_bare(later)
        if is_given_anew and (
            is_correction(later.number) or (is_former(former.number) and _is_same_speaker(former, later))
        ):
            return i
    return None


def _replaced_by_earlier(records: list[_Record], index: int) -> int | None:
    """Index of an earlier figure that replaces this one: "23 died … it had earlier put the toll at 31"; else None."""
    former = records[index]
    if not is_former(former.number) or not _is_bare(former):
        return None
    for i in range(index - 1, -1, -1):
        earlier = records[i]
        near = former.figure.sentence_index - earlier.figure.sentence_index <= _WHOLE_REACH + 1
        if near and earlier.figure.part_of is None and _may_correct(earlier, former) and _is_same_body(former, earlier):
            return i
    return None


def _is_same_body(first: _Record, second: _Record) -> bool:
    """Whether the attributions of two figures end in the same word: "the Doctors Network", "the network"."""
    tellers = [(record.figure.attribution or "").lower().split()[-1:] for record in (first, second)]
    return bool(tellers[0]) and tellers[0] == tellers[1]


def _is_bare(record: _Record) -> bool:
    """Whether a number counts unnamed people: without a noun of its own, or with one such as "people"."""
    noun = counted_noun(record.number)
    return noun is None or noun_class(noun) in PEOPLE | {"bare"}


def _is_same_speaker(first: _Record, second: _Record) -> bool:
    """Whether the second number has the same speaker: a pronoun, the same words, or no subject."""
    verb = teller(second.number)
    return verb is None or verb.pos_ == "PRON" or first.figure.attribution == second.figure.attribution


def _indices_near(records: list[_Record], index: int) -> Iterator[int]:
    """Indices near a figure: later ones in its sentence or the next, then earlier ones in its sentence."""
    sentence = records[index].figure.sentence_index
    yield from (i for i in range(index + 1, len(records)) if records[i].figure.sentence_index <= sentence + 1)
    yield from (i for i in range(index - 1, -1, -1) if records[i].figure.sentence_index == sentence)


def _may_correct(right: _Record, wrong: _Record) -> bool:
    return right.figure.measure == wrong.figure.measure and right.figure.modality != "denied"


def _possible_wholes(records: list[_Record], index: int) -> Iterator[int] | None:
    """Indices of figures that may be a part's whole, nearest first; None if the figure is not a part."""
    record, sentence = records[index], records[index].figure.sentence_index
    after = [i for i in range(index + 1, len(records)) if records[i].figure.sentence_index == sentence][:1]
    before = [i for i in range(index - 1, -1, -1) if sentence - records[i].figure.sentence_index <= _WHOLE_REACH]
    if _is_of_the_named(record.number):
        return iter([*(i for i in after if is_whole(records[i].number)), *before])
    same = [i for i in before if records[i].figure.sentence_index == sentence]
    if not same and _is_of_them(record.number):
        return iter(before[:1])
    return iter(same) if same and _is_part(record.number, records[same[-1]].number.span.end) else None


def _may_include(whole: _Record, part: _Record) -> bool:
    """Whether a figure can be the whole of a part: same measure, no part itself, and large enough."""
    least, most = part.figure.low or part.figure.high or 0, whole.figure.high
    is_valid = whole.figure.part_of is None and whole.figure.modality != "denied"
    return whole.figure.measure == part.figure.measure and is_valid and (most is None or most >= least)


def _is_of_the_named(number: Number) -> bool:
    """Whether a number is a part of a named group: "nine of the dead", "three of the five killed"."""
    doc, end, sent = number.span.doc, number.span.end, number.span.sent
    if end + 2 >= sent.end or doc[end].lower_ != "of" or doc[end + 1].lower_ not in ("the", "those", "its", "their"):
        return False
    heads = (token for token in doc[end + 2 : min(end + 4, sent.end)] if token.tag_[:2] in ("JJ", "NN", "VB"))
    return any(is_known(token) and named(token) is not None for token in heads)


def _is_of_them(number: Number) -> bool:
    """Whether a number is a part of those whom an earlier sentence counts: "900 of them crossed the border"."""
    after = number.span.doc[number.span.end : min(number.span.end + 2, number.span.sent.end)]
    return [token.lower_ for token in after] == ["of", "them"]


def _is_other_side(noun: Token | None, found: Found | None, last: _Record) -> bool:
    """Whether captives are those for whom others are freed: "would free 33 hostages against 700 prisoners"."""
    is_named = found is not None and found.trigger == noun and noun_class(noun) in ("hostages", "prisoners")
    freed = noun_class(counted_noun(last.number))
    return is_named and last.found.measure == "other" and freed in PEOPLE | {"hostages", "prisoners", "troops"}


def _is_compared(number: Number) -> bool:
    """Whether a number is an earlier value of the one before it: "100 were arrested, up from 36 on Thursday"."""
    start = number.span.start
    before = [token.lower_ for token in number.span.doc[max(number.span.sent.start, start - 2) : start]]
    return before in (["up", "from"], ["down", "from"], ["compared", "with"], ["compared", "to"])


def _is_listed(number: Number, last: _Record) -> bool:
    """Whether a number is coordinated with the one before, unless that counts acts: "31 arrests and two guns"."""
    before = counted_noun(last.number)
    kind = noun_class(counted_noun(number))
    is_act = last.found.trigger == before and (kind == "unknown" or noun_class(before) != kind)
    return not is_act and _is_coordinated(number, last.number)


def _is_afterthought(number: Number, noun: Token | None, last: _Record) -> bool:
    """Whether people end the sentence after a count of people: "60 rebels were killed, and 27 policemen."."""
    doc, start = number.span.doc, number.span.start
    is_people = noun is not None and noun_class(noun) in PEOPLE | {"troops"}
    if noun is None or not is_people or last.found.measure not in ("killed", "injured", "detained", "abducted"):
        return False
    is_last = noun.i + 1 >= noun.sent.end or doc[noun.i + 1].text in (".", ";")
    return is_last and start > number.span.sent.start and doc[start - 1].lower_ == "and"


def _is_carried(number: Number, noun: Token | None, last: _Record) -> bool:
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
        or _is_part(number, before.span.end)
        or _is_afterthought(number, noun, last)
        or (noun is not None and _is_listed(number, last))
    ):
        return True
    return noun is None and (is_other_count(number) or _is_gapped(number, before))


def _is_opened_part(number: Number, noun: Token | None) -> bool:
    """Whether "including" or "among them" stands right before people, who share the fate of those counted before them:
    "17 died, among them six children, and 600 fled".
    """
    start, sent = number.span.start, number.span.sent
    before = [token.lower_ for token in number.span.doc[max(sent.start, start - 2) : start]]
    return noun_class(noun) in PEOPLE and (before[-1:] == ["including"] or before == ["among", "them"])


def _is_part(number: Number, since: int) -> bool:
    """Whether a number is part of the sum before it: "including 12 children", "three of them women"; not "of whom 90
    fled".
    """
    doc, value = number.span.doc, number.span
    around = [*doc[max(since, value.start - 8) : value.start], *doc[value.end : min(value.end + 2, value.sent.end)]]
    words = {token.lower_ for token in around}
    if _is_share_of_hurt(number) or _is_broken_down(number):
        return True
    after = doc[value.end] if value.end < value.sent.end else None
    tells = after is not None and after.tag_ in FINITE and after.lower_ not in ARE
    return bool(words & _PARTS) and not ("whom" in words and tells)


def _is_broken_down(number: Number) -> bool:
    """Whether a number begins the list of a sum's parts: "four people died – two policemen, a soldier and a nurse"."""
    token_before = number.span.doc[number.span.start - 1]
    return token_before.text in _DASHES and counted_noun(number) is not None


def _is_share_of_hurt(number: Number) -> bool:
    """Whether a number counts those hurt more gravely: "wounded 20 people, two seriously"."""
    doc, start, sent = number.span.doc, number.span.start, number.span.sent
    after = doc[number.span.end : min(number.span.end + 2, sent.end)]
    behind = doc[start - 1] if start > sent.start else None
    is_end = len(after) == 1 or (len(after) == 2 and after[1].is_punct)
    return behind is not None and behind.text == "," and is_end and after[0].lower_ in _GRAVELY


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


def _figure(number: Number, noun: Token | None, found: Found, document: Document) -> Figure:
    own = teller(number)
    is_told_here = found.trigger.sent.start == number.span.sent.start
    mode, attribution = modality(found.trigger, document) if is_told_here else ("asserted", None)
    if own is not None:
        attribution = speaker_text(own, document)
        mode = "claimed" if is_party(own, document) else "asserted"
    if is_withdrawn(number):
        mode = "denied"
    elif _is_feared(found.trigger):
        mode = "hypothetical"
    is_total = found.total and own is None and not is_correction(number)
    cause = None if found.total else agent(found.trigger)
    if cause is not None and (cause == noun or cause in number.span):
        cause = None  # the subject is those who died
    period = period_of(number, found, document.article.published_date)
    return Figure(
        **document.evidence(number.span.sent),
        **document.located(place_of(found.trigger, document)),
        period_start=period.start,
        period_end=period.end,
        cumulative=period.cumulative or is_total,
        modality=mode,
        attribution=attribution,
        confidence=round(found.confidence * (0.9 if number.vague else 1.0), 2),
        measure=found.measure,
        number=number.span.text,
        low=number.low,
        high=number.high,
        qualifier=number.qualifier,
        who=_who(number, noun),
        actor=document.actor_of(phrase(_wielder(cause))) if cause is not None else None,
        lexicon_row=found.lexicon_row,
    )


def _is_feared(fate: Token) -> bool:
    """Whether a fate is only feared: "dozens are feared dead", "believed to have been killed"."""
    index = fate.i - 1
    while index > fate.sent.start and fate.doc[index].lower_ in ("to", "be", "have", "been"):
        index -= 1
    return fate.sent.start <= index < fate.i and fate.doc[index].lower_ in _FEARED


def _wielder(cause: Token) -> Token:
    """The owner of a weapon, from the clause after it: "drones launched by the rebels".

    At the start of a sentence the parser takes that clause for the main one, with "launched" as the head of "drones".
    """
    if not {cause.lemma_.lower()} & (words("weapon") | words("projectile") | words("violence")):
        return cause
    clauses = children(cause, "acl", "acl:relcl")
    if cause.head.i == cause.i + 1:
        clauses = [*clauses, cause.head]
    return next((who for clause in clauses for who in obliques(clause, "by")), cause)


def counted_noun(number: Number) -> Token | None:
    """The noun a number counts; None if it stands alone ("wounded nine")."""
    sent, doc = number.span.sent, number.span.doc
    first, found = _index_after(number), None
    is_after_of = doc[first - 1].lower_ == "of"
    if first < sent.end and noun_class(doc[first + (doc[first].text == "-" and first + 1 < sent.end)]) == "unit":
        return doc[first + (doc[first].text == "-")]
    index = first
    while index < sent.end and _may_precede_noun(doc[index]):
        token = doc[index]
        if token.lower_ in _DETERMINERS and not (is_after_of and index == first):
            break
        if token.tag_ in ("VBN", "JJ", "VBG") and doc[index - 1].text == "-" and _noun_follows(token):
            found = None  # the noun of a compound: "31 Emirati-made armoured vehicles"
        elif found is not None and token.tag_ in ("VBN", "JJ", "CD", "VBG") and doc[index - 1].text != "-":
            break
        if is_fate(token):
            break
        if found is not None and found.tag_ == "NNS" and noun_class(found) in ("none", "unit"):
            break  # "in the past two weeks mines killed nine"
        if token.tag_ in _NOUNS or (token.text in country_by_adjective() and not _noun_follows(token)):
            found = token
        elif token.tag_ in ("JJ", "VBN") and is_known(token) and not _noun_follows(token):
            known = is_after_of or "the" in [t.lower_ for t in doc[max(sent.start, number.span.start - 1) : index]]
            return token if known else None
        index += 1
    if found is not None and found.tag_ in ("NN", "NNP", "JJ") and (number.high or 2) > 1:
        return _plural_after(found) or found
    if found is None and index < sent.end and is_fate(doc[index]):
        return None
    return found or _parsed_noun(number)


def _index_after(number: Number) -> int:
    """Index of the word after a number, its quotation marks and "of"; the end of the sentence if there is none."""
    doc, end, index = number.span.doc, number.span.sent.end, number.span.end
    while index < end and doc[index].is_quote:
        index += 1
    return index + (index < end and doc[index].lower_ == "of")


def _may_precede_noun(token: Token) -> bool:
    """Whether a token may stand between a number and its noun, or is the noun."""
    is_hyphen = token.text == "-" and not token.whitespace_
    return token.tag_ in _PREMODIFIERS or token.lower_ in _SKIPPED or is_hyphen


def _plural_after(noun: Token) -> Token | None:
    """The plural at the end of a coordination: "40 land, sea and air-launched decoys"."""
    index, end = noun.i + 1, min(noun.sent.end, noun.i + 9)
    while index < end and (noun.doc[index].tag_ in _PREMODIFIERS or noun.doc[index].lower_ in (",", "and", "or")):
        if noun.doc[index].tag_ == "NNS":
            return noun.doc[index] if noun.nbor(1).lower_ in (",", "and", "or", "-") else None
        index += 1
    return None


def _noun_follows(token: Token) -> bool:
    return token.i + 1 < token.sent.end and token.nbor(1).tag_ in _PREMODIFIERS


def _parsed_noun(number: Number) -> Token | None:
    """The head noun of a number that precedes it at a distance: "40 land, sea and air-launched decoys"."""
    head = number.value[-1].head
    between = number.span.doc[number.span.end : max(head.i, number.span.end)]
    right = head.i >= number.span.end and head.sent == number.span.sent and not any(t.is_punct for t in between)
    return head if right and head.tag_ in _NOUNS and number.value[-1].dep_ in ("nummod", "amod", "compound") else None


def _who(number: Number, noun: Token | None) -> str | None:
    """The counted noun phrase as written, without the number and the words before it."""
    if noun is None or (noun.text.isupper() and is_known(noun)):
        return None
    words = [t for t in noun.doc[number.span.end : noun.i + 1] if t.lower_ != "of" and not t.is_quote]
    while len(words) > 1 and (words[0].lower_ in _SKIPPED or words[0].tag_ == "CD" or _is_of_a_size(words)):
        words = words[1:]
    return (noun.doc[words[0].i : noun.i + 1].text or None) if words else None


def _is_of_a_size(words: list[Token]) -> bool:
    """Whether the words begin with the rest of a unit of size: "-pound" in "two 500-pound bombs"."""
    return words[0].text == "-" or (noun_class(words[0]) in ("none", "unit") and words[0].nbor(-1).text == "-")
