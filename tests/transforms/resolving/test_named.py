"""What a text with names tells by itself: its country, full forms of names, evidence of sentences."""

from __future__ import annotations

from tests.documents import Parse


def test_the_country_of_an_article_is_the_one_plainly_named_most(parse: Parse) -> None:
    assert (
        parse("The Syrian army left Syria's city of Hama. Syria's president left Damascus for Russia.").country == "SY"
    )
    assert parse("Iran and Iraq signed an agreement.").country is None


def test_the_country_from_which_an_article_is_written_may_be_its_own_too(parse: Parse) -> None:
    text = "MONROVIA - Liberians carried bodies to the American embassy. American marines and American jets came."
    assert parse(f"{text} Liberia waited.").country is None


def test_the_full_name_is_the_fullest_in_the_article(parse: Parse) -> None:
    document = parse("Colonel Idris Waleyo left the base. Waleyo said that he would return.")
    assert document.fullest_form(document.names[-1]) == "Idris Waleyo"


def test_a_place_keeps_its_own_name(parse: Parse) -> None:
    document = parse("Shells fell in northern Syria. Syria blamed Turkey.")
    assert [document.fullest_form(name) for name in document.names][1] == "Syria"


def test_evidence_is_the_sentence_without_the_white_space_around_it(parse: Parse) -> None:
    document = parse("Rebels captured Aleppo.\n\nThe army left Hama. ")
    columns = document.evidence(document.sentences[-1])
    assert columns["sentence"] == "The army left Hama."
    assert document.article.text[columns["start"] : columns["end"]] == columns["sentence"]


def test_evidence_of_a_sentence_is_not_that_of_the_statement_it_begins(parse: Parse) -> None:
    document = parse("“Rebels captured Aleppo. The army left,” she said. It rained.")
    first, second = document.sentences[0], document.sentences[1]
    statement = document.doc[first.start : second.end]
    assert document.evidence(first)["sentence"] == "“Rebels captured Aleppo."
    assert document.evidence(statement)["sentence"] == "“Rebels captured Aleppo. The army left,” she said."
    assert document.evidence(first)["sentence"] == "“Rebels captured Aleppo."
