"""Resolves time expressions against the day of publication, never more exactly than they are written.

`times(sentence, published)` returns every time expression of a parsed sentence with its offsets and calendar range, or
the rule that refused it; `when(text, published)` reads the first one of a text without a parse. "On Wednesday" is the
last Wednesday, publication day included, or the next if the clause is about the future; "27 November" without a year is
the nearest in that direction; a year or month alone stays a year or month. "The previous day" counts from the last day
named in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from transforms.reading.event_lexicon import SPEECH, frames
from transforms.reading.syntax import NOUNS, SUBJECTS, children, climb, first_of, preposition
from transforms.reading.tree import Doc, Span, Token
from transforms.resolving.naming.whereabouts import STOPS, act_within
from transforms.resolving.noun_kinds import words
from transforms.resolving.reporting import saying
from transforms.resolving.timing import stretches
from transforms.resolving.timing.expressions import Frame, When, candidates, read, spotted
from transforms.resolving.timing.named import BEFORE_YEAR
from transforms.resolving.timing.parts import COUNT, leading, number, unit
from transforms.resolving.timing.reference_days import reference_day
from transforms.resolving.timing.tense import HAVE, IS, PRESENT, is_ahead, is_lasting
from transforms.words import WEEKDAYS, alternatives, word_list

CLAUSES = frozenset({"acl", "acl:relcl", "advcl", "advcl:relcl", "ccomp", "csubj", "conj", "parataxis"})
OTHER_TIME = word_list("timing other")
APART = OTHER_TIME | word_list("timing apart")
BESIDE = frozenset({"conj", "advcl"})
"""Relations of clauses that stand beside what is said: "said so on Tuesday and shelled the town"."""
TENSED = frozenset({"aux", "aux:pass", "cop", "mark"})
REMEMBERED = word_list("timing remembered")
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(sorted(WEEKDAYS))})\b", re.IGNORECASE)
_OF_ARTICLE = re.compile(rf"\b(?:article|story) (?:published )?(?:on|from|of) {_WEEKDAY.pattern}", re.IGNORECASE)
_UNTOLD = re.compile(rf"\b(?:{'|'.join(sorted(word_list('timing untold')))})\b", re.IGNORECASE)
MATTERS = frozenset({"obj", "iobj"})
SUPERLATIVES = frozenset({"JJS", "RBS"})
SMALL = frozenset({"ADP", "DET", "SCONJ", "PUNCT", "SPACE", "CCONJ"})
BEFORE_NOUN = frozenset({"nummod", "compound", "amod"})
YEAR = 4
RANKS = word_list("timing records")
RECORD_TOKENS = 12
"""Maximum tokens between a superlative and the period of its record: "the worst attack since June"."""
SENTENCES_BACK = 8
"""Maximum sentences back to the day from which "the previous day" counts."""
_CUES_AHEAD = re.compile(
    r"\b(?:will|shall|would|(?:is|are|was|were) (?:due|set|scheduled|expected|planned|slated|to)\b|due to|"
    r"plans? to|going to"
    r"|scheduled|deadline)\b|[a-z][’']ll\b"
)
_COUNTED = re.compile(rf"\b(?P<n>{COUNT}) (?P<unit>(?:day|week|month|year)s?) (?P<way>after|before) ", re.IGNORECASE)
_BREAKS = re.compile(r"[,;:()]|\b(?:and|but|when|while|who|which|that)\b")
_COUNTS_ON = re.compile(alternatives("timing counting on"), re.IGNORECASE)
_PART_OF = re.compile(r"(?:in|of) the |end\b", re.IGNORECASE)
"""Expressions that refer to the previous sentence at most."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A time expression: character offsets in the text, the rule that read it, and its meaning.

    `when` is None if the rule refused it because the text does not determine a calendar range.
    """

    start: int
    end: int
    text: str
    rule: str
    when: When | None


def times(sent: Span, published: date) -> list[Expression]:
    """Every time expression of a parsed sentence, in order.

    Args:
        sent: a sentence of a Doc, as `doc.sents` yields it; without a parse the direction is unknown.
        published: the reference day of relative expressions, or `date.min` if unknown; overridden by the day of a
        dateline or of a live blog's stamp above the sentence.
    """
    cache: dict[tuple[int, date], list[Expression]] = sent.doc.user_data.setdefault("times", {})
    key = (sent.start, published)
    if key not in cache:
        cache[key] = list(_find_times(sent, published))
    return cache[key]


def _find_times(sent: Span, published: date) -> Iterator[Expression]:
    end_of_last, before, begin = 0, _LastTime(sent, published), sent.start_char
    for name, match, rule in candidates(sent.text):
        if match.start() < end_of_last:
            continue
        spotted_time = read(name, match, rule, _frame_of_match(sent, match, published, before))
        if spotted_time is not None:
            end_of_last = spotted_time.end
            before.last_time = spotted_time.when or before.last_time
            yield Expression(
                begin + spotted_time.start, begin + spotted_time.end, match.group(), name, spotted_time.when
            )


class _LastTime:
    """The meaning of the last time expression before a position, if possible of one at which something happened and
    was not only said; earlier sentences are read on demand.
    """

    def __init__(self, sent: Span, published: date) -> None:
        self.sent, self.published = sent, published
        self.last_time: When | None = None

    def __call__(self, reach: int) -> When | None:
        earlier, time_of_speech = self.sent, self.last_time
        for _ in range(reach if self.last_time is None else 0):
            if earlier.start == 0:
                break
            earlier = earlier.doc[earlier.start - 1].sent
            dated = [expression for expression in times(earlier, self.published) if expression.when]
            if happened := _without_speech(dated, earlier):
                return happened[-1].when
            time_of_speech = time_of_speech or (dated[-1].when if dated else None)
        return time_of_speech


def _without_speech(expressions: list[Expression], sent: Span) -> list[Expression]:
    """The times of a sentence that are not those of saying something, "said on Tuesday", and no year that only tells
    which thing is meant: "the 2016 agreement".
    """
    return [
        expression
        for expression in expressions
        if not (_is_of_speech(expression, sent) or _is_year_before_noun(expression, sent))
    ]


def _is_year_before_noun(expression: Expression, sent: Span) -> bool:
    span = sent.doc.char_span(expression.start, expression.end, alignment_mode="expand")
    years = [token for token in span or () if token.is_digit and len(token) == YEAR]
    return any(year.dep_ in BEFORE_NOUN and year.i < year.head.i for year in years)


def _is_of_speech(expression: Expression, sent: Span) -> bool:
    span = sent.doc.char_span(expression.start, expression.end, alignment_mode="expand")
    return span is not None and _is_speech(_attaching_token(span).head)


def is_time_of_saying(expression: Expression, act: Token) -> bool:
    """Whether a time of an act's sentence only tells when somebody spoke of the act: "said in a statement on Tuesday
    that it had shelled the base", "nine people died, police said on Monday".
    """
    verb = _verb_of(expression, act)
    if verb is None or verb == act:
        return False
    return _is_reported_by(act, verb) or (verb.dep_ == "parataxis" and _is_speech(verb) and verb.head in climb(act))


def is_time_around(expression: Expression, act: Token) -> bool:
    """Whether a time is that of a verb under which an act is told: "retook the town on Tuesday after a battle"."""
    verb = _verb_of(expression, act)
    return verb is not None and verb in climb(act) and not is_time_of_saying(expression, act)


def _verb_of(expression: Expression, act: Token) -> Token | None:
    """The verb to which a time of an act's sentence belongs."""
    span = act.doc.char_span(expression.start, expression.end, alignment_mode="expand")
    time = _attaching_token(span) if span is not None else act
    return next((above for above in climb(time) if above != time and above.pos_ == "VERB"), None)


