"""Kinds of counts, one small table each: sentences with the figures that a reader would write down."""

from __future__ import annotations

from collections.abc import Callable

import pytest

COUNTED = [
    ("Residents named 30 men, 22 women and 29 children who had died.", "killed 30, killed 22, killed 29"),
    ("The army captured 36 cannon.", "weapons 36"),
    ("The 15,000-strong Badr Corps took part in the parade.", "troops 15000"),
    ("A 300-strong force stormed the town.", "troops 300"),
    ("The floods have affected 33 million people and killed nearly 1,400 in Pakistan.", "killed 1400"),
    ("Police shot two men and killed at least 20 others.", "killed 2, killed 20+"),
    ("Gunmen killed 43 people in Homs and five in Hama.", "killed 43, killed 5"),
    ("Twelve people died in Idlib, 11 in Homs and six in Hama.", "killed 12, killed 11, killed 6"),
    ("Five people were killed at around 9 p.m. on Monday.", "killed 5"),
    ("Shells destroyed nine temples and two cranes.", "buildings_damaged 9, vehicles_destroyed 2"),
    ("The 120 mm fire killed three farmers on Monday.", "killed 3"),
    ("Rebels fired two 107 mm rockets at the base.", "weapons 2"),
    ("Three of the five killed were children.", "killed 3, killed 5"),
    ("Some 40 people were killed or wounded in the raid.", "other 40"),
    ("More than 100 fighters have been killed, wounded or captured.", "other 100+"),
    ("At least 60 soldiers were killed and wounded.", "other 60+"),
    ("The garrison lost at least 300 men killed or wounded.", "other 300+"),
    ("The garrison lost nine men killed and 20 wounded.", "killed 9, injured 20"),
    ("The brigade lost nine KIA and 20 WIA.", "killed 9, injured 20"),
    ("A mine killed two children herding goats in Hays.", "killed 2"),
    ("Eleven soldiers escorting a convoy to the besieged town of Djibo were killed.", "killed 11"),
    ("Two women fetching water from a well were injured.", "injured 2"),
    ("Twelve people were killed and 27 more hurt when shells hit a market.", "killed 12, injured 27"),
    ("Police said that six people had died; residents said nine.", "killed 6, killed 9"),
    ("The attack killed at least two people and wounded nine, police said.", "killed 2+, injured 9"),
    (
        "The war has killed more than 60,000 people and displaced nearly 3 million since 2014.",
        "killed 60000+, displaced 3000000",
    ),
    ("At least 71 people were wounded in the raid.", "injured 71+"),
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
    ("The blaze destroyed more than 200 tents at the camp.", "buildings_damaged 200+"),
    ("Twelve of the 20 passengers died.", "killed 12"),
    ("One soldier was killed and another wounded.", "killed 1"),
    ("The militia killed up to 15 farmers and kidnapped at least 8 women.", "killed ?-15, abducted 8+"),
    ("Fourteen sailors were rescued after the ship sank.", "other 14"),
    ("Rebels seized 12 villages.", "other 12"),
    (
        "Thirty thousand people have lost their lives and two million have been forced from their homes.",
        "killed 30000, displaced 2000000",
    ),
    ("Toll from Nairobi blast climbs to 12, police say", "killed 12"),
    ("40 dead in Kabul market bombing", "killed 40"),
    ("Nine killed, dozens hurt as bus hits mine", "killed 9, injured 24+"),
    ("The blast killed five people; 14 others were hurt.", "killed 5, injured 14"),
    ("A shell hit the ward, killing a cook and injuring seven guests and two porters.", "injured 7, injured 2"),
    ("At least 60 people died, including 12 women and 20 children.", "killed 60+, killed 12, killed 20"),
    ("Army says 15 militants were killed, rebels say four.", "killed 15, killed 4"),
    ("Bombs killed at least six in Homs and seven in Hama.", "killed 6+, killed 7"),
    ("Some 4,300 people were seized on the roads and some 700 of them killed.", "abducted 4300, killed 700"),
    ("Two gunmen shot dead three guards.", "killed 3"),
    ("Nine herders were buried on Tuesday.", "killed 9"),
    ("Three cooks were badly burned when the oven blew up.", "injured 3"),
    ("The surgeons saw 63 people with gunshot wounds, among them 19 children.", "injured 63, injured 19"),
    ("Police shot dead at least nine marchers.", "killed 9+"),
    ("The town mourned 34 miners whom police shot dead on Thursday.", "killed 34"),
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
    ("Officials said 30 at most were wounded.", "injured ?-30"),
    ("A rights group counted 52 bodies by Thursday.", "killed 52"),
    ("The morgue received seven bodies overnight.", "killed 7"),
    ("The clinic received seven wounded and the bodies of two children.", "injured 7, killed 2"),
    ("The hospital took in 30 wounded people and the bodies of 12 others.", "injured 30, killed 12"),
    ("The ministry said its aircraft neutralised 18 of them near the border.", "killed 18"),
    ("The three states agreed to set up a joint force of 5,000 men.", "troops 5000"),
]

