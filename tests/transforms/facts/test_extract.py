"""Facts of every family of each article, or a reject that takes no other article with it."""

from __future__ import annotations

from dataclasses import replace

from spacy.language import Language

from tests.transforms.parsing import article
from transforms.facts.extract import extract_all
from transforms.tables.schema import Reject


def test_an_article_that_tells_no_day_gives_no_facts(nlp: Language) -> None:
    text = "The army attacked Hama on Thursday and killed 12 people."
    undated, dated = extract_all([replace(article(text), date_source="fetched"), article(text)], nlp)
    assert not isinstance(undated, Reject)
    assert not isinstance(dated, Reject)
    assert not any(undated.values())
    assert dated["events"]


def test_an_article_of_five_megabytes_is_refused_by_name_of_the_limit(nlp: Language) -> None:
    found, other = extract_all([article("The army attacked Hama. " * 210_000), article("Rebels attacked Hama.")], nlp)
    assert isinstance(found, Reject)
    assert (found.stage, found.reason) == ("read", "too_large")
    assert str(nlp.max_length) in found.detail
    assert not isinstance(other, Reject)
    assert other["events"]


def test_an_article_that_cannot_be_read_takes_no_other_with_it(nlp: Language) -> None:
    texts = ["The army attacked Hama.", "The army \ud800 attacked Hama.", "Rebels attacked Aleppo."]
    first, second, third = extract_all([article(text) for text in texts], nlp)
    assert isinstance(second, Reject)
    assert (second.stage, second.reason) == ("read", "extraction_failed")
    assert not isinstance(first, Reject)
    assert not isinstance(third, Reject)
    assert [first["events"][0].sentence, third["events"][0].sentence] == [texts[0], texts[2]]
