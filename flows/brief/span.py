"""The scope of a brief: a night or a period, optionally limited to a country, a place or an actor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from transforms import shipped
from transforms.resolving.actors import actors, countries
from transforms.resolving.gazetteer import gazetteer
from transforms.tables.schema import Run
from warehouse import Lake, LakeError, answers

SQL = shipped.SQL / "brief"
WINDOW = timedelta(days=13)
"""From the first day of the map and timelines to the last, for a night."""
LONGEST = 365
"""Maximum number of days of a span."""


@dataclass(frozen=True, slots=True)
class Filter:
    """The filter of a brief; None means no limit. `actors` are ids, including all parts of the actor."""

    country: str | None = None
    place: str | None = None
    actor: str | None = None
    places: tuple[str, ...] | None = None
    place_ids: tuple[int, ...] = ()
    actors: tuple[str, ...] | None = None

    @property
    def named(self) -> list[str]:
        """The limits, each prefixed with its kind, since a country and an actor may share a name."""
        by_kind = {"country": self.country, "place": self.place, "actor": self.actor}
        return [f"{kind}-{name}" for kind, name in by_kind.items() if name]

    @property
    def words(self) -> str:
        """The limits in words; empty if there are none."""
        parts = (countries()[self.country].name if self.country else None, self.place, self.actor)
        return ", ".join(word for word in parts if word)


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a brief. Its news is what `runs` landed or, without runs, what was published on these days.

    `since` is the time of the earlier state of the warehouse to compare with; None if there is none. `oldest` is the
    first day of publication that a manual run read, if it lies before the days of the brief.
    """

    first: date
    last: date
    name: str
    night: date | None = None
    runs: tuple[str, ...] | None = None
    since: datetime | None = None
    is_first: bool = False
    filter: Filter = field(default_factory=Filter)
    oldest: date | None = None

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1)]

    def parameters(self) -> dict[str, Any]:
        """The parameters of the queries of sql/brief."""
        return {
            "first": self.first,
            "last": self.last,
            "runs": list(self.runs) if self.runs is not None else None,
            "country": self.filter.country,
            "actors": list(self.filter.actors) if self.filter.actors is not None else None,
            "places": list(self.filter.places) if self.filter.places is not None else None,
            "place_ids": list(self.filter.place_ids),
        }


def ask(lake: Lake, names: Iterable[str], parameters: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The rows of sql/brief/<name>.sql for each name, all from one snapshot."""
    questions = {name: (SQL / f"{name}.sql").read_text(encoding="utf-8") for name in names}
    return {name: answer.to_pylist() for name, answer in answers(lake, questions, parameters).items()}


def brief_rows(lake: Lake, name: str, /, **parameters: Any) -> list[dict[str, Any]]:
    """The rows of sql/brief/<name>.sql."""
    return ask(lake, [name], parameters)[name]


def of_run(lake: Lake, run: Run) -> Span:
    """The span of a run: the two weeks up to its night; for a manual run all days that it read, as far as a brief goes,
    and at least the two weeks up to the newest of them.
    """
    (row,) = brief_rows(lake, "before", run=run.run_id, night=run.night, started=run.started, ended=run.ended)
    last = run.night or row["newest"] or row["newest_of_all"] or run.started.date()
    oldest = last if run.night else row["oldest"] or last
    first = max(min(last - WINDOW, oldest), last - timedelta(days=LONGEST - 1))
    runs = tuple(row["runs"] or [run.run_id])
    return Span(
        first, last, name_of(run), run.night, runs, row["since"], row["is_first"],
        oldest=oldest if oldest < first else None,
    )  # fmt: skip


def name_of(run: Run) -> str:
    """The name of the brief of a run: its night or, for a manual run, its start time."""
    return f"{run.night}" if run.night else f"{run.started.astimezone(UTC):%Y-%m-%dT%H%M%S}"


def of_latest(lake: Lake) -> Span:
    """The span of the latest run. LakeError if there is none."""
    runs = brief_rows(lake, "latest")
    if not runs:
        raise LakeError(f"{lake}: nothing has been read yet; `dateline run --source wire` reads the sample wire")
    return of_run(lake, Run(**runs[0]))


def of_days(lake: Lake, first: date | None, last: date | None, limits: Filter) -> Span:
    """A span of publication days; by default the two weeks up to the newest day in the warehouse.

    ValueError if the days are in the wrong order or too many.
    """
    newest = brief_rows(lake, "newest")[0]["day"]
    last = last or (max(newest, first or newest) if newest else first)
    if last is None:
        raise LakeError(f"{lake}: nothing has been read yet; `dateline run --source wire` reads the sample wire")
    first = first or max(last, date.min + WINDOW) - WINDOW
    if first > last:
        raise ValueError(f"{first} is after {last}: --from is the first day and --to the last.")
    if (last - first).days >= LONGEST:
        raise ValueError(f"from {first} to {last} are more than {LONGEST} days, the most that a brief holds.")
    words = "_".join((f"{first}_{last}", *limits.named))
    return Span(first, last, "".join(c if c.isalnum() or c in "-_" else "-" for c in words), filter=limits)


def limits(lake: Lake, country: str | None, place: str | None, actor: str | None) -> Filter:
    """A filter from user input. ValueError, in one sentence, if there is no such country, place or actor."""
    places = _places_named(lake, place) if place else []
    name, ids = _actor_with_parts(actor) if actor else (None, None)
    return Filter(
        _country_code(country) if country else None,
        place,
        name,
        tuple(sorted({name for name, _ in places})) if place else None,
        tuple(sorted({place_id for _, place_id in places if place_id})),
        ids,
    )


def _country_code(text: str) -> str:
    for code, country in countries().items():
        if text.casefold() in {name.casefold() for name in (code, country.alpha3, *country.names)}:
            return code
    raise ValueError(f"{text}: no country has this name or code; seeds/countries.csv lists them, such as SY or Syria.")


def _actor_with_parts(text: str) -> tuple[str, tuple[str, ...]]:
    """The name of an actor, and its id with those of all its parts."""
    actor = actors().get(text) or actors().find(text)
    if actor is None:
        raise ValueError(f"{text}: no actor has this name or id; seeds/actors.csv lists them.")
    ids, size = {actor.actor_id}, 0
    while len(ids) > size:
        size = len(ids)
        ids |= {other.actor_id for other in actors() if other.parent in ids}
    return actor.name, tuple(sorted(ids))


def _places_named(lake: Lake, name: str) -> list[tuple[str, int | None]]:
    """The names and GeoNames ids of a place, from the warehouse or else from the gazetteer."""
    in_warehouse = [(row["place"], row["place_id"]) for row in brief_rows(lake, "named", name=name)]
    in_gazetteer = [(name.lower(), place.place_id) for place in gazetteer().candidates(name)]
    if not in_warehouse and not in_gazetteer:
        raise ValueError(f"{name}: no place has this name, neither in the warehouse nor in GeoNames.")
    return in_warehouse or in_gazetteer