FORCES = [
    ("Some 8,000 soldiers patrol the northern districts.", "troops 8000"),
    ("Up to 1,000 fighters are believed to be hiding in the hills.", "troops ?-1000"),
    ("The republic moved 600 men to the frontier.", ""),
    ("The republic has 600 men on the frontier.", "troops 600"),
    ("Some 900 French and West African troops are moving into the zone.", "troops 900"),
    ("Ten rebels waved from the roof of the station.", ""),
    ("The mayor sent six men to the capital for talks.", ""),
    ("Some 300 gunmen were killed in the valley.", "killed 300"),
    ("The raid killed 70 people, 20 of them soldiers.", "killed 70, killed 20"),
    (
        "The raid killed 200 people. They include 102 members of the militia and 61 soldiers.",
        "killed 200, killed 102, killed 61",
    ),
    ("The raid killed 200 people. The garrison includes 610 soldiers.", "killed 200, troops 610"),
    ("The clinic had 117 wounded soldiers on Monday.", "injured 117"),
]

MEN = [
    ("The army lost eleven men in the ambush.", "killed 11"),
    ("The retreat ended with the loss of nine men.", "killed 9"),
    ("Amina Roe lost two daughters in the raid.", "killed 2"),
    ("The shop lost 300 customers to its rival.", ""),
]

LIVES = [
    ("The flood claimed the lives of nine soldiers.", "killed 9"),
    ("The truce improved the lives of millions.", ""),
    ("Two officers laid down their lives for the town.", "killed 2"),
]

DEATHS = [
    ("The mayor confirmed 19 deaths and over 30 wounded.", "killed 19, injured 30+"),
    ("The report lists 31 killings and nine kidnappings.", "killed 31"),
    ("Police counted nine homicides on Monday.", "killed 9"),
    ("Three bodies lay at the gate.", "killed 3"),
    ("The morgue showed seven charred bodies.", "killed 7"),
    ("The two UN bodies met in private.", ""),
    ("The executive bodies of five big universities were shot down in the vote.", ""),
    ("The gang cut the throats of eleven farmers.", "killed 11"),
    ("Two of his colleagues had been hacked to death on Sunday.", "killed 2"),
    (
        "It said 17 people had died, among them six children, and 600 residents had fled.",
        "killed 17, killed 6, displaced 600",
    ),
    ("Troops killed 12 rebels, including three commanders, and captured nine.", "killed 12, killed 3, detained 9"),
    ("Between 700 and 1,000 people are thought to have died in the siege.", "killed 700-1000"),
]

HURT = [
    ("Two people were killed and more than 40 hurt in that raid.", "killed 2, injured 40+"),
    ("Eight people were killed, 20 hurt.", "killed 8, injured 20"),
    ("Fourteen people are in hospital after the blast.", "injured 14"),
    ("Hospitals treated 87 people after the clashes.", "injured 87"),
    ("Hospitals treated 87 people for cholera.", ""),
    ("Two of the students had been beaten in the cells.", "injured 2"),
]

