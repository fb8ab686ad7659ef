"""Formats numbers, days and changes for the brief: open bounds stay open, and nothing is rounded."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from transforms.seeds import rows

Row = Mapping[str, Any]
SHOWN = {
    "day": "day",
    "place": "place",
    "what": "kind",
    "acled_sub_event": "kind",
    "source": "who did it",
    "target": "to whom",
    "n_outlets": "outlets",
    "n_independent_origins": "independent origins",
    "is_disputed": "disputed",
}
"""Columns of an incident whose changes are shown, with their names in the brief; the toll is shown as a whole."""
TOLL = ("deaths_low", "deaths_best", "deaths_high")


def number(value: int) -> str:
    return f"{value:,}"


def with_noun(count: int, name: str) -> str:
    """A count with its noun; words such as "changed" have no plural."""
    return f"{count} {name}" if count == 1 or name.endswith(("ed", "wn")) else f"{count} {name}s"


def spread(low: int | None, high: int | None, in_words: str | None = None) -> str:
    """A number with its bounds: "22", "15 to 20", "at least 12", "at most 40"; empty without bounds.

    One told by words alone, which are no count, begins with these: "dozens (at least 24)".
    """
    if low is None and high is None:
        return ""
    if low is None:
        return f"at most {number(high or 0)}"
    if high is None:
        return f"{in_words} (at least {number(low)})" if in_words else f"at least {number(low)}"
    return number(low) if low == high else f"{number(low)} to {number(high)}"


def bounds_in_words(bounds: str) -> str:
    """A value of the mart `contradictions` ("12–", "11–15", a day) in words."""
    low, dash, high = bounds.partition("–")
    if not dash:
        return bounds
    return f"{low} to {high}" if low and high else f"at least {low}" if low else f"at most {high}"


def toll(row: Row) -> str:
    """The deaths of an incident; empty if no report counts them."""
    killed = spread(row["deaths_low"], row["deaths_high"], row.get("toll_words"))
    best = row["deaths_best"]
    most = f" (most reports: {number(best)})" if best is not None and row["deaths_low"] != row["deaths_high"] else ""
    return f"{killed} killed{most}" if killed else ""


def claim(row: Row) -> str:
    """What one side claims about deaths on the other, which is not part of the toll."""
    killed = spread(row["claimed_low"], row["claimed_high"])
    return f"one side claims {killed} of its enemy killed" if killed else ""


def long_day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def short_day(day: date) -> str:
    return f"{day.day} {day:%b}"


def title_of(name: str) -> str:
    """The heading of the brief of a night or of a manual run, from its file name; empty for a period."""
    with suppress(ValueError):
        return f"Night of {long_day(date.fromisoformat(name))}"
    with suppress(ValueError):
        start = datetime.strptime(name, "%Y-%m-%dT%H%M%S")  # noqa: DTZ007  # the name is in UTC
        return f"Run of {long_day(start)}, {start:%H:%M} UTC"
    return ""


def refusal(rule: str) -> str:
    """The meaning of a refusal rule from seeds/refusals.csv; the name of the rule if no row matches."""
    known = {str(row["rule"]): str(row["meaning"]) for row in rows("refusals")}
    matching = [name for name in known if rule.startswith(name)]
    return known[max(matching, key=len)] if matching else rule


def when(row: Row) -> str:
    """The date of an incident, no more precise than reported."""
    day: date = row["day"]
    by_precision = {
        "day": long_day(day),
        "week": f"in the days up to {long_day(day)}",
        "month": f"{day:%B %Y}",
        "year": f"{day:%Y}",
    }
    return by_precision.get(row["date_precision"] or "", f"reported {long_day(day)}")


def where(row: Row, *around: str | None) -> str:
    """The place of an incident, with the town and country around it if they add something."""
    parts = [row["place"], *(name for name in around if name != row["place"])]
    place = ", ".join(part for part in parts if part) or "Place not stated"
    return f"in or near {place}" if row["geo_precision"] == 2 and row["place"] else place


def change_sentences(before: Row, after: Row) -> list[str]:
    """The visible changes of an incident, one sentence each."""
    sentences = []
    if any(name in after and before.get(name) != after[name] for name in TOLL):
        sentences.append(f"Toll: {before['toll'] or 'none'} → {after['toll'] or 'none'}")
    for name, label in SHOWN.items():
        if name in before and name in after and before[name] != after[name]:
            sentences.append(
                f"{label[:1].upper()}{label[1:]}: {_value_text(before[name])} → {_value_text(after[name])}"
            )
    return sentences


def _value_text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return long_day(value) if isinstance(value, date) else "none" if value is None else str(value)


def link(url: str | None) -> str:
    """The address if it may become a link (http or https), else an empty string."""
    return url if url and urlsplit(url).scheme in ("http", "https") else ""
