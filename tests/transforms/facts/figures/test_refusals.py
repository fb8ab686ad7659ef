"""Numbers that are refused, and the rule that refuses them."""

from __future__ import annotations

import pytest

from tests.documents import Parse
from transforms.facts.figures.extraction import figures


@pytest.mark.parametrize(
    "text",
    [
        "The war, which began in 2011, has lasted 13 years.",
        "He was 34 when he joined the army in 2009.",
        "The 45-year-old commander spoke for two hours.",
        "Several people were killed.",
        "The 15-member Security Council met on Friday.",
        "She was one of 50 people invited to the talks.",
        "Prices rose by 20 percent.",
        "He has spent 12 years in prison.",
        "About 60% of the buildings have been destroyed.",
        "Thousands of protesters marched in the capital.",
        "The government spent $5 million on 20 new schools.",
        "The office releases two indicators of consumer spending.",
        "She joined the third brigade in March.",
        "Colonel Roe, 42, of Perth, died in hospital.",
        "Jane Roe, also 19, died in hospital.",
        "No one was hurt.",
        "Zero people were killed.",
        "All but two of the crew drowned.",
        "The storm drowned all but a few hundred of the villagers.",
        "In 348 Roe died in the desert.",
        "One mother in 90 died in labour.",
        "Police found a Mark 4 rifle in the barn.",
        "Six missile tests were a threat to the region.",
        "The view leads one to guess.",
        "Jane Roe and her son Toby, five, died in the fire.",
        "About forty people held up placards against the war.",
        "A 300-strong crowd stood in the square.",
        "One in three people fled.",
        "Six men were detained in hospital after the fire.",
        "Soldiers answered with 82 mm mortar fire.",
        "The bridge had fallen, two security sources told the paper.",
        "Protesters burned four flags and seized 12 laptops.",
        "The law gave the army 80,000 new men, many of them seized at bus stops.",
        "The team scored three goals and won 20 games.",
        "Lieutenant Roe of the 5 Field Regiment died of his wounds.",
        "Major Roe of 3 Mechanised Brigade was killed on Monday.",
        "All those freed were under 25 or seriously wounded.",
        "Those killed were over 40, the mayor said.",
        "A boy of 13 was murdered near the bridge.",
        "A woman of 71 is dead.",
        "A clerk aged 61 was arrested.",
        "Two sisters, aged 9 and 14, are safe.",
        "A mother of three was arrested on Monday.",
        "Of those arrested the eldest is 63.",
        "Of the dead listed by name, all of them under 18, none was armed.",
        "On page 5 a priest is missing.",
        "By the end of Act Two the bishop has been taken prisoner.",
        "At half past eight the siege killed all trade.",
        "Guards at Unit 23 carried off the ballot box.",
        "One of those killed was the brother of the mayor.",
        "Not one soldier died.",
        "In the past two weeks mines laid by the group closed the road.",
    ],
)
def test_an_age_a_label_a_share_or_a_time_is_no_figure(parse: Parse, text: str) -> None:
    assert figures(parse(text)) == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("About 10,000 people marched on Sunday.", "no word of measures.csv"),
        ("He was jailed for 12 years over the murder.", "counted.csv: none"),
    ],
)
def test_a_refused_number_is_kept_with_the_rule(parse: Parse, text: str, rule: str) -> None:
    document = parse(text)
    assert figures(document) == []
    assert [refusal.rule for refusal in document.refused if refusal.family == "figures"] == [rule]


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("Shells killed nine men and burned six cars, two officers and a councillor said.", [9, 6]),
        ("Shells killed nine men, two officers and a nurse, the army said.", [9, 2]),
    ],
)
def test_who_tells_a_toll_together_with_others_is_not_counted(parse: Parse, text: str, counted: list[int]) -> None:
    assert [figure.low for figure in figures(parse(text))] == counted