def _is_reported_by(act: Token, verb: Token) -> bool:
    """Whether an act is told in what the subject of a verb says: "was quoted on Sunday as saying that"."""
    is_told = False
    for below in climb(act):
        if below == verb:
            return is_told
        is_told = is_told or (_is_speech(below.head) and below.dep_ not in BESIDE | SUBJECTS)
    return False


def _frame_of_match(sent: Span, match: re.Match[str], published: date, before: _LastTime) -> Frame:
    begin = sent.start_char
    span = sent.doc.char_span(begin + match.start(), begin + match.end(), alignment_mode="expand")
    token = _attaching_token(span) if span is not None else sent.root
    ahead = is_ahead(token)
    reach = SENTENCES_BACK if _COUNTS_ON.search(match.group()) else 1 if _PART_OF.search(match.group()) else 0
    return Frame(
        reference_day(sent.doc, begin + match.start(), published),
        ahead,
        ahead is False and is_lasting(token),
        before(reach) if reach else None,
        _is_may_a_name(sent.doc),
    )


def _attaching_token(span: Span) -> Token:
    """The token that attaches a time expression to its clause."""
    return next((t for t in span if t.head.i < span.start or t.head.i >= span.end or t.head == t), span[0])


def _is_may_a_name(doc: Doc) -> bool:
    if "may" not in doc.user_data:
        doc.user_data["may"] = bool(re.search(r"\b(?:Theresa|Mrs?\.?|Ms\.?) May\b", doc.text))
    return bool(doc.user_data["may"])


