"""Where an act was, if the reader points to a place: its own sentence comes first, then the place named last."""

from __future__ import annotations

import pytest

from tests.documents import Parse, token_of
from transforms.facts.events.learned.nearest import is_other_update, may_lend_day, nearest_place
from transforms.resolving.dates import times


def place(parse: Parse, text: str, trigger: str, told: str) -> str | None:
    """The place of an act after the reader has pointed to a word."""
    document = parse(text)
    token = nearest_place(token_of(document, told), token_of(document, trigger), "ASSAULT", document)
    return token.text if token is not None else None


@pytest.mark.parametrize(
    ("text", "trigger", "told", "expected"),
    [
        pytest.param(
            "Jets bombed a bridge in Homs. Gunmen killed nine people in Hama on Sunday.", "killed", "Homs", "Hama",
            id="its own sentence names a place",
        ),
        pytest.param(
            "Jets bombed a bridge in Homs. A crowd in Hama lynched two men.", "lynched", "Homs", "Hama",
            id="its own sentence says where the doers are",
        ),
        pytest.param(
            "In Borno, meanwhile, a nurse was shot dead by two men on a motorcycle in Konduga.", "shot", "Borno",
            "Konduga", id="the town in the area that opens the sentence",
        ),
        pytest.param(
            "In Homs, meanwhile, a nurse was shot dead by two men.", "shot", "Homs", "Homs",
            id="the only place of its sentence",
        ),
        pytest.param(
            "Jets bombed a bridge in Homs. Two soldiers were killed.", "killed", "Homs", "Homs",
            id="the text is still there",
        ),
        pytest.param(
            "Jets bombed a bridge in Homs. Nurses held a march in Hama. The police later fired tear gas.", "fired",
            "Homs", None, id="the text has moved on",
        ),
        pytest.param(
            "Jets bombed Homs. Nurses marched in Hama. Officials visited Homs. Two men were killed later.", "killed",
            "Homs", "Homs", id="the text has moved back",
        ),
        pytest.param(
            "Residents of Hama, some 30 km north of Homs, said soldiers shot nine men.", "shot", "Homs", "Hama",
            id="the distance from another place",
        ),
        pytest.param(
            "Rebels blew up a bridge 30 km (19 miles) north of Homs at Hama.", "blew", "Homs", "Hama",
            id="the distance to another place is told first",
        ),
        pytest.param(
            "Rebels blew up a bridge 30 km north of Homs, and a clinic in Hama closed.", "blew", "Homs", "Homs",
            id="the distance to the only place of the act",
        ),
        pytest.param(
            "Jets bombed a bridge in Homs. Police arrested 80 people in eight cities.", "arrested", "Homs", None,
            id="several places without names",
        ),
        pytest.param(
            "Jets bombed a bridge in Syria. Police arrested 80 people in eight cities.", "arrested", "Syria", "Syria",
            id="the country of several places",
        ),
        pytest.param(
            "Jets bombed the Salhin quarter of Idlib. Nine people were killed.", "bombed", "Idlib", "Salhin",
            id="a part of a town",
        ),
        pytest.param(
            "Jets bombed Idlib, the main city of Syria. Nine people were killed.", "bombed", "Syria", "Idlib",
            id="a town that is described",
        ),
        pytest.param(
            "Jets bombed a bridge in Homs. In the Syrian capital, nurses held a march. The police later fired tear "
            "gas.", "fired", "Homs", None, id="the text has moved on to the capital",
        ),
        pytest.param(
            "In May rebels took the east of Homs. In June shells hit Talbiseh, a town near the capital. Nine people "
            "were killed.", "killed", "Homs", "Talbiseh", id="the place that was hit last",
        ),
        pytest.param(
            "Rebels took the east of Homs. Later came the shelling of the town of Talbiseh. Nine people were killed.",
            "killed", "Homs", "Talbiseh", id="the act that hits a place may be a noun",
        ),
        pytest.param(
            "Shells hit Talbiseh in June. Nine people were killed. Rebels took the east of Homs.", "killed", "Homs",
            "Talbiseh", id="the place that was hit before and not one told later",
        ),
        pytest.param(
            "Jets bombed a depot near Homs, and the mayor said a nurse was killed when a bus was hit in the "
            "town of Hama.", "killed", "Homs", "Hama", id="its own clause names a place",
        ),
        pytest.param(
            "In Homs province, gunmen attacked Talbiseh. Nine hostages were freed later.", "freed", "Homs", "Homs",
            id="the place that was hit lies in the one of its sentence",
        ),
        pytest.param(
            "Rebels broke through a fence near Homs and killed nine people in Hama.", "killed", "Homs", "Homs",
            id="the same doers go on",
        ),
        pytest.param(
            "Jets bombed a depot near Homs, and the mayor said a nurse was killed.", "killed", "Homs", "Homs",
            id="its own clause names no place",
        ),
        pytest.param(
            "Jets bombed a depot in Homs and killed a nurse who had worked in Hama.", "killed", "Homs", "Homs",
            id="another clause names where the victim had been",
        ),
        pytest.param(
            "Rebels took the east of Homs. Shells hit Talbiseh. Nurses went on strike. Police arrested nine people.",
            "arrested", "Homs", None, id="what is no harm of the struck place stays open",
        ),
    ],
)  # fmt: skip
def test_an_act_is_where_its_sentence_says_or_where_the_text_is(
    parse: Parse, text: str, trigger: str, told: str, expected: str | None
) -> None:
    assert place(parse, text, trigger, told) == expected


