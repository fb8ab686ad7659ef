"""The codebook: how each code is decided, generated from the rows of the seeds with their own examples."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import get_args

from transforms.seeds import Row, listed, rows
from transforms.tables.schema import Measure, Modality, Plover

WORDS = 12
"""Maximum number of words shown for a code; the seeds hold all of them."""
EXAMPLES = 3
"""Maximum number of example sentences per code."""


def codebook() -> str:
    """The codebook in Markdown: PLOVER classes, ACLED sub-events, figures, modality, background, days, actors."""
    parts = [
        "# Codebook",
        "",
        "Generated from the rows of `seeds/` by `dateline codebook`: how each code is decided, with the examples that "
        "tests read. It includes the rows of your home.",
        *_events(),
        *_sub_events(),
        *_figures(),
        *_modality(),
        *_telling(),
        *_days(),
        *_actors(),
    ]
    return "\n".join(parts) + "\n"


def _events() -> Iterable[str]:
    yield from _section(
        "PLOVER classes (events.plover)",
        "A word of the lexicon denotes an event if its clause fits the frame of a row of `events.csv`: the first row "
        "that fits decides. The learned reader has these rows as features; `DATELINE_READER=rules` uses them alone. "
        "What it learned from was annotated by the rulings on hard cases in `seeds/corpus/rulings.md`.",
    )
    yield from _table(("class", "words", "examples"), _words_of_codes("events", "plover", get_args(Plover)))


def _sub_events() -> Iterable[str]:
    yield from _section(
        "ACLED sub-events (events.acled_sub_event)",
        "A row of `events.csv` names the sub-event, or `Attack`, which the means named in the sentence refine by the "
        "first row of `crosswalk.csv` that fits. Acts by or against a crowd are coded first.",
    )
    table_rows = [
        [str(row["acled_sub_event"]), str(row["acled_event"]), _first_words(listed(row["means"])), row["example"] or ""]
        for row in rows("crosswalk")
    ]
    yield from _table(("sub-event", "event type", "means", "example"), table_rows)


def _figures() -> Iterable[str]:
    yield from _section(
        "Figures (figures.measure)",
        "A number is a figure if a word of `measures.csv` has the role of its row in relation to it. Words such as "
        "`at least` leave the other bound open: then `low` or `high` is null.",
    )
    yield from _table(("measure", "words", "examples"), _words_of_codes("measures", "measure", get_args(Measure)))


def _modality() -> Iterable[str]:
    yield from _section(
        "Modality (events.modality)",
        "An event is `asserted` unless a word of `modality.csv` modifies its clause, or a party to the conflict states "
        "it: then it is `claimed`.",
    )
    yield from _table(("modality", "words", "examples"), _words_of_codes("modality", "modality", get_args(Modality)))


def _telling() -> Iterable[str]:
    yield from _section(
        "New or background (events.when_told)",
        "These words mark an event as background, or as news of the days before publication; without them its date and "
        "tense decide.",
    )
    table_rows = [
        [str(row["telling"]), _first_words(listed(row["words"])), row["example"] or ""] for row in rows("telling")
    ]
    yield from _table(("told as", "words", "example"), table_rows)


def _days() -> Iterable[str]:
    yield from _section(
        "Days (date_start, date_end, date_precision)",
        "A weekday or `yesterday` is relative to the day of publication, or to that of the dateline; a date is never "
        "more precise than its words: `in November` is a month. Days with names:",
    )
    table_rows = [[_first_words(listed(row["names"])), _day(row), row["example"] or ""] for row in rows("days")]
    yield from _table(("name", "day", "example"), table_rows)


def _actors() -> Iterable[str]:
    yield from _section(
        "Kinds of actors (actors.kind)", "Every country, its government, forces and police are actors too."
    )
    yield from _table(("kind", "meaning"), [[str(row["kind"]), str(row["meaning"])] for row in rows("actor_kinds")])


def _day(row: Row) -> str:
    return row["rule"] or "-".join(f"{int(part):02}" for part in (row["year"], row["month"], row["day"]) if part)


def _words_of_codes(table: str, column: str, codes: Iterable[str]) -> Iterable[list[str]]:
    """Each code with the words and examples of its rows; codes without words are left out."""
    for code in codes:
        coded = [row for row in rows(table) if row[column] == code]
        words = dict.fromkeys(word for row in coded for word in listed(row["lemma"]))
        examples = [str(row["example"]) for row in coded if row["example"]]
        if words:
            yield [code, _first_words(words), " ".join(examples[:EXAMPLES])]


def _first_words(words: Iterable[str]) -> str:
    all_words = list(words)
    return ", ".join(all_words[:WORDS]) + (f" and {len(all_words) - WORDS} more" if len(all_words) > WORDS else "")


def _section(title: str, text: str) -> list[str]:
    return ["", f"## {title}", "", text, ""]


def _table(header: Sequence[str], table_rows: Iterable[Sequence[str]]) -> Iterable[str]:
    yield f"| {' | '.join(header)} |"
    yield f"|{' --- |' * len(header)}"
    for cells in table_rows:
        yield f"| {' | '.join(cell.replace('|', ', ') for cell in cells)} |"