def when(text: str, published: date, *, ahead: bool | None = None) -> When | None:
    """The first time expression of a text that has a calendar range, read without a parse; None if there is none.

    With `ahead` the text is about the future, so a bare weekday is the next one; by default its words decide.
    """
    if ahead is None:
        ahead = True if _CUES_AHEAD.search(text) else None
    expressions = spotted(text, Frame(published, ahead or None))
    return next((expression.when for expression in expressions if expression.when), None)


def has_time(text: str) -> bool:
    """Whether a text has a time expression, resolvable or not."""
    return next(spotted(text, Frame(date.min)), None) is not None


def time_among(tokens: Iterable[Token], published: date) -> When | None:
    """The first calendar range stated among these tokens."""
    return _first_range(_expressions_among(list(tokens), published))


def _expressions_among(tokens: list[Token], published: date) -> Iterator[Expression]:
    """Time expressions with a content word among the tokens of one sentence."""
    if tokens:
        starts = [t.idx for t in tokens if t.pos_ not in SMALL]
        for expression in times(tokens[0].sent, published):
            if any(expression.start <= start < expression.end for start in starts):
                yield expression


def is_remembered(token: Token) -> bool:
    """Whether the text is about the memory of an act, not about the act: "the anniversary of the attack"."""
    return any(above.lemma_.lower() in REMEMBERED for above in climb(token))


def is_day_untold(token: Token, published: date) -> bool:
    """Whether the sentence says that nobody told the day of an act whose clause has none, "gunmen killed four people,
    officials said, without saying when", or names no day but that of an article: "an article on Tuesday misstated the
    number killed".
    """
    text = token.sent.text
    if _UNTOLD.search(text) is not None and time_of_clause(token, published) is None:
        return True
    return len(_WEEKDAY.findall(text)) == 1 and _OF_ARTICLE.search(text) is not None


def counted_from_act(token: Token, published: date, day: str | None = None) -> When | None:
    """The time of an act from which its sentence counts to a day that it names, "on Sunday, two days after a bomb
    killed four", or to the present: "are going home, two months after the town fell"; None without such a count. `day`
    is that of the act that is counted to, if the sentence names none: "The raid came a week after a bomb killed four".
    """
    sent, offset = token.sent, first_without_subject(token).idx
    text_before = sent.text[: offset - sent.start_char]
    count = next(iter(reversed([*_COUNTED.finditer(text_before)])), None)
    if count is None or _BREAKS.search(text_before, count.end()):
        return None
    begin = sent.start_char + count.start()
    days = [(time, time.when) for time in times(sent, published) if time.when and time.when.precision == "day"]
    if any(begin < time.start and time.end <= offset for time, _ in days):
        return None
    named = next((when for time, when in reversed(days) if time.end <= begin), None)
    if named is None and _is_told_in_present(token):
        named = When(reference_day(sent.doc, token.idx, published).isoformat(), None, "day")
    if named is None and day is not None:
        named = When(day, None, "day")
    if named is None or named.end:
        return None
    steps = number(count["n"]) * (1 if count["way"] == "before" else -1)
    named_unit = unit(count["unit"])
    steps, named_unit = (7 * steps, "day") if named_unit == "week" else (steps, named_unit)
    return stretches.after(date.fromisoformat(named.start), steps, named_unit)


