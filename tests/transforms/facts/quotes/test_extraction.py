"""Quotations: the words between the marks, the speaker, and what is no quotation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.transforms.parsing import Parse
from transforms.facts.quotes.extraction import quotes
from transforms.seeds import Row, rows
from transforms.tables.schema import Quote

if TYPE_CHECKING:
    from transforms.resolving.document import Document


def said(document: Document) -> list[tuple[str, str | None]]:
    return [(row.quote, row.speaker) for row in quotes(document) if row.kind != "indirect"]


STATEMENTS = [
    ("time before the verb", "“The road is closed again,” the mayor this week said.", "the mayor"),
    ("time at the head", "Last night Governor Maria Lopez said the road was “closed once and for all”.", "Maria Lopez"),
    ("time after the verb", "“The road is closed again,” said last night the mayor, Maria Lopez.", "Maria Lopez"),
    ("a month that is a name", "“The road is closed again,” Mrs May said.", "May"),
    ("given names, she", "Karim Aziz met Maria Lopez there. “The road is closed again,” she said.", "Maria Lopez"),
    ("given names, he", "Maria Lopez met Karim Aziz there. “The road is closed again,” he said.", "Karim Aziz"),
    ("dash after", "“The road is closed again.” — Maria Lopez", "Maria Lopez"),
    ("dash on the next line, with a role", "“The road is closed again.”\n– Maria Lopez, a doctor", "Maria Lopez"),
    ("label", "Maria Lopez: “The road is closed again.”", "Maria Lopez"),
    ("from, over it", "The raid drew anger.\n\nFrom Governor Maria Lopez:\n“The road is closed again.”", "Maria Lopez"),
    ("in the words of", "In the words of Governor Maria Lopez: “The road is closed again.”", "Maria Lopez"),
    ("spaces within", "Maria Lopez said: “ The road is closed again. ” The army denied it.", "Maria Lopez"),
    ("guillemets with spaces", "Maria Lopez said : « The road is closed again. » The army denied it.", "Maria Lopez"),
    ("after", "“The road is closed again,” said Maria Lopez.", "Maria Lopez"),
    ("after, subject first", "“The road is closed again,” Maria Lopez said on Monday.", "Maria Lopez"),
    ("after, with apposition", "“The road is closed again,” said Maria Lopez, a doctor at the clinic.", "Maria Lopez"),
    (
        "after, subject with apposition",
        "“The road is closed again,” Maria Lopez, a doctor in Goma, told reporters.",
        "Maria Lopez",
    ),
    ("before, with colon", "Maria Lopez said: “The road is closed again.”", "Maria Lopez"),
    ("before, with comma", 'Maria Lopez said, "The road is closed again."', "Maria Lopez"),
    ("within a clause", "Maria Lopez said the road was “closed once and for all”.", "Maria Lopez"),
    ("participle", "Maria Lopez left the talks, calling them “a waste of everybody’s time”.", "Maria Lopez"),
    ("according to", "The road is “closed once and for all”, according to Maria Lopez.", "Maria Lopez"),
    ("question", "“Who will rebuild our homes?” Maria Lopez asked.", "Maria Lopez"),
    ("age", "“The road is closed again,” said Maria Lopez, 45, who fled the town.", "Maria Lopez"),
    ("title", "“The road is closed again,” said Foreign Minister Maria Lopez.", "Maria Lopez"),
    (
        "title and comma",
        "The army spokesman, Colonel John Smith, said the road was “closed once and for all”.",
        "John Smith",
    ),
    ("unnamed", "“The road is closed again,” a police officer said.", "a police officer"),
    ("body", "The road was “closed once and for all”, the Defense Ministry said.", "Defense Ministry"),
    (
        "relative clause",
        "The Red Cross, which says it aims to “protect the victims of war”, left the town.",
        "Red Cross",
    ),
    ("name with age", '"It was like a storm," recalled Maria Lopez, a 34-year-old mother of three.', "Maria Lopez"),
    (
        "spokesman",
        'Police spokesman John Smith told reporters the raid was "a clear message" to the gangs.',
        "John Smith",
    ),
    ("aside", 'The doctor, Maria Lopez, vowed "to keep the clinic open" through the winter.', "Maria Lopez"),
    (
        "in a statement",
        'In a statement, the Defense Ministry said it "regrets any harm to civilians."',
        "Defense Ministry",
    ),
    (
        "on condition",
        'A senior official, speaking on condition of anonymity, said the deal was "close to done."',
        "A senior official",
    ),
    (
        "relative clause with name",
        "“We have nothing,” Maria Lopez, whose home was destroyed, told the paper.",
        "Maria Lopez",
    ),
    (
        "name in an aside",
        'The trade minister, Maria Lopez, called the strike "an attack on every household" in the country.',
        "Maria Lopez",
    ),
    ("aside at the end", "“The road is closed again,” says the former head of the clinic, Maria Lopez.", "Maria Lopez"),
    ("kin", "Ms Lopez’s father, Paul Lopez, said: “She had gone there to teach.”", "Paul Lopez"),
    ("rank", "“The road is closed again,” said Spc. Maria Lopez, a gunner.", "Maria Lopez"),
    (
        "apposition before content",
        "Lopez, joined by two colleagues, said the budget, the decree and the letter were “a step too far”.",
        "Lopez",
    ),
    (
        "subordinate clause",
        "Boys threw bottles at the gate, though guards later insisted that it had been “a quiet afternoon”.",
        "guards",
    ),
    (
        "participle of the main clause",
        'In Dakar, the bank’s spokesman waved away the offer, telling reporters that it "would change nothing."',
        "the bank’s spokesman",
    ),
    ("author of a paper", "The union put out a leaflet calling the plan “a gift to the rich”.", "union"),
    (
        "participle behind a noun",
        "The army took the hill, a boast that a rival unit holding trenches there described as “a fairy tale”.",
        "rival unit",
    ),
    (
        "pronoun of the same sentence",
        'Peru’s health minister deplored the closure, which she described as "a blow to the poor."',
        "Peru’s health minister",
    ),
    ("dismissed as", 'Maria Lopez on Tuesday dismissed the claim as "complete nonsense and lies."', "Maria Lopez"),
]


@pytest.mark.parametrize(("text", "speaker"), [case[1:] for case in STATEMENTS], ids=[case[0] for case in STATEMENTS])
def test_speaker(parse: Parse, text: str, speaker: str) -> None:
    ((_, found),) = said(parse(text))
    assert found is not None
    assert found.removeprefix("the ").removeprefix("The ") == speaker.removeprefix("the ")


def test_broken_quotation_is_two_rows_of_one_speaker(parse: Parse) -> None:
    rows = said(parse("“We are tired,” said Maria Lopez. “We want to go home.”"))
    assert rows == [("We are tired,", "Maria Lopez"), ("We want to go home.", "Maria Lopez")]


def test_pronoun_is_who_spoke_last(parse: Parse) -> None:
    text = "Maria Lopez said the road was closed.\n\n“Nobody can leave the town,” she added."
    assert said(parse(text)) == [("Nobody can leave the town,", "Maria Lopez")]


def test_paragraph_of_nothing_but_quotation_goes_on(parse: Parse) -> None:
    text = "“The road is closed,” said Maria Lopez.\n\n“Nobody can leave the town now.”"
    assert said(parse(text))[1] == ("Nobody can leave the town now.", "Maria Lopez")


def test_paragraphs_without_closing_mark(parse: Parse) -> None:
    text = "Maria Lopez spoke: “The road is closed.\n\n“Nobody can leave the town now,” she said."
    assert said(parse(text)) == [
        ("The road is closed.", "Maria Lopez"),
        ("Nobody can leave the town now,", "Maria Lopez"),
    ]


def test_last_name_becomes_full_name(parse: Parse) -> None:
    text = "Maria Lopez runs the clinic in Goma.\n\n“The road is closed again,” Lopez said."
    assert said(parse(text)) == [("The road is closed again,", "Maria Lopez")]


def test_title_stands_for_who_was_so_described(parse: Parse) -> None:
    text = (
        "“The road is closed,” says Maria Lopez, a Goma-based journalist.\n\nPaul Kagame was in Kigali on Friday.\n\n"
        "The rebels are “driven by hunger and fear”, according to the journalist."
    )
    assert said(parse(text))[1] == ("driven by hunger and fear", "Maria Lopez")


IN_VIEW = [
    (
        "subject of the sentence before",
        "Paul Roe said the road was closed.\n\nMaria Lopez has run the clinic for years. “We will stay,” she said.",
        "Maria Lopez",
    ),
    (
        "subject with a name in an aside",
        "Paul Roe said no.\n\nThe governor, General Maria Lopez, has ruled it out. “We never talk to them,” she said.",
        "Maria Lopez",
    ),
    (
        "possessor, the only one named",
        "Paul Roe said no.\n\nMaria Lopez’s clinic has run out of fuel. “The lamps are for births,” she said.",
        "Maria Lopez",
    ),
    (
        "fits in gender",
        "Ms Lopez said the road was closed. It was the work of Mr Roe. “We have nothing left here,” she said.",
        "Lopez",
    ),
    (
        "a crowd",
        "Ann Roe said no.\n\nOn Monday, hundreds of students gathered in Lima. “Let her speak,” they chanted.",
        "hundreds of students",
    ),
]


@pytest.mark.parametrize(("text", "speaker"), [case[1:] for case in IN_VIEW], ids=[case[0] for case in IN_VIEW])
def test_pronoun_is_who_is_in_view(parse: Parse, text: str, speaker: str) -> None:
    assert {name for _, name in said(parse(text))} == {speaker}


SHARED = [
    ("after a passive", "The ministry denies that any were used and says its men met “an armed mob”.", "ministry"),
    ("after a participle", "Beijing says two were beaten and calls the arrest “an act of piracy”.", "Beijing"),
    ("two clauses", "The mayor denied that any house had burned and called it “a fairy tale for fools”.", "The mayor"),
    (
        "participle",
        "The governor denied that guards fled before the attack, describing the story as “a wicked fabrication”.",
        "The governor",
    ),
    ("own subject", "Beijing says two were beaten and Ann Roe calls the arrest “an act of piracy”.", "Ann Roe"),
]


@pytest.mark.parametrize(("text", "speaker"), [case[1:] for case in SHARED], ids=[case[0] for case in SHARED])
def test_who_speaks_on_after_what_was_reported_is_the_same(parse: Parse, text: str, speaker: str) -> None:
    assert [name for _, name in said(parse(text))] == [speaker]


DESCRIBED = [
    ("office and unlisted name", "“The road is closed,” said the boat’s captain, Gudbrandur Hall.", "Gudbrandur Hall"),
    ("office of a body", "“The road is closed,” said the chief of the market, Ba Kounta, a trader.", "Ba Kounta"),
    ("one", "“The road is closed,” said one, Hernando, of Pasto.", "Hernando"),
    ("one of them", "“The road is closed,” said one of them, Achol Deng, 24, who was shot.", "Achol Deng"),
    ("calls himself", "“The road is closed,” said a fighter who calls himself Abu Dharr.", "Abu Dharr"),
    ("gave a name", "A surgeon, who gave his name as Dr. Imad Zourob, said: “The road is closed.”", "Imad Zourob"),
    ("will be called", "“The road is closed,” says an old woman who will be called Rasmata.", "Rasmata"),
    ("behind a title with of", "“The road is closed,” MSF head of mission Raphael Roe said.", "Raphael Roe"),
    ("behind an office", "“The road is closed,” said Al-Monitor website political columnist Semih Idiz.", "Semih Idiz"),
    ("two offices", "“The road is closed,” said journalist and political activist Wael Abbas.", "Wael Abbas"),
    ("a day is no name", "“The road is closed,” said the prime minister, Friday, in Cairo.", "the prime minister"),
    ("heard", "Ann Roe said no. A voice is then heard saying: “We will have to stop the show.”", "voice"),
    ("body in an aside", "His party, the SDA, blamed “the climate made in the north”.", "the SDA"),
    ("of another", "“The road is closed,” said the son of Wael Abbas, who fled.", "son of Wael Abbas"),
]


@pytest.mark.parametrize(("text", "speaker"), [case[1:] for case in DESCRIBED], ids=[case[0] for case in DESCRIBED])
def test_a_description_beside_a_name_is_its_bearer(parse: Parse, text: str, speaker: str) -> None:
    assert [name for _, name in said(parse(text))] == [speaker]


WITHOUT_CUE = [
    ("office and colon", "Rebels hold it.\n\nThe clerk: “They can keep their hours.”", "clerk"),
    ("name, place and colon", "Our man Karim Aziz, at Tora prison: “A judge came in an hour ago.”", "Karim Aziz"),
    ("clause and colon", "Ann Roe spoke.\n\nPaul Roe is cool about it: “Men stop when they tire.”", "Paul Roe"),
    ("who acts before", "Ann Roe said no.\n\nThe mayor met them at the gate. “I thank you for all this.”", "The mayor"),
    ("titled", "Ann Roe said no.\n\nThe Prime Minister ruled it out. “We have to eat,” he said.", "The Prime Minister"),
    (
        "name with an age",
        "A doctor said no.\n\nHalima Nur, 34, who sells tea, was thrown down. “It did not stop,” she said.",
        "Halima Nur",
    ),
    ("clause with a preposition", "A captain said no. A man with a stick stood up. “We go home,” he said.", "man"),
    (
        "part of a group",
        "RAB denies it. One of the four, a woman of 31, said no. “They told me,” she said.",
        "One of the four",
    ),
    ("a time opens it", "A mayor said no. Last Friday, she left. “We go home,” she said.", "A mayor"),
    (
        "relative clause",
        "The minister denied it.\n\nA captain who had helped arrange it looked at it.\n\n“I have the paper,” he said.",
        "A captain",
    ),
]


@pytest.mark.parametrize(("text", "speaker"), [case[1:] for case in WITHOUT_CUE], ids=[case[0] for case in WITHOUT_CUE])
def test_who_is_in_view_of_a_quotation_speaks(parse: Parse, text: str, speaker: str) -> None:
    assert [name for _, name in said(parse(text))] == [speaker]


def test_a_name_behind_one_is_no_role(parse: Parse) -> None:
    (row,) = quotes(parse("“They gave us fish every day,” said one, Hernando, of Pasto."))
    assert row.role is None


def test_title_told_before_the_name(parse: Parse) -> None:
    text = (
        "In a post, the Polish president wrote: “We will not wait any longer.”\n\n"
        "Polish President Jan Kowal left on Monday. French President Luc Roux stayed."
    )
    assert said(parse(text)) == [("We will not wait any longer.", "Jan Kowal")]


def test_interview_without_cues_is_the_interviewee_s(parse: Parse) -> None:
    text = (
        "I ask Maria Lopez whether she would stand again.\n\n“I am not finished yet.”\n\n"
        "Is Lopez tired?\n\n“Not in the least.”\n\nBut you have lost twice, I say.\n\n“So have better people.”"
    )
    assert {name for _, name in said(parse(text))} == {"Maria Lopez"}


def test_reported_speech_goes_on_without_a_cue(parse: Parse) -> None:
    text = "A spokesman for the guild announced a strike. Whoever worked would be “struck off the list”."
    ((words, speaker),) = said(parse(text))
    assert words == "struck off the list"
    assert speaker is not None
    assert "spokesman" in speaker


def test_denied_cue_is_no_attribution(parse: Parse) -> None:
    text = 'Maria Lopez said the guild would answer "in kind and at once." It did not elaborate.'
    assert said(parse(text)) == [("in kind and at once.", "Maria Lopez")]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("He was known as “the butcher of the north” for years.", "nobody says it"),
        ("The so-called “safe zone” was shelled.", "fewer than three words"),
        ("They watched the film “No Road Back Home” in Goma.", "title of a work"),
        ("About thirty people wore paper badges that said “I am a Georgian”.", "words on a thing"),
        ("Guards found the body with a note that read: “This one asked for land.”", "words on a thing"),
        ("Two airmen, who “could not be seen”, are found, and freed.", "nobody says it"),
    ],
)
def test_refused(parse: Parse, text: str, rule: str) -> None:
    document = parse(text)
    assert said(document) == []
    assert [refusal.rule for refusal in document.refused if refusal.family == "quotes"] == [rule]


def test_sentence_end_within_a_quotation_does_not_part_it_from_its_speaker(parse: Parse) -> None:
    text = "“We don’t have an army. We have militias without pay or orders,” Maria Lopez said."
    assert said(parse(text)) == [("We don’t have an army. We have militias without pay or orders,", "Maria Lopez")]


@pytest.mark.parametrize(
    "text",
    [
        "Maria Lopez is seen as a “hard-liner” in the party.",
        "He was known as “the butcher of the north” for years.",
        "They watched the film “No Road Back Home” in Goma.",
        "‘What the ministers decided’\n\nThe talks ended on Friday.",
    ],
    ids=["scare quote", "nickname without speaker", "title of a work", "heading"],
)
def test_no_quote(parse: Parse, text: str) -> None:
    assert said(parse(text)) == []


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Maria Lopez said that the bridge had been destroyed.", "the bridge had been destroyed"),
        ("The bridge had been destroyed, Maria Lopez said on Friday.", "The bridge had been destroyed"),
        ("According to Maria Lopez, the bridge had been destroyed.", "the bridge had been destroyed"),
        ("Maria Lopez said in a video posted on social media that her men held the town.", "her men held the town"),
        ("Maria Lopez said the raid was a crime and called on the army to stop.", "the raid was a crime"),
        ("Maria Lopez said nine men were killed and claimed to hold the town.", "nine men were killed"),
        ("Maria Lopez blamed the rebels for the raid and denied that she had sent help.", "she had sent help"),
    ],
)
def test_indirect(parse: Parse, text: str, content: str) -> None:
    (row,) = quotes(parse(text))
    assert (row.kind, row.quote, row.speaker) == ("indirect", content, "Maria Lopez")


@pytest.mark.parametrize(
    "text",
    [
        "The army confirmed the raid but gave a lower toll.",
        "The army acknowledged the loss and promised to answer.",
        "The governor announced a curfew and urged people to stay.",
    ],
)
def test_a_second_verb_of_the_speaker_says_nothing_of_what_was_said(parse: Parse, text: str) -> None:
    assert quotes(parse(text)) == []


@pytest.mark.parametrize(
    ("phrase", "speaker"),
    [
        ("a spokesman for President Mahmoud Abbas", "spokesman for President Mahmoud Abbas"),
        ("an aide to Governor Maria Lopez", "aide"),
        ("a lawyer for Karim Aziz", "lawyer for Karim Aziz"),
    ],
)
def test_who_speaks_for_somebody_is_somebody_else(parse: Parse, phrase: str, speaker: str) -> None:
    (row,) = quotes(parse(f"“The road is closed again,” {phrase} said."))
    assert (row.speaker or "").removeprefix("a ").removeprefix("an ") == speaker


def the_quote(document: Document) -> Quote:
    (row,) = quotes(document)
    return row


def test_kinds(parse: Parse) -> None:
    assert the_quote(parse("“The road is closed again,” Maria Lopez said.")).kind == "direct"
    assert the_quote(parse("Maria Lopez said the road was “closed once and for all”.")).kind == "mixed"


def test_offsets_are_of_the_words(parse: Parse) -> None:
    document = parse("It rained.\n\n“The road is closed again,” Maria Lopez said.")
    row = the_quote(document)
    assert document.article.text[row.quote_start : row.quote_end] == row.quote == "The road is closed again,"
    assert document.article.text[row.start : row.end] == row.sentence


def test_cue_and_addressee(parse: Parse) -> None:
    row = the_quote(parse("“The road is closed again,” Maria Lopez told reporters."))
    assert (row.cue, row.addressee, row.speaker_text) == ("told", "reporters", "Maria Lopez")


@pytest.mark.parametrize("row", rows("cues"), ids=lambda row: f"{row['kind']} {row['example'][:30]}")
def test_each_row_reads_the_speech_of_its_example(parse: Parse, row: Row) -> None:
    (found,) = quotes(parse(str(row["example"])))
    assert str(found.speaker).endswith(str(row["speaker"]))
    assert found.role is None


def test_a_weak_cue_that_touches_a_quotation_tells_who_says_it(parse: Parse) -> None:
    assert said(parse("“It is a trap for the poor,” Maria Lopez continued.")) == [
        ("It is a trap for the poor,", "Maria Lopez")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "This week said it all: “The road is closed again.”",
        "Reporters were informed that “the road is closed again”.",
        "The families were told on Monday that “the road is closed again”.",
    ],
)
def test_a_time_and_those_who_are_told_do_not_speak(parse: Parse, text: str) -> None:
    assert [quote.speaker for quote in quotes(parse(text))] in ([], [None])


def test_a_role_has_no_time_in_it(parse: Parse) -> None:
    (quote,) = quotes(parse("Last night Governor Maria Lopez said the road was “closed once and for all”."))
    assert quote.role == "Governor"


def test_the_army_that_speaks_is_never_an_armed_group(parse: Parse) -> None:
    (quote,) = quotes(parse("Hezbollah fired rockets at the town. “We lost nobody in the fight,” the army said."))
    assert (quote.speaker, quote.speaker_actor) == ("army", "lb-mil")


TRANSCRIPT = """GEN. OMAR SAYEG: We hold the town and the bridge.