CLAUSES = [
    ("The families of six villagers whom the rebels killed this year want justice.", "killed 6"),
    ("The eleven soldiers of the 17th Mobile Brigade who died on Tuesday were asleep.", "killed 11"),
    ("The town mourned the 40 men they arrested last year.", "detained 40"),
    ("The army handed over the bodies of 866 men, 157 of whom died in custody.", "killed 866, killed 157"),
    ("The soldiers freed two engineers whom the rebels had kidnapped in May.", "abducted 2"),
    ("A judge ordered the release of nine farmers whom a patrol had detained.", "detained 9"),
]

CUSTODY = [
    ("Police held 44 marchers on Monday.", "detained 44"),
    ("Three colonels are in custody.", "detained 3"),
    ("The mayor pleaded for the 13 women still in captivity.", "abducted 13"),
    ("Police led two of them away.", "detained 2"),
    ("Gunmen led away 26 young men at dawn.", "abducted 26"),
    ("Five oil workers held since Sunday by gunmen came home.", "abducted 5"),
    ("Soldiers seized two brothers in the old town.", "detained 2"),
    ("Gunmen seized two brothers in the old town.", "abducted 2"),
    ("Militias burned the village and took away six girls.", "abducted 6"),
    ("Police picked up 31 students near the gate.", "detained 31"),
    ("The authorities put two party leaders under house arrest.", "detained 2"),
    ("The hall holds 300 people.", ""),
    ("Police took in two members of the party.", "detained 2"),
    ("She was abducted in March together with two nurses.", "abducted 2"),
]

FREED = [
    ("Twelve had been let go by noon.", "other 12"),
    ("The kingdom let five prisoners go.", "other 5"),
    ("The group would free 33 hostages against 700 prisoners.", "other 33, other 700"),
    ("Forty fighters laid down their arms on Friday.", "other 40"),
    ("Two hundred soldiers have deserted since May.", "other 200"),
]

MOVED = [
    ("The nuns took in ninety women from the burning villages.", "displaced 90"),
    ("The militia drove out more than 100,000 people.", "displaced 100000+"),
    ("About 40,000 people are camped around the airport.", "displaced 40000"),
    ("Germany flew out about 100 foreigners on Tuesday.", "evacuated 100"),
    ("The navy has flown 36 of its nationals out by helicopter.", "evacuated 36"),
    ("The camps hold 90,000 refugees.", "displaced 90000"),
]

ARMS = [
    ("Troops recovered 11 rifles and 1,200 rounds of ammunition.", "weapons 11, weapons 1200"),
    ("The group handed over 22 rifles.", "weapons 22"),
    ("Police showed 520 assorted guns.", "weapons 520"),
    ("They recovered 23 AK-47s in the camp.", "weapons 23"),
    ("Sappers lifted 132 mines near the school.", "weapons 132"),
]

THINGS = [
    ("Nobody was killed, and 60 shelters burned down.", "buildings_damaged 60"),
    ("The patrol counted 41 burnt houses in the village.", "buildings_damaged 41"),
    ("The mob looted about 14 shops.", "buildings_damaged 14"),
    ("Some 1,700 houses are gone.", "buildings_damaged 1700"),
    ("The army said 31 Roevian-made armoured vehicles had been destroyed.", "vehicles_destroyed 31"),
    ("The rebels sank two gunboats in the harbour.", "vehicles_destroyed 2"),
]

LISTS = [
    ("More than 100 people were arrested on Friday, up from 36 on Thursday.", "detained 100+, detained 36"),
    ("Troops reported 31 arrests, two laboratories and a truck.", "detained 31"),
    ("Four people died – two policemen, a soldier and a student – in the raid.", "killed 4, killed 2"),
    ("By then 60 villagers had been killed, and 27 policemen.", "killed 60, killed 27"),
    ("The raid killed a family of five.", "killed 5"),
    ("The army detained 35 leaders along with 175 militants.", "detained 35, detained 175"),
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [*COUNTED, *FORCES, *MEN, *LIVES, *DEATHS, *HURT, *CLAUSES, *CUSTODY, *FREED, *MOVED, *ARMS, *THINGS, *LISTS],
    ids=lambda text: text[:50],
)
def test_a_number_has_the_measure_that_its_words_give(
    figures_in_short: Callable[[str], str], text: str, expected: str
) -> None:
    assert figures_in_short(text) == expected