def _is_told_in_present(act: Token) -> bool:
    """Whether the clause above that of an act is in the present: "the city has no judges, a year after they left"."""
    first = first_without_subject(act)
    above = (verb for verb in climb(first) if verb != first and verb.pos_ in ("VERB", "AUX"))
    verb = next((verb for verb in above if verb.lemma_.lower() not in saying()), None)
    helpers = children(verb, "aux", "aux:pass") if verb is not None else []
    if verb is None or any(word.lower_ in HAVE for word in helpers):
        return False
    return any(word.tag_ in PRESENT or word.lower_ in IS for word in (verb, *helpers))


def first_without_subject(verb: Token) -> Token:
    """The verb whose subject and time a coordinated verb shares: "a day after they raided the camp and killed four"."""
    while verb.dep_ == "conj" and verb.head.pos_ == "VERB" and not children(verb, "nsubj", "nsubj:pass"):
        verb = verb.head
    return verb


def time_looking_back(token: Token, published: date) -> When | None:
    """The meaning of the time expression at a word if it is past, "Friday" being the last one; None for a deadline."""
    sent = token.sent
    offset = token.idx - sent.start_char
    frame = Frame(reference_day(sent.doc, token.idx, published), ahead=False)
    for name, match, rule in candidates(sent.text):
        if match.start() <= offset < match.end():
            expression = None if leading(match) else read(name, match, rule, frame)
            return expression.when if expression is not None else None
    return None


def refusals(token: Token, published: date) -> list[Expression]:
    """Time expressions of the token's clause that no rule could resolve."""
    return [expression for expression in _expressions_among(own_tokens(token), published) if expression.when is None]


def time_of_clause(token: Token, published: date) -> When | None:
    """The time in the token's clause or a governing one; for a relative clause, in the phrase it modifies.

    The search stops at a reported clause, since the time of saying is not that of the event, and at a clause whose time
    expression is refused.
    """
    below: Token | None = None
    for above in climb(token):
        if below is not None and _has_own_time(below, above):
            return _fronted_time(above, published) if _is_coordinate(below) else None
        expressions = _expressions_of_clause(above, published)
        if not expressions and (within := act_within(above)) is not None:
            expressions = _expressions_of_clause(within, published)
        if not expressions and above.dep_ == "acl:relcl":
            return (
                _first_range(_expressions_of_clause(above.head, published))
                if above.head.pos_ not in ("VERB", "AUX")
                else None
            )
        if expressions or (above.dep_ in STOPS and not _is_coordinate(above)):
            return _first_range(expressions)
        below = above
    return None


def _first_range(expressions: Iterable[Expression]) -> When | None:
    return next((expression.when for expression in expressions if expression.when), None)


def _expressions_of_clause(token: Token, published: date) -> list[Expression]:
    tokens = own_tokens(token, skip=_is_topic if _is_speech(token) else None)
    own = [each for each in tokens if not is_year_of_thing(each, token)]
    return list(_expressions_among(own, published)) or _trailing_time(token, published)


def is_year_of_thing(year: Token, act: Token) -> bool:
    """Whether a word is a year that only tells which thing is meant: "join a 2016 deal", but not "in the 1967 war" or
    "in 2014 rebels seized".
    """
    noun = year.head
    if year.i > year.sent.start and year.nbor(-1).lower_ in BEFORE_YEAR:
        return False
    is_before_noun = year.is_digit and len(year) == YEAR and year.dep_ in BEFORE_NOUN and year.i < noun.i
    is_when = noun.dep_ == "obl" and preposition(noun) != "of"
    return is_before_noun and noun.pos_ == "NOUN" and not is_when and noun != act and noun.sent == act.sent


def _is_speech(token: Token) -> bool:
    return token.pos_ == "VERB" and token.lemma_.lower() in _verbs_about_something()


def _is_topic(child: Token) -> bool:
    """Whether a child is the topic of speech, whose time is its own ("condemned the attack of Monday")."""
    return child.dep_ in MATTERS or (child.dep_ == "obl" and preposition(child) in APART)