BLOG = "19:40 Summary\nJets bombed Homs on Wednesday.\n18:55\nNine people died.\n17:05 Hama\nGunmen shot a man.\n"


def test_an_update_of_a_live_blog_has_no_day_and_place_of_another(parse: Parse) -> None:
    document = parse(BLOG)
    day, bombed, died = (token_of(document, word) for word in ("Wednesday", "bombed", "died"))
    assert is_other_update(day, died)
    assert not is_other_update(day, bombed)
    assert place(parse, BLOG, "died", "Homs") is None


def test_an_article_with_two_clock_times_is_no_live_blog(parse: Parse) -> None:
    document = parse("19:40 Summary\nJets bombed Homs on Wednesday.\n18:55\nNine people died.")
    assert not is_other_update(token_of(document, "Wednesday"), token_of(document, "died"))


def test_lines_that_open_with_decimals_make_no_live_blog(parse: Parse) -> None:
    document = parse(
        "12.05 million fled.\nJets bombed Homs on Wednesday.\n3.50 per cent fell.\n1.25 m died.\nIt ended."
    )
    assert not is_other_update(token_of(document, "Wednesday"), token_of(document, "ended"))


def test_a_sure_place_is_kept_though_the_text_has_moved_on(parse: Parse) -> None:
    document = parse("Jets bombed a bridge in Homs. Nurses held a march in Hama. The police later fired tear gas.")
    told, trigger = token_of(document, "Homs"), token_of(document, "fired")
    assert nearest_place(told, trigger, "ASSAULT", document, is_sure=True) == told
    assert nearest_place(told, trigger, "ASSAULT", document) is None


LIST = "Homs: Rebels attacked a post on Monday.\n\nHama: A bomb killed a guard.\n\nIdlib: Jets bombed a bridge."


def test_a_report_from_place_to_place_tells_each_by_itself(parse: Parse) -> None:
    document = parse(LIST)
    rebels, attacked, killed = (token_of(document, word) for word in ("Rebels", "attacked", "killed"))
    assert is_other_update(rebels, killed)
    assert not is_other_update(rebels, attacked)


def test_two_labels_make_no_list(parse: Parse) -> None:
    document = parse("Homs: Rebels attacked a post.\n\nHama: A bomb killed a guard.")
    assert not is_other_update(token_of(document, "Rebels"), token_of(document, "killed"))


LENT = [
    pytest.param("Shells hit Homs. Its mayor will resign tomorrow.", "hit", {"is_done": True}, False, id="a day ahead"),
    pytest.param("Rebels will hit Homs. The mayor spoke of tomorrow.", "hit", {"is_done": False}, True, id="a plan's"),
    pytest.param("Shells hit Homs. It was last bombed on 2 October.", "hit", {}, False, id="one recalled below"),
    pytest.param("It was bombed on 2 October. Shells hit Homs then.", "hit", {}, True, id="one told before"),
    pytest.param("Shells hit Homs. Talks had begun earlier this month.", "hit", {}, False, id="a month told below"),
    pytest.param("Shells hit Homs. The attack came on Tuesday.", "hit", {}, True, id="a day just before, told below"),
    pytest.param(
        "Shells hit Homs. It was last bombed on 2 October.", "hit", {"is_news": False}, True, id="of what is recalled"
    ),
]


@pytest.mark.parametrize(("text", "trigger", "told_as", "expected"), LENT)
def test_a_later_sentence_dates_news_only_by_a_day_just_before(
    parse: Parse, text: str, trigger: str, told_as: dict[str, bool], expected: bool
) -> None:
    document = parse(text)
    published = document.article.published_date
    (time,) = (time for sent in document.doc.sents for time in times(sent, published) if time.when)
    word = next(token for token in document.doc if token.idx >= time.start)
    act, told = token_of(document, trigger), {"is_done": True, "is_news": True} | told_as
    assert time.when is not None
    assert may_lend_day(word, time.when, act, published, **told) == expected