Q: How many men did you lose?

SAYEG: We lost nine men there. I will not count the wounded today.

REPORTER: Who holds the mill?

MR. PRICE: I would refer you to the army."""


def test_turns_of_a_transcript_are_rows_of_their_speakers(parse: Parse) -> None:
    told = quotes(parse(TRANSCRIPT))
    assert [(q.speaker, q.quote) for q in told if q.kind == "transcript"] == [
        ("Omar Sayeg", "We hold the town and the bridge."),
        ("Omar Sayeg", "We lost nine men there. I will not count the wounded today."),
        ("Reporter", "Who holds the mill?"),
        ("Price", "I would refer you to the army."),
    ]
    assert all(TRANSCRIPT[q.quote_start : q.quote_end] == q.quote for q in told)


@pytest.mark.parametrize(
    "text", ["BREAKING: Rebels took the bridge on Monday.", "The army said: NOTE: it holds the mill."]
)
def test_one_line_with_a_label_is_no_transcript(parse: Parse, text: str) -> None:
    assert [q for q in quotes(parse(text)) if q.kind in ("direct", "transcript")] == []


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("PATNA: Nine men were held on Monday.\n\nGAYA: Rebels burned two trucks.", []),
        ("TEN YEARS AGO: Rebels took the port.\n\nONE YEAR AGO: The army took it back.", []),
        ("CUE: Troops landed in the north.\n\nCUE BACK: Our man is there.", []),
        ("Q: Who holds it?\n\nA: The army holds it now.\n\nQ: And the mill?\n\nA: Nobody holds the mill.", []),
        ("CALLER: They came at night.\n\nHOST: How many came?\n\nCALLER: A hundred men came.", ["Caller", "Caller"]),
        ("JOHN: They came at night.\n\nTHE MINISTER: We sent the army.", ["John", "The Minister"]),
        (
            "Lopez fled; Maria Lopez is back.\n\nLOPEZ: I am back.\n\nSECRETARY ROE: We will help.",
            ["Maria Lopez", "Roe"],
        ),
    ],
    ids=[
        "places",
        "dates",
        "parts of a programme",
        "questions",
        "a label that returns",
        "persons",
        "named in the text",
    ],
)
def test_a_label_that_is_nobody_s_name_speaks_nothing(parse: Parse, text: str, speakers: list[str]) -> None:
    assert [q.speaker for q in quotes(parse(text)) if q.kind == "transcript"] == speakers


def test_a_label_is_no_name(parse: Parse) -> None:
    assert {name.span.text for name in parse(TRANSCRIPT).names} <= {"OMAR SAYEG", "PRICE"}


def test_what_somebody_calls_a_thing_is_no_statement(parse: Parse) -> None:
    assert quotes(parse("Pakistani jets bombed what the army said were hideouts in two provinces.")) == []


def test_a_commissioner_is_named_without_his_title(parse: Parse) -> None:
    (quote,) = quotes(parse("Deputy Commissioner Yousaf Karim said that troops had cordoned off the area."))
    assert quote.speaker == "Yousaf Karim"


def test_what_was_agreed_says_nothing(parse: Parse) -> None:
    assert quotes(parse("A truce agreed in May 2023 had held for most of the year.")) == []