def _is_coordinate(token: Token) -> bool:
    """Whether a clause is coordinated with another, with or without a conjunction; reported clauses are not."""
    return token.dep_ == "conj" or (token.dep_ == "parataxis" and token.head.lemma_.lower() not in saying())


def _has_own_time(below: Token, above: Token) -> bool:
    """Whether the lower clause or phrase has its own time, so that the time of the upper does not hold for it.

    "On Monday condemned the attack", "met on Monday after the attack", "they fled on Monday, and the army shelled the
    town".
    """
    if _is_coordinate(below):
        return below.pos_ not in NOUNS and any(c.dep_ in SUBJECTS | TENSED | {"nsubj:pass"} for c in below.children)
    if below.dep_ == "advcl":
        return any(c.lower_ in OTHER_TIME for c in children(below, "mark", "case"))
    if below.pos_ in NOUNS:
        case = preposition(below)
        return case in APART or (
            above.pos_ == "VERB" and case is None and above.lemma_.lower() in _verbs_about_something()
        )
    return False


@cache
def _verbs_about_something() -> frozenset[str]:
    """Lemmas of verbs that only express speech about something: condemn, blame."""
    classes: dict[str, set[str]] = {}
    for (lemma, pos), entries in frames().items():
        if pos == "verb":
            classes.setdefault(lemma, set()).update(frame.plover for _, frame in entries)
    return frozenset(lemma for lemma, plovers in classes.items() if plovers <= SPEECH) | saying()


def _fronted_time(verb: Token, published: date) -> When | None:
    """The time at the front of coordinated clauses, before the first subject, which holds for all: "On Monday they fled
    and he stayed".
    """
    first = first_of(verb)
    begin = min((c.i for c in children(first, "nsubj", "nsubj:pass")), default=first.i)
    return _first_range(_expressions_among(own_tokens(first, until=begin), published))


def _trailing_time(token: Token, published: date) -> list[Expression]:
    """The times in the first verb coordinated with `token` that has no subject of its own, which hold for both:
    "attacked and burned the village on Friday".
    """
    for child in token.children:
        if child.dep_ == "conj" and not any(c.dep_.startswith("nsubj") or c.dep_ in TENSED for c in child.children):
            return list(_expressions_among(own_tokens(child), published))
    return []


def own_words(token: Token) -> str:
    """The words of a token's phrase or clause, without subordinate clauses; gaps are marked `|`."""
    words = own_tokens(token)
    return "".join(
        word.text + (word.whitespace_ if after is None or after.i == word.i + 1 else " | ")
        for word, after in zip(words, [*words[1:], None], strict=True)
    )  # fmt: skip


def own_tokens(token: Token, until: int | None = None, skip: Callable[[Token], bool] | None = None) -> list[Token]:
    """The tokens of a token's phrase or clause, without subordinate clauses and record periods ("the worst attack since
    June"); only those before `until`, and without dependents that match `skip`.
    """
    tokens = [token]
    waiting = [c for c in token.children if (until is None or c.i < until) and not (skip is not None and skip(c))]
    while waiting:
        word = waiting.pop()
        if not _is_clause(word) and not is_of_record(word):
            tokens.append(word)
            waiting += word.children
    return sorted(tokens, key=lambda word: word.i)


def _is_clause(word: Token) -> bool:
    """Whether a word heads a clause with its own time; participles that name no event ("issued on Monday") do not."""
    is_event = (word.lemma_.lower(), "verb") in frames() and word.lemma_.lower() not in words("publishing")
    return word.dep_ in CLAUSES and not (word.dep_ == "acl" and word.tag_ in ("VBG", "VBN") and not is_event)


def is_of_record(token: Token) -> bool:
    """Whether a word heads the period of a record, which is no time of the event: "the worst attack since June", "the
    clashes, the first since Monday".
    """
    period = preposition(token)
    if period not in ("since", "in") or not re.match(r"\w", token.text):
        return False
    before = token.doc[max(token.i - RECORD_TOKENS, token.sent.start) : token.i]
    if period == "since" and any(word.lower_ in RANKS and word.nbor(-1).lower_ == "the" for word in before[1:]):
        return True
    return any(word.tag_ in SUPERLATIVES and word.lower_ not in ("least", "most") for word in before)
