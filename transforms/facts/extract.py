"""Extracts the facts of every family from an article and its parse."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Protocol

from spacy.language import Language

from transforms.facts.confidence import estimated
from transforms.facts.events.codes import with_foreign_takeover
from transforms.facts.events.extraction import events
from transforms.facts.figures.extraction import figures
from transforms.facts.quotes.extraction import quotes
from transforms.facts.relations.extraction import relations
from transforms.reading.letter_case import one_case
from transforms.reading.parse import LONGEST_SENTENCE, may_hold_fact, read
from transforms.reading.syntax import is_parsed
from transforms.reading.tree import Doc
from transforms.resolving.document import Document
from transforms.resolving.mentions import mentions
from transforms.resolving.names import find_names
from transforms.seeds import SeedError
from transforms.tables.schema import FACTS, READINGS, Article, Event, Fact, Reason, Reject, Stage

Facts = dict[str, list[Any]]


class EventReader(Protocol):
    """An event reader that replaces the rules: the shipped network, another network, or a language model."""

    def events(self, document: Document, /) -> list[Event]:
        """The events of a document, in text order."""


READ = "en"
"""The language that is read, as ISO 639-1 code."""

FIRST_WORDS = 8
"""How many words of what runs on without a full stop are shown."""

FAMILIES: dict[str, Callable[[Document], Iterable[Fact]]] = {
    "events": events,
    "figures": figures,
    "quotes": quotes,
    "relations": relations,
    "mentions": mentions,
}


def document(article: Article, doc: Doc) -> Document:
    """Build the Document: article, parse and resolved names."""
    return Document(article, doc, find_names(doc, article.published_date))


def extract(document: Document, reader: EventReader | None = None) -> Facts:
    """The facts of a document by family, and the refusals, each in text order.

    Events come from `reader` if given, else from the rules.
    """
    families = FAMILIES | ({"events": reader.events} if reader is not None else {})
    found: Facts = {family: list(families[family](document)) for family in FACTS}
    found["events"] = [with_foreign_takeover(event) for event in found["events"]]
    _refuse_overlong(document)
    facts = estimated(found, one_case(document.article.text))
    return {**facts, "refused": document.refused}


def extract_all(
    articles: Sequence[Article], nlp: Language, reader: EventReader | None = None
) -> Iterator[Facts | Reject]:
    """The facts of each article, in order; reading them as a batch is several times faster.

    An article on which the rules fail yields a Reject; an invalid row of the seeds is not the article's fault and
    raises SeedError. Articles in another language yield no facts, nor do undated ones, whose events would be dated
    relative to the fetch.
    """
    readable = [article for article in articles if _is_read(article) and len(article.text) <= nlp.max_length]
    docs = _parse_each([article.text for article in readable], nlp)
    for article in articles:
        if not _is_read(article):
            yield {family: [] for family in READINGS}
            continue
        if len(article.text) > nlp.max_length:
            yield _reject(article, "read", "too_large", f"the text has more than {nlp.max_length} characters")
            continue
        doc = next(docs)
        try:
            yield (
                extract(document(article, doc), reader)
                if isinstance(doc, Doc)
                else _reject_failure(article, "read", doc)
            )
        except SeedError:
            raise
        except Exception as error:
            yield _reject_failure(article, "extract", error)


def _is_read(article: Article) -> bool:
    return article.language == READ and article.is_dated


def _parse_each(texts: Sequence[str], nlp: Language) -> Iterator[Doc | Exception]:
    """The parse of each text; if the batch fails, each text is parsed alone to find the failing one."""
    parsed = 0
    try:
        for doc in read(texts, nlp):
            yield doc
            parsed += 1
    except Exception:
        for text in texts[parsed:]:
            yield _parse_alone(text, nlp)


def _refuse_overlong(document: Document) -> None:
    """Refuse what runs on without a full stop for longer than a sentence is read, once for each run of its pieces."""
    is_in_run = False
    for sent in document.sentences:
        is_whole_piece = len(sent) == LONGEST_SENTENCE and not is_parsed(sent)
        if is_whole_piece and not is_in_run and may_hold_fact([token.lower_ for token in sent]):
            document.refuse("events", document.doc[sent.start : sent.start + FIRST_WORDS], "overlong")
        is_in_run = is_whole_piece


def _parse_alone(text: str, nlp: Language) -> Doc | Exception:
    try:
        return next(read([text], nlp))
    except SeedError:
        raise
    except Exception as error:
        return error


def _reject_failure(article: Article, stage: Stage, error: Exception) -> Reject:
    return _reject(article, stage, "extraction_failed", f"{type(error).__name__}: {error}")


def _reject(article: Article, stage: Stage, reason: Reason, detail: str) -> Reject:
    return Reject(url=article.url, source_id=article.source_id, stage=stage, reason=reason, detail=detail)
