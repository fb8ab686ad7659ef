"""Figures: measure, bounds, people counted, period; and numbers that are no figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.transforms.parsing import Parse
from transforms.facts.figures.extraction import figures
from transforms.facts.figures.numbers import numbers
from transforms.seeds import Row, rows
from transforms.tables.normalise import fact_ids
from transforms.tables.schema import Figure

if TYPE_CHECKING:
    from spacy.language import Language


@pytest.mark.parametrize(
    ("text", "low", "high", "qualifier"),
    [
        ("at least 70 people", 70, None, "at least"),
        ("between 20 and 30 fighters", 20, 30, "between"),
        ("20 to 30 fighters", 20, 30, None),
        ("20-30 fighters", 20, 30, None),
        ("two or three soldiers", 2, 3, None),
        ("1 to 2 million people", 1_000_000, 2_000_000, None),
        ("some 1.2 million people", 1_200_000, 1_200_000, "some"),
        ("1.5m people", 1_500_000, 1_500_000, None),
        ("tens of thousands of people", 20_000, None, None),
        ("hundreds of thousands", 200_000, None, None),
        ("dozens of men", 24, None, None),
        ("scores of men", 40, None, None),
        ("several dozen men", 24, None, None),
        ("two dozen men", 24, 24, None),
        ("a dozen men", 12, 12, None),
        ("twenty-five men", 25, 25, None),
        ("two hundred and six people", 206, 206, None),
        ("half a million people", 500_000, 500_000, None),
        ("two thousand five hundred people", 2_500, 2_500, None),
        ("as many as 300 men", None, 300, "as many as"),
        ("up to 40 men", None, 40, "up to"),
        ("300 or more men", 300, None, "or more"),
        ("100+ people", 100, None, "+"),
        ("no fewer than 12 men", 12, None, "no fewer than"),
        ("nearly 3,000 men", 3_000, 3_000, "nearly"),
        ("rose from 20 to 30", 30, 30, None),
        ("three and a half million people", 3_500_000, 3_500_000, None),
        ("one and a half thousand men", 1_500, 1_500, None),
        ("a million and a half men", 1_500_000, 1_500_000, None),
        ("two million and a half men", 2_500_000, 2_500_000, None),
        ("nearly 4½ million people", 4_500_000, 4_500_000, "nearly"),
        ("2 1/2 million people", 2_500_000, 2_500_000, None),
        ("2-1/2 million people", 2_500_000, 2_500_000, None),
        ("½ million people", 500_000, 500_000, None),
        ("2½m people", 2_500_000, 2_500_000, None),
        ("three point two five million people", 3_250_000, 3_250_000, None),
        ("at least a quarter of a million people", 250_000, None, "at least"),
        ("a quarter million people", 250_000, 250_000, None),
        ("three-quarters of a million people", 750_000, 750_000, None),
        ("two and a half to three million people", 2_500_000, 3_000_000, None),
        ("1.5 to 2 million people", 1_500_000, 2_000_000, None),
        ("two and a half dozen men", 30, 30, None),
        ("2.4k men", 2_400, 2_400, None),
    ],
)
def test_number(nlp: Language, text: str, low: int | None, high: int | None, qualifier: str | None) -> None:
    (found,) = numbers(nlp.make_doc(text)[:])
    assert (found.low, found.high, found.qualifier) == (low, high, qualifier)


@pytest.mark.parametrize(
    "text",
    [
        "the Oct. 7 attacks",
        "on 7 October",
        "in 2011",
        "a 20-year-old man",
        "a four-year war",
        "$5 million",
        "an F-16 jet",
        "at 9:30 on Friday",
        "several people",
        "the 3rd brigade",
        "General Roe, 58, said",
        "two and a half years",
        "two thirds of the houses",
        "three-quarters of the town",
        "a third of the dead",
        "half the prisoners",
        "4.5 men",
    ],
)
def test_no_number(nlp: Language, text: str) -> None:
    assert list(numbers(nlp.make_doc(text)[:])) == []


def brief(figure: Figure) -> str:
    """A figure in short: `killed 2+`, `injured 20-30`, `missing ?-40`, `killed 5`."""
    low = "?" if figure.low is None else str(figure.low)
    bounds = low if figure.low == figure.high else f"{low}+" if figure.high is None else f"{low}-{figure.high}"
    return f"{figure.measure} {bounds}"


COUNTED = [
    ("The 120 mm fire killed three farmers on Monday.", "killed 3"),
    ("Rebels fired two 107 mm rockets at the base.", "weapons 2"),
    ("Three of the five killed were children.", "killed 3, killed 5"),
    ("Some 40 people were killed or wounded in the raid.", "other 40"),
    ("More than 100 fighters have been killed, wounded or captured.", "other 100+"),
    ("At least 60 soldiers were killed and wounded.", "other 60+"),
    ("The army has suffered 2,040 casualties: 940 killed and 1,100 injured.", "other 2040, killed 940, injured 1100"),
    ("The brigade lost nine KIA and 20 WIA.", "killed 9, injured 20"),
    ("Twelve people were killed and 27 more hurt when shells hit a market.", "killed 12, injured 27"),
    ("Police said that six people had died; residents said nine.", "killed 6, killed 9"),
    ("The attack killed at least two people and wounded nine, police said.", "killed 2+, injured 9"),
    (
        "The war has killed more than 60,000 people and displaced nearly 3 million since 2014.",
        "killed 60000+, displaced 3000000",
    ),
    ("At least 71 people were wounded in the raid.", "injured 71+"),
    ("The death toll from the landslide has climbed to 54, officials said on Friday.", "killed 54"),
    ("In Taiz, 31 people were killed on Monday, bringing the total death toll to 1,540.", "killed 31, killed 1540"),
    ("The number of displaced people has risen to 350,000.", "displaced 350000"),
    ("The number of people killed in the war has passed 40,000.", "killed 40000+"),
    ("Between 20 and 30 fighters were killed in the ambush.", "killed 20-30"),
    ("Dozens of civilians, including 12 children, were killed.", "killed 24+, killed 12"),
    ("Five people, three of them children, were killed.", "killed 5, killed 3"),
    ("At least 10 people, most of them women, died when the boat sank.", "killed 10+"),
    ("Some 1.2 million people have fled their homes.", "displaced 1200000"),
    ("Tens of thousands of people fled the city.", "displaced 20000+"),
    ("The fighting forced up to 60,000 families to flee.", "displaced ?-60000"),
    ("The UN says 280,000 people have been uprooted since late November.", "displaced 280000"),
    ("The fighting has left thousands homeless.", "displaced 2000+"),
    ("The blast left 12 people dead and 30 others injured.", "killed 12, injured 30"),
    ("12 dead and 30 wounded in Kabul blast.", "killed 12, injured 30"),
    ("The clashes left four dead.", "killed 4"),
    ("As many as 300 people are feared dead.", "killed ?-300"),
    ("The rebels claimed the lives of nine soldiers.", "killed 9"),
    ("More than a dozen people lost their lives.", "killed 12+"),
    ("The bodies of 12 men were found in a mass grave.", "killed 12"),
    ("The ministry reported 45 deaths and 120 injuries.", "killed 45, injured 120"),
    ("He was jailed for the murders of three policemen and five fellow prisoners.", "killed 3, killed 5"),
    ("The militants, who are said to have killed 12 villagers, fled in three trucks.", "killed 12"),
    ("Five soldiers killed 12 militants in the raid.", "killed 12"),
    ("Two policemen and a driver were shot dead.", "killed 2"),
    ("The 12 people killed in the blast were all civilians.", "killed 12"),
    ("Of the 300 people on board, 120 drowned.", "killed 120"),
    ("Three of the dead were children.", "killed 3"),
    ("Hundreds were killed and tens of thousands displaced.", "killed 200+, displaced 20000+"),
    ("Authorities said 7 people were killed and 11 wounded in the shelling.", "killed 7, injured 11"),
    ("Rebels killed three soldiers and captured seven others.", "killed 3, detained 7"),
    ("Police arrested 40 protesters.", "detained 40"),
    ("Twenty-five soldiers were taken prisoner.", "detained 25"),
    ("Twelve soldiers surrendered.", "other 12"),
    ("Gunmen kidnapped 14 schoolgirls from a dormitory.", "abducted 14"),
    ("Rebels took 30 aid workers hostage.", "abducted 30"),
    ("About 400 hostages were freed.", "other 400"),
    ("Nearly 3,000 people are still missing.", "missing 3000"),
    ("Officials evacuated some 5,000 residents from the town.", "evacuated 5000"),
    ("The army deployed 1,500 troops along the border.", "troops 1500"),
    ("The group fired more than 200 rockets at the city.", "weapons 200+"),
    ("The navy intercepted 61 drones and 14 cruise missiles.", "weapons 61, weapons 14"),
    ("About 15 rockets fell short, the army said.", "weapons 15"),
    ("The strike damaged 30 houses and two schools.", "buildings_damaged 30, buildings_damaged 2"),
    ("Fighters destroyed three tanks and an armoured vehicle.", "vehicles_destroyed 3"),
    (
        "Militants attacked two villages, killing 17 people and burning 60 homes.",
        "other 2, killed 17, buildings_damaged 60",
    ),
    ("The strike killed 12 people, among them three journalists, the health ministry said.", "killed 12, killed 3"),
    ("A total of 46 bodies were pulled from the rubble.", "killed 46"),
    (
        "The ministry said 1,139 people have been killed and more than 3,400 others wounded since the war started.",
        "killed 1139, injured 3400+",
    ),
    ("More than two dozen people remain missing after the landslide.", "missing 24+"),
    ("Hamas is still holding 101 hostages, about a third of whom are believed to be dead.", "abducted 101"),
    (
        "The gunmen opened fire on a bus, killing six and wounding 15, including two soldiers.",
        "killed 6, injured 15, injured 2",
    ),
    ("Ukraine's air force said it shot down 37 of 48 drones launched by Russia overnight.", "weapons 37, weapons 48"),
    ("Russia launched 112 drones and six missiles at Ukraine overnight.", "weapons 112, weapons 6"),
    ("The conflict has left an estimated 150,000 people dead.", "killed 150000"),
    ("At least five protesters were shot dead and dozens more arrested on Tuesday.", "killed 5+, detained 24+"),
    ("His wife and two of his children were killed.", "killed 2"),
    ("The two sides exchanged 175 prisoners each.", "other 175"),
    ("NATO has 40,000 troops under its command.", "troops 40000"),
    ("Some 17 to 20 militants were eliminated.", "killed 17-20"),
    ("Casualties include three dead and 14 injured.", "killed 3, injured 14"),
    ("The blaze destroyed more than 200 tents at the camp.", "buildings_damaged 200+"),
    ("Twelve of the 20 passengers died.", "killed 12"),
    ("Officials put the death toll at 87.", "killed 87"),
    ("The death toll stands at 1,200, with 5,400 wounded.", "killed 1200, injured 5400"),
    ("The toll has climbed past 300.", "killed 300+"),
    ("One soldier was killed and another wounded.", "killed 1"),
    ("The militia killed up to 15 farmers and kidnapped at least 8 women.", "killed ?-15, abducted 8+"),
    ("Fourteen sailors were rescued after the ship sank.", "other 14"),
    ("Rebels seized 12 villages.", "other 12"),
    (
        "Thirty thousand people have lost their lives and two million have been forced from their homes.",
        "killed 30000, displaced 2000000",
    ),
    ("The army says it has lost 450 troops so far.", "killed 450"),
    ("The dead included five members of the same family.", "killed 5"),
    ("Toll from Nairobi blast climbs to 12, police say", "killed 12"),
    ("40 dead in Kabul market bombing", "killed 40"),
    ("Nine killed, dozens hurt as bus hits mine", "killed 9, injured 24+"),
    ("That brings the number of dead to 30.", "killed 30"),
    ("The blast brought to 30 the number of people killed since May.", "killed 30"),
    ("The toll stood at 12, with 30 wounded.", "killed 12, injured 30"),
    ("The blast killed five people; 14 others were hurt.", "killed 5, injured 14"),
    ("A shell hit the ward, killing a cook and injuring seven guests and two porters.", "injured 7, injured 2"),
    ("At least 60 people died, including 12 women and 20 children.", "killed 60+, killed 12, killed 20"),
    ("Army says 15 militants were killed, rebels say four.", "killed 15, killed 4"),
    ("Sixteen people died, the monitor said; the army put the figure at fewer than ten.", "killed 16, killed ?-10"),
    ("Bombs killed at least six in Homs and seven in Hama.", "killed 6+, killed 7"),
    ("Eight of the dead were nurses, and three were porters.", "killed 8, killed 3"),
    ("Some 4,300 people were seized on the roads and some 700 of them killed.", "abducted 4300, killed 700"),
    ("Two gunmen shot dead three guards.", "killed 3"),
    ("Nine herders were buried on Tuesday.", "killed 9"),
    ("Three cooks were badly burned when the oven blew up.", "injured 3"),
    ("The surgeons saw 63 people with gunshot wounds, among them 19 children.", "injured 63, injured 19"),
    ("Police shot dead at least nine marchers.", "killed 9+"),
    ("The dead include a doctor and four nurses.", "killed 4"),
    ("The gang set fire to 45 houses and 34 vehicles.", "buildings_damaged 45, vehicles_destroyed 34"),
    ("The raids pushed 200,000 from their homes.", "displaced 200000"),
    ("Some 3,000 Rohingya fled; a force of 2,500 stayed behind.", "displaced 3000, troops 2500"),
    ("He is one of 12 clerks held over the plot.", "detained 12"),
    ("Three people, among them a girl of ten, were listed as missing.", "missing 3"),
    ("Gunmen carried off 70 pupils, and dozens of boys were led away to the hills.", "abducted 70, abducted 24+"),
    ("The fire set 40 tankers ablaze and destroyed 11 pick-ups.", "vehicles_destroyed 40, vehicles_destroyed 11"),
    ("Some 6,000 people have left for relief camps.", "displaced 6000"),
    ("About 1,400 residents were moved to schools.", "evacuated 1400"),
    (
        "Eleven marchers spent the night in custody, with ten members of the club already arrested.",
        "detained 11, detained 10",
    ),
    ("The group commands between 5,000 and 7,000 men.", "troops 5000-7000"),
    ("The swap brought home roughly 1,000 captives.", "other 1000"),
    ("The report counts 3.1 million people uprooted across the region.", "displaced 3100000"),
    ("Four Israeli soldiers and 17 Hezbollah fighters have been killed in the fighting.", "killed 4, killed 17"),
    ("The militia seizes 14 of the 17 townships in Kayah, residents flee", "other 14"),
    ("Fighters overran nine districts as people fled.", "other 9"),
    ("The mayor put the toll at 40 at least.", "killed 40+"),
    ("The army put the dead at 12 or fewer.", "killed ?-12"),
    ("Officials said 30 at most were wounded.", "injured ?-30"),
    ("The death toll stood at 19 and rising.", "killed 19+"),
    ("A rights group counted 52 bodies by Thursday.", "killed 52"),
    ("The morgue received seven bodies overnight.", "killed 7"),
    ("The clinic received seven wounded and the bodies of two children.", "injured 7, killed 2"),
    ("The hospital took in 30 wounded people and the bodies of 12 others.", "injured 30, killed 12"),
    ("The ministry said its aircraft neutralised 18 of them near the border.", "killed 18"),
    ("The three states agreed to set up a joint force of 5,000 men.", "troops 5000"),
]


@pytest.mark.parametrize(("text", "expected"), COUNTED, ids=[text[:40] for text, _ in COUNTED])
def test_figure(parse: Parse, text: str, expected: str) -> None:
    assert ", ".join(brief(figure) for figure in figures(parse(text))) == expected


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
    ],
)
def test_no_figure(parse: Parse, text: str) -> None:
    assert figures(parse(text)) == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("About 10,000 people marched on Sunday.", "no word of measures.csv"),
        ("He was jailed for 12 years over the murder.", "counted.csv: none"),
    ],
)
def test_refused(parse: Parse, text: str, rule: str) -> None:
    document = parse(text)
    assert figures(document) == []
    assert [refusal.rule for refusal in document.refused if refusal.family == "figures"] == [rule]


def test_part_with_a_verb_of_its_own_is_another_matter(parse: Parse) -> None:
    assert [brief(f) for f in figures(parse("Gunmen took 70 girls hostage, of whom 12 have never been heard of."))] == [
        "abducted 70"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Medics said 11 people were killed; the army put the dead at six.", [("Medics", 11), ("the army", 6)]),
        ("Police said six people had died; residents said nine.", [("Police", 6), ("residents", 9)]),
        (
            "The ministry said 12 people were killed, while residents put the toll at 30.",
            [("The ministry", 12), ("residents", 30)],
        ),
    ],
)
def test_each_toll_has_a_source_of_its_own(parse: Parse, text: str, expected: list[tuple[str, int]]) -> None:
    assert [(f.attribution, f.low) for f in figures(parse(text))] == expected


@pytest.mark.parametrize(
    "text",
    [
        "An earlier report that 30 people were killed was wrong; the ministry corrected the toll to 14.",
        "The toll was 14, not 30 as earlier reported.",
        "The ministry retracted its toll of 30. It now says 14 villagers died.",
    ],
)
def test_a_corrected_toll_is_denied_and_points_to_its_correction(parse: Parse, text: str) -> None:
    told = {figure.low: figure for figure in figures(parse(text))}
    ids = dict(zip(told, fact_ids("figures", list(told.values())), strict=True))
    assert (told[30].modality, told[30].corrected_by) == ("denied", ids[14])
    assert told[14].modality in ("asserted", "claimed")
    assert told[14].corrected_by is None


@pytest.mark.parametrize(
    "text",
    [
        "The raid killed 30 people. Nine of the dead were children.",
        "At least 30 people, including nine children, were killed.",
        "Thirty people were killed, nine of them children.",
    ],
)
def test_a_subset_is_marked_as_part_of_its_whole(parse: Parse, text: str) -> None:
    whole, part = figures(parse(text))
    assert (whole.low, whole.part_of, part.low) == (30, None, 9)
    assert part.part_of == fact_ids("figures", [whole, part])[0]


def test_a_count_between_two_months_is_cumulative(parse: Parse) -> None:
    (figure,) = figures(parse("Some 900 people were killed between 3 March and 9 April 2023."))
    assert (figure.cumulative, figure.period_start, figure.period_end) == (True, "2023-03-03", "2023-04-09")


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("Shells killed nine men and burned six cars, two officers and a councillor said.", [9, 6]),
        ("Shells killed nine men, two officers and a nurse, the army said.", [9, 2]),
    ],
)
def test_who_tells_a_toll_together_with_others_is_not_counted(parse: Parse, text: str, counted: list[int]) -> None:
    assert [figure.low for figure in figures(parse(text))] == counted


@pytest.mark.parametrize(
    ("text", "since"),
    [
        ("The war, which broke out on 15 April 2023, has killed 150,000 people.", ["2023-04-15"]),
        ("The conflict, which began in March 2011, has displaced 12,000 people.", ["2011-03"]),
        ("The insurgency has killed 9,000 people in the north.", [None]),
        ("The siege, which started on 2 May 2024, has killed 300 people and driven 9,000 from their homes.",
         ["2024-05-02", "2024-05-02"]),
    ],
)  # fmt: skip
def test_what_a_war_has_done_is_a_total_since_it_began(parse: Parse, text: str, since: list[str | None]) -> None:
    assert [(f.period_start, f.cumulative) for f in figures(parse(text))] == [(day, True) for day in since]


@pytest.mark.parametrize(
    "text",
    [
        "Some 26,000 people have fled since 1 May 2024 to the town, where 650,000 displaced people live.",
        "About 500 people have been displaced since 1 May 2024 by the army, which lost 90 soldiers last year.",
    ],
)
def test_a_since_is_not_of_the_clause_behind_it(parse: Parse, text: str) -> None:
    assert [f.period_start for f in figures(parse(text))] == ["2024-05-01", None]


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Officers in Haiti backed by Kenyan troops killed 28 bandits.", None),
        ("Some 28 Israelis died in the raid.", None),
        ("More than 9,000 Armenians fled.", None),
        ("Israeli troops killed 28 men.", "il-mil"),
        ("Drones launched by Israeli troops killed 28 men.", "il-mil"),
    ],
)
def test_who_caused_it_is_not_who_helped_nor_who_is_counted(parse: Parse, text: str, actor: str | None) -> None:
    (figure,) = figures(parse(text))
    assert figure.actor == actor


def test_who_is_counted(parse: Parse) -> None:
    (figure,) = figures(parse("The mine killed at least two Ukrainian soldiers near Kharkiv."))
    assert figure.who == "Ukrainian soldiers"
    assert figure.number == "at least two"


def test_total_since_a_date_is_cumulative(parse: Parse) -> None:
    (figure,) = figures(parse("The war has displaced more than 2 million people since 2014."))
    assert figure.cumulative
    assert figure.period_start == "2014"


def test_rising_toll_is_cumulative(parse: Parse) -> None:
    (figure,) = figures(parse("The death toll has risen to 45."))
    assert figure.cumulative


def test_one_attack_is_not_cumulative(parse: Parse) -> None:
    (figure,) = figures(parse("The attack killed 45 people."))
    assert not figure.cumulative


def test_evidence_is_the_sentence(parse: Parse) -> None:
    document = parse("It rained all day.\n\nA bomb killed 12 people in Kabul. More rain fell.")
    (figure,) = figures(document)
    assert figure.sentence == "A bomb killed 12 people in Kabul."
    assert document.article.text[figure.start : figure.end] == figure.sentence


@pytest.mark.parametrize("row", rows("measures"), ids=lambda row: str(row["example"]).rstrip("."))
def test_each_row_gives_the_figure_of_its_example_a_measure(parse: Parse, row: Row) -> None:
    """A total that has no measure of its own counts what the words after it name: here those killed."""
    assert (row["measure"] or "killed") in {figure.measure for figure in figures(parse(str(row["example"])))}


def test_an_earlier_account_that_is_corrected_is_denied(parse: Parse) -> None:
    (figure,) = figures(parse("The statement corrected an earlier one that said 8 people were killed."))
    assert (figure.low, figure.modality) == (8, "denied")


def test_those_whom_it_hit_worst_are_part_of_the_hurt(parse: Parse) -> None:
    dead, hurt, worst = figures(parse("The blast killed 15 people and injured 20 others, two seriously."))
    assert (dead.measure, worst.measure, worst.low) == ("killed", "injured", 2)
    assert worst.part_of == fact_ids("figures", [dead, hurt, worst])[1]


def test_a_part_with_a_day_of_its_own_is_of_that_day_only(parse: Parse) -> None:
    whole, part = figures(parse("Since January, 40 people have been killed in the region, including 12 on Monday."))
    assert (whole.cumulative, whole.period_start) == (True, "2024-01")
    assert (part.low, part.cumulative, part.period_start) == (12, False, None)


def test_the_size_of_a_thing_is_no_part_of_its_name(parse: Parse) -> None:
    (figure,) = figures(parse("Two 500-pound bombs hit the market."))
    assert (figure.low, figure.who) == (2, "bombs")


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("Officials earlier said 20 people were killed, but later said 14.", 20, 14),
        ("Police initially reported 30 deaths but on Tuesday put the number at 22.", 30, 22),
        ("The ministry had said 41 people were killed in the strike. It now says 36.", 41, 36),
        ("The governor's office lowered its toll from 41 dead to 36.", 41, 36),
        ("The toll was revised down to 9 from 12.", 12, 9),
        ("A bomb killed 15 people in Mosul on Monday, police said. They later revised the figure to 11.", 15, 11),
        ("An earlier version of this article said that 45 people had died. The correct number is 34.", 45, 34),
    ],
)
def test_who_gives_another_number_takes_back_the_first(parse: Parse, text: str, wrong: int, right: int) -> None:
    told = {figure.low: figure for figure in figures(parse(text))}
    ids = dict(zip(told, fact_ids("figures", list(told.values())), strict=True))
    assert (told[wrong].modality, told[wrong].corrected_by) == ("denied", ids[right])
    assert told[right].modality in ("asserted", "claimed")


@pytest.mark.parametrize(
    "text",
    [
        "The army had said 20 people were killed. Residents later said 34.",
        "The ministry said 41 people were killed in the strike. It now says 36 soldiers died in the raid.",
        "Officials earlier said 20 people were killed, and later that 14 people were hurt.",
    ],
)
def test_another_teller_or_another_count_takes_nothing_back(parse: Parse, text: str) -> None:
    assert not any(figure.corrected_by for figure in figures(parse(text)))


def test_who_puts_a_toll_right_is_its_source(parse: Parse) -> None:
    told = figures(parse("The governor's office lowered its toll from 41 dead to 36."))
    assert [f.attribution for f in told if f.low == 36] == ["The governor's office"]


def test_a_day_gives_no_number(parse: Parse) -> None:
    told = figures(parse("Police reported 30 deaths but on Tuesday put the number at 22."))
    assert "Tuesday" not in [figure.attribution for figure in told]


def test_an_abbreviated_fate_is_nobody(parse: Parse) -> None:
    told = figures(parse("Three soldiers were KIA and nine WIA in the raid."))
    assert [(f.measure, f.low, f.who) for f in told] == [("killed", 3, "soldiers"), ("injured", 9, None)]


def test_a_former_number_may_stand_below_the_right_one(parse: Parse) -> None:
    text = "At least 23 people were killed, the Doctors Network said. The network had earlier put the toll at 31."
    told = {figure.low: figure for figure in figures(parse(text))}
    ids = dict(zip(told, fact_ids("figures", list(told.values())), strict=True))
    assert (told[31].modality, told[31].corrected_by) == ("denied", ids[23])
    assert told[23].corrected_by is None


def test_who_sets_fire_plans_nothing_by_it(parse: Parse) -> None:
    (figure,) = figures(parse("The gang set fire to 45 houses in the town."))
    assert (figure.measure, figure.low, figure.modality) == ("buildings_damaged", 45, "asserted")


def test_weapons_are_those_of_whom_the_words_behind_them_name(parse: Parse) -> None:
    (figure,) = figures(parse("Drones launched by Sudan's Rapid Support Forces killed 23 people."))
    assert figure.actor == "sd-rsf"


def test_since_of_another_clause_is_not_when_the_count_began(parse: Parse) -> None:
    text = (
        "Israeli fire killed nine Palestinians on Wednesday, medics said, after a truce that has held since October 10."
    )
    (figure,) = figures(parse(text))
    assert (figure.low, figure.cumulative, figure.period_start) == (9, False, None)
