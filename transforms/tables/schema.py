"""The tables of the warehouse, each column declared once.

A table is a dataclass: the field's annotation is its type, `column` gives its meaning, unit and allowed values.
Arrow schemas, pandera checks, the lake's DDL and the data dictionary are all derived from these classes.
Text offsets count Unicode code points of `articles.text`; timestamps are UTC; coordinates are WGS 84 degrees.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator, Sequence
from dataclasses import Field, dataclass, field, fields
from datetime import date, datetime
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin, get_type_hints

import pyarrow as arrow

from transforms.printable import printable
from transforms.tables.partial_dates import first_day, last_day, precision

if TYPE_CHECKING:  # a question to the lake does not wait for it
    import pandera.pandas as pa

EXTRACTOR = "dateline-1.4"

Modality = Literal["asserted", "claimed", "denied", "planned", "hypothetical"]
Plover = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
Measure = Literal[
    "killed", "injured", "displaced", "detained", "missing", "abducted", "evacuated",
    "troops", "weapons", "vehicles_destroyed", "buildings_damaged", "other",
]  # fmt: skip
Predicate = Literal[
    "role", "affiliated_with", "based_in", "nationality", "leads", "member_of", "opposed_to", "allied_with",
    "backs", "trains", "arms", "funds", "located_in", "country",
]  # fmt: skip
QuoteKind = Literal["direct", "mixed", "indirect"]
Label = Literal["PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "MISC"]
DatePrecision = Literal["day", "week", "month", "year"]
Territory = Literal["gained", "lost", "contested"]
WhenTold = Literal["new", "background"]
LinkedBy = Literal["rules", "person"]
IncidentPart = Literal["act", "toll", "part", "claim", "corrected"]
Family = Literal["events", "figures", "quotes", "relations", "mentions"]
Stage = Literal["discover", "fetch", "clean", "read", "extract"]
Role = Literal["document", "announcement", "robots", "passing"]
Truncation = Literal["length", "time", "disconnect", "unspecified"]
Reason = Literal[
    "unreachable", "not_found", "refused", "robots", "http_error", "too_large", "timeout", "not_html", "empty",
    "malformed", "no_article", "soft_404", "consent_wall", "login_wall", "paywall", "robot_check", "bot_wall",
    "reserved",
    "no_date", "bad_date", "extraction_failed", "too_slow",
    "not_english",  # lakes landed by dateline-1.1 hold it
]  # fmt: skip


BOX = "of the towns in a division; null where the place is a town or a country, or has no two towns"


def column(meaning: str, *, unit: str = "", identity: bool = False, **options: Any) -> Any:
    """Declare a column: what it means, its unit, and whether it tells apart two facts of one sentence."""
    return field(metadata={"meaning": meaning, "unit": unit, "identity": identity}, **options)


def day(meaning: str, edge: Literal["first", "last"], *, of: tuple[str, ...] = (), precise: str = "") -> Any:
    """Declare a date that a reading states to the day, month or year: the first or the last day of it in the table.

    The table keeps what was stated in a column of its own, NAME_text, and how exact that is in a column `precise`.
    Where nothing was stated, the first of the fields `of` that states something counts.
    """
    told = {"meaning": meaning, "unit": "", "identity": False, "edge": edge, "of": of, "precise": precise}
    return field(metadata=told, default=None)


@dataclass(kw_only=True, slots=True)
class Page:
    """One response of any status and to any request, raw, never overwritten.

    What answered as before has no body of its own but the page it is a revisit of, as in a WARC file.
    """

    page_id: str = column(
        "hash of url, final_url, status, body, role and the row it follows; for a revisit of the moment too"
    )
    url: str = column("address as discovered")
    final_url: str = column("address after redirects")
    source_id: str = column("row of seeds/sources.toml, or the path or address given by hand")
    fetched_at: datetime = column("when the response was received", unit="UTC")
    published_date: date | None = column("day of publication as the source announces it; partition", default=None)
    title: str | None = column("headline as the source announces it", default=None)
    authors: list[str] = column("authors as the source announces them", default_factory=list)
    role: Role = column(
        "document; announcement (feed, sitemap, index, home page); robots (robots.txt, tdmrep.json); passing: a "
        "redirect, or an answer that was asked for again",
        default="document",
    )
    status: int = column("HTTP status; 200 for files")
    headers: str = column("response headers, a JSON object")
    body: bytes = column("response body, uncompressed, as received; empty for a revisit")
    body_sha256: str = column("SHA-256 of body, hexadecimal; for a revisit of the body it confirms")
    truncated: Truncation | None = column(
        "why the body is not whole: length, time, disconnect; unspecified where its type cannot be an article's",
        default=None,
    )
    machine_use: str | None = column(
        "what robots.txt and tdmrep.json of its host said about use by machines, a statement a line", default=None
    )
    revisits: str | None = column("page that it confirms: it answered 304, or the same again", default=None)
    run_id: str = column("run that fetched it", default="")


FETCHED = "fetched"
"""The `date_source` of an article that tells no day of publication."""


@dataclass(kw_only=True, slots=True)
class Article:
    """One cleaned article, its latest version; older versions stay in the lake's snapshots."""

    article_id: str = column("hash of canonical_url")
    url: str = column("address it was fetched from")
    canonical_url: str = column(
        "address without tracking parameters, or the page's own rel=canonical where that is no other article's"
    )
    claimed_url: str | None = column("rel=canonical of the page where it is not believed", default=None)
    source_id: str = column("source that announced it")
    site: str | None = column("name of the outlet", default=None)
    title: str | None = column("headline", default=None)
    authors: list[str] = column("names of the authors, without titles and outlets", default_factory=list)
    published_at: datetime | None = column("moment of publication, where the page gives one", unit="UTC", default=None)
    published_date: date = column(
        "day of publication, in the outlet's own zone, or where nothing tells it the day of the fetch; partition"
    )
    published_offset: str | None = column("zone of published_at as written: distance from UTC, +03:00", default=None)
    date_source: str = column(
        "what gave the date: given, header, json-ld, meta, time, url, feed, text, changed; fetched: nothing, and no "
        "facts are read"
    )
    language: str = column("ISO 639-1 code of the detected language; only English is read for facts")
    text: str = column("cleaned text, paragraphs separated by a line feed")
    words: int = column("whitespace-separated words of text", unit="words")
    text_sha256: str = column("SHA-256 of text, hexadecimal: a new one is a new version")
    story_id: str = column("what reprints and rewrites share: the article_id of the first in the lake", default="")
    origin_article_id: str = column("article of the story that was published first, as far as is known", default="")
    machine_use: str | None = column(
        "what its outlet says about use by machines in robots.txt, tdmrep.json, header and page, a statement a line",
        default=None,
    )
    page_id: str | None = column("page it was read from", default=None)
    extractor: str = column("version of the rules that read it", default=EXTRACTOR)
    run_id: str = column("run that landed this version", default="")

    @property
    def is_dated(self) -> bool:
        """Whether its day of publication is known."""
        return self.date_source != FETCHED


@dataclass(kw_only=True, slots=True)
class Signature:
    """What an article is recognised by in a reprint or rewrite, on other nights too."""

    article_id: str = column("article it was made of")
    published_date: date = column("day of publication; partition")
    signature: bytes = column("MinHash of the article's word pairs: 256 numbers of 32 bits, least byte first")


@dataclass(frozen=True, slots=True)
class Actor:
    """One actor of conflicts, as seeds/actors.csv and seeds/countries.csv describe it."""

    actor_id: str = column("id for people to read; never changes")
    name: str = column("canonical name")
    aliases: tuple[str, ...] = column("other names and spellings", default=())
    kind: str = column("what it is: country, government, military, rebels, person and so on", default="other")
    country: str | None = column("ISO 3166-1 alpha-2 code", default=None)
    parent: str | None = column("actor_id of what it is part of or whom it leads", default=None)
    valid_from: str | None = column("first year or ISO date, inclusive", default=None)
    valid_to: str | None = column("last year or ISO date, inclusive", default=None)

    @property
    def is_person(self) -> bool:
        return self.kind == "person"


@dataclass(kw_only=True, slots=True)
class Reading:
    """What was read in a sentence: where it stands, by which rules."""

    fact_id: str = column("hash of article, sentence and the fact's own words: stable when read again", default="")
    article_id: str = column("article it was read in")
    published_date: date = column("day of publication; partition")
    sentence_index: int = column("number of the evidence sentence in the article, from 0")
    start: int = column("offset of the evidence sentence in articles.text", unit="code points")
    end: int = column("offset after the evidence sentence", unit="code points")
    sentence: str = column("the evidence sentence, exactly articles.text[start:end]")
    extractor: str = column("version of the rules that read it", default=EXTRACTOR)
    run_id: str = column("run that landed it", default="")


@dataclass(kw_only=True, slots=True)
class Fact(Reading):
    """What every fact carries: where it stands, how sure it is, who says so."""

    modality: Modality = column("how the text puts it", default="asserted")
    attribution: str | None = column("who says so, as written; null where the outlet itself does", default=None)
    confidence: float = column(
        "share of such facts that are right in every slot they fill (docs/reliability.md)", unit="0 to 1"
    )


@dataclass(kw_only=True, slots=True)
class Located(Fact):
    """A fact with a place."""

    place: str | None = column("place as written; null where the text names none", default=None)
    place_id: int | None = column("GeoNames id", default=None)
    latitude: float | None = column("null where the place is an area", unit="degrees", default=None)
    longitude: float | None = column("null where the place is an area", unit="degrees", default=None)
    west: float | None = column(f"least longitude {BOX}", unit="degrees", default=None)
    south: float | None = column(f"least latitude {BOX}", unit="degrees", default=None)
    east: float | None = column(f"greatest longitude {BOX}", unit="degrees", default=None)
    north: float | None = column(f"greatest latitude {BOX}", unit="degrees", default=None)
    country: str | None = column("ISO 3166-1 alpha-2 code", default=None)
    admin1: str | None = column("GeoNames first-order division code", default=None)
    geo_precision: int | None = column(
        "ACLED: 1 the place itself, 2 near or part of a region, 3 region or country", default=None
    )


@dataclass(kw_only=True, slots=True)
class Event(Located):
    """One thing done by someone to someone."""

    trigger: str = column("verb or noun that names the act, as written", identity=True)
    plover: Plover = column("PLOVER event class")
    plover_mode: str | None = column("PLOVER mode, where the class has one", default=None)
    cameo: str | None = column("CAMEO root or finer code", default=None)
    acled_event: str | None = column("ACLED event type", default=None)
    acled_sub_event: str | None = column("ACLED sub-event type", default=None)
    source: str | None = column("who did it, as written, pronouns resolved", default=None)
    source_actor: str | None = column("row of seeds/actors.csv", default=None)
    target: str | None = column("to whom, as written, pronouns resolved", default=None)
    target_actor: str | None = column("row of seeds/actors.csv", default=None)
    territory: Territory | None = column("what the event does to the source's hold on the place", default=None)
    date_start: str | None = day("first day of the event, or of the month or year it is in", "first")
    date_end: str | None = day("last day of the event, or of the month or year it is in", "last", of=("date_start",))
    date_precision: DatePrecision | None = column("how exact date_start is", default=None)
    when_told: WhenTold = column("new: news of the days before publication; background: history retold", default="new")
    evidence: str | None = column(
        "what the learned reader went by, a JSON object: for `event`, `modality`, `when_told`, `sub_event` and each "
        "slot its `probability` and whether the `rules` read the same; for a slot also where the words it points to "
        "`start` and `end` in articles.text, another sentence's where it is inherited; null where the rules alone read",
        default=None,
    )


@dataclass(kw_only=True, slots=True)
class Figure(Located):
    """One counted human or materiel impact."""

    measure: Measure = column("what is counted", identity=True)
    number: str = column("the number as written", identity=True)
    low: int | None = column("lower bound, null where open", default=None)
    high: int | None = column("upper bound, null where open", default=None)
    qualifier: str | None = column("words that bound the number: at least, more than, about", default=None)
    who: str | None = column("who or what is counted, as written", default=None)
    period_start: str | None = day("first day of the period counted", "first", precise="period_precision")
    period_end: str | None = day("last day of the period counted, null where it goes on", "last")
    cumulative: bool = column("a running total since period_start: never to be summed", default=False)
    actor: str | None = column("row of seeds/actors.csv: who caused it, where the text says", default=None)
    part_of: str | None = column("fact_id of the figure that this one is a subset of: never to be added", default=None)
    corrected_by: str | None = column("fact_id of the figure that replaces this one, which is denied", default=None)


@dataclass(kw_only=True, slots=True)
class Quote(Fact):
    """One direct, mixed or indirect quotation."""

    quote: str = column("the words quoted, without the marks", identity=True)
    kind: QuoteKind = column("direct: whole clauses; mixed: a part within a clause; indirect: no marks")
    quote_start: int = column("offset of the quote in articles.text", unit="code points")
    quote_end: int = column("offset after the quote", unit="code points")
    speaker: str | None = column("fullest name of the speaker in the article", default=None)
    speaker_text: str | None = column("the speaker as written beside the quote", default=None)
    speaker_actor: str | None = column("row of seeds/actors.csv the speaker is or speaks for", default=None)
    role: str | None = column("the speaker's role, as written", default=None)
    cue: str | None = column("verb or phrase that introduces it", default=None)
    addressee: str | None = column("to whom it was said, as written", default=None)


@dataclass(kw_only=True, slots=True)
class Relation(Fact):
    """One standing tie."""

    subject: str = column("fullest name of the one", identity=True)
    subject_actor: str | None = column("row of seeds/actors.csv", default=None)
    predicate: Predicate = column("kind of tie", identity=True)
    object: str = column("fullest name of the other, or the role", identity=True)
    object_actor: str | None = column("row of seeds/actors.csv", default=None)
    since: str | None = day("first day of the tie, or of the month or year it began in", "first")


@dataclass(kw_only=True, slots=True)
class Mention(Fact):
    """One named actor or place, resolved where a row of the seeds or of GeoNames matches."""

    text: str = column("the name as written", identity=True)
    label: Label = column("kind of name")
    mention_start: int = column("offset of the name in articles.text", unit="code points")
    mention_end: int = column("offset after the name", unit="code points")
    name: str | None = column("canonical name of the actor or place", default=None)
    actor_id: str | None = column("row of seeds/actors.csv", default=None)
    place_id: int | None = column("GeoNames id", default=None)
    country: str | None = column("ISO 3166-1 alpha-2 code", default=None)
    latitude: float | None = column("null where the place is an area", unit="degrees", default=None)
    longitude: float | None = column("null where the place is an area", unit="degrees", default=None)
    west: float | None = column(f"least longitude {BOX}", unit="degrees", default=None)
    south: float | None = column(f"least latitude {BOX}", unit="degrees", default=None)
    east: float | None = column(f"greatest longitude {BOX}", unit="degrees", default=None)
    north: float | None = column(f"greatest latitude {BOX}", unit="degrees", default=None)


@dataclass(kw_only=True, slots=True)
class Refusal(Reading):
    """What a rule saw and took for no fact, so that a wrong refusal can be found."""

    family: Family = column("table the fact would have stood in", identity=True)
    words: str = column("the words that looked like a fact, as written", identity=True)
    rule: str = column("rule that refused it: a file of the seeds and the pattern, or a name", identity=True)
    detail: str = column("the rule's own example, or what it saw", default="")


@dataclass(kw_only=True, slots=True)
class Reject:
    """One document that did not become an article, and why."""

    reject_id: str = column("hash of url, source_id, stage and reason", default="")
    url: str = column("address or path")
    source_id: str = column("source that announced it")
    stage: Stage = column("where it failed")
    reason: Reason = column("why, one of a fixed list")
    detail: str = column("one sentence for people", default="")
    run_id: str = column("run that first rejected it", default="")

    def __post_init__(self) -> None:
        """Address and sentence may hold what a stranger wrote: nothing in them steers what prints them."""
        self.url = printable(self.url)
        self.detail = printable(" ".join(self.detail.split()))


@dataclass(kw_only=True, slots=True)
class Run:
    """One run's account."""

    run_id: str = column("id of the run")
    flow: str = column("name of the flow")
    parameters: str = column("parameters received, a JSON object")
    first_night: date | None = column("first night that a nightly run made good, none for other runs", default=None)
    night: date | None = column("its night, the last it covers: the date for which it was scheduled", default=None)
    started: datetime = column("begin", unit="UTC")
    ended: datetime = column("end", unit="UTC")
    discovered: int = column("documents the sources named", unit="documents", default=0)
    fetched: int = column("documents received", unit="documents", default=0)
    unchanged: int = column("documents already in the lake with the same text", unit="documents", default=0)
    landed: int = column("documents that became new articles or new versions", unit="documents", default=0)
    rejected: int = column("documents that did not become articles", unit="documents", default=0)
    facts: str = column("facts landed by family, a JSON object", default="{}")
    versions: str = column("versions of the extractor, the pipeline and the packages, a JSON object")


@dataclass(kw_only=True, slots=True)
class IncidentLink:
    """Two facts, of events or of figures of people killed, that may tell one happening, and what speaks for it."""

    link_id: str = column("hash of the two facts")
    fact_id: str = column("fact, the lesser id of the two")
    other_id: str = column("fact, the greater id of the two")
    score: float = column("how much speaks for it: a half is just enough", unit="0 to 1")
    reason: str = column("what speaks for it, the weightiest first; of a person's word who gave it and why")
    made_by: LinkedBy = column("who said so: the rules, or a person (seeds/incident_decisions.csv of the home)")
    is_same: bool = column("they are one incident; false where other reports, or a person, speak against it")


@dataclass(kw_only=True, slots=True)
class IncidentFact:
    """One fact of an incident: its act, its toll, or what else the reports of it count."""

    fact_id: str = column("row of events or figures")
    incident_id: str = column("incident it tells")
    article_id: str = column("article it was read in")
    part: IncidentPart = column(
        "act: an event; toll: a number of all the dead; part: of some of them; claim: a side's of its enemy's dead; "
        "corrected: a number that another replaces"
    )


@dataclass(kw_only=True, slots=True)
class Incident:
    """One happening, told by one report or many. Made of the facts that incident_facts names, never edited."""

    incident_id: str = column("hash of the first fact that told it")
    day: date = column("last day of the stated time; the day of publication where none is stated")
    date_start: date | None = column("first day it can have been, null where no report states a time", default=None)
    date_end: date | None = column("last day it can have been", default=None)
    date_precision: DatePrecision | None = column("how exactly the best report states the time", default=None)
    place: str | None = column("most exact place as written; null where no report names one", default=None)
    place_id: int | None = column("GeoNames id", default=None)
    latitude: float | None = column("null where the place is an area", unit="degrees", default=None)
    longitude: float | None = column("null where the place is an area", unit="degrees", default=None)
    country: str | None = column("ISO 3166-1 alpha-2 code", default=None)
    admin1: str | None = column("GeoNames first-order division code", default=None)
    geo_precision: int | None = column(
        "ACLED: 1 the place itself, 2 near or part of a region, 3 region or country", default=None
    )
    plover: Plover | None = column("PLOVER event class; null where only a toll is told", default=None)
    acled_event: str | None = column("ACLED event type", default=None)
    acled_sub_event: str | None = column("ACLED sub-event type that most of the exact reports tell", default=None)
    source: str | None = column("who did it", default=None)
    source_actor: str | None = column("row of seeds/actors.csv", default=None)
    target: str | None = column("to whom", default=None)
    target_actor: str | None = column("row of seeds/actors.csv", default=None)
    is_only_claimed: bool = column("no report tells it in its own voice")
    when_told: WhenTold = column("new: news in one report at least; background: only ever history retold")
    deaths_low: int | None = column("lowest number of dead that stands, null where that end is open", default=None)
    deaths_best: int | None = column("number that all tell, or more than half of the stories", default=None)
    deaths_high: int | None = column("highest number of dead that stands, null where that end is open", default=None)
    is_disputed: bool = column("no number of dead fits all that is told")
    tolls: list[str] = column("numbers of dead that stand, each with its outlet and voice", default_factory=list)
    claimed_low: int | None = column("least that a side claims of its enemy's dead, no part of the toll", default=None)
    claimed_high: int | None = column("most that a side claims of its enemy's dead", default=None)
    n_articles: int = column("articles that tell it", unit="articles")
    n_outlets: int = column("outlets that tell it", unit="outlets")
    n_independent_origins: int = column("stories that tell it, reprints and rewrites counted once", unit="stories")
    first_report: date = column("day of the first report")
    last_report: date = column("day of the last report")
    fact_id: str = column("fact that tells the act best")
    sentence: str = column("sentence that tells the act best")
    url: str = column("address of its article")
    toll_fact_id: str | None = column("fact that tells the toll best", default=None)
    toll_sentence: str | None = column("sentence that tells the toll", default=None)
    toll_url: str | None = column("address of its article", default=None)


TABLES: dict[str, type] = {
    "pages": Page,
    "articles": Article,
    "signatures": Signature,
    "events": Event,
    "figures": Figure,
    "quotes": Quote,
    "relations": Relation,
    "mentions": Mention,
    "refused": Refusal,
    "incident_links": IncidentLink,
    "incident_facts": IncidentFact,
    "incidents": Incident,
    "actors": Actor,
    "rejects": Reject,
    "runs": Run,
}
KEYS: dict[str, str] = {
    "pages": "page_id", "articles": "article_id", "signatures": "article_id",
    "incident_links": "link_id", "incident_facts": "fact_id", "incidents": "incident_id",
    "actors": "actor_id", "rejects": "reject_id", "runs": "run_id",
    **{name: "fact_id" for name, table in TABLES.items() if issubclass(table, Reading)},
}  # fmt: skip
READINGS: tuple[str, ...] = tuple(name for name, table in TABLES.items() if issubclass(table, Reading))
FACTS: tuple[str, ...] = tuple(name for name in READINGS if issubclass(TABLES[name], Fact))

_ARROW: dict[type, arrow.DataType] = {
    str: arrow.string(),
    int: arrow.int64(),
    float: arrow.float64(),
    bool: arrow.bool_(),
    bytes: arrow.binary(),
    date: arrow.date32(),
    datetime: arrow.timestamp("us", tz="UTC"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column as declared: `type` is one of str, int, float, bool, bytes, date, datetime, list."""

    name: str
    type: type
    nullable: bool
    meaning: str
    unit: str
    identity: bool
    values: tuple[str, ...]
    value: Callable[[Any], Any]
    """What a row of the table's class has in it."""

    @property
    def arrow(self) -> arrow.DataType:
        return arrow.list_(arrow.string()) if self.type is list else _ARROW[self.type]


@cache
def columns(table: str) -> tuple[Column, ...]:
    """The columns of a table in order. KeyError for a table that does not exist."""
    row = TABLES[table]
    hints = get_type_hints(row)
    return tuple(c for f in fields(row) for c in (_day(f) if "edge" in f.metadata else (_column(f, hints[f.name]),)))


def _day(declared: Field[Any]) -> Iterator[Column]:
    """The columns of a stated date: the day, what was stated and, where the field says so, how exact that is."""
    told, stated = declared.metadata, attrgetter(declared.name)
    any_of = [attrgetter(name) for name in (declared.name, *told["of"])]
    edge = first_day if told["edge"] == "first" else last_day

    def the_day(row: Any) -> date | None:
        return edge(next((text for get in any_of if (text := get(row))), None))

    yield Column(declared.name, date, True, told["meaning"], "", False, (), the_day)
    meaning = f"{declared.name} as the text states it: ISO date, month or year"
    yield Column(f"{declared.name}_text", str, True, meaning, "", False, (), stated)
    if told["precise"]:
        exact = tuple(value for value in get_args(DatePrecision) if value != "week")
        meaning = f"how exact {declared.name} is"
        yield Column(told["precise"], str, True, meaning, "", False, exact, lambda row: precision(stated(row)))


def _column(declared: Field[Any], hint: Any) -> Column:
    options = get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
    kinds = [option for option in options if option is not type(None)]
    literal = get_origin(kinds[0]) is Literal
    kind = str if literal else (get_origin(kinds[0]) or kinds[0])
    kind = list if kind is tuple else kind
    return Column(
        name=declared.name,
        type=kind,
        nullable=len(kinds) < len(options),
        meaning=declared.metadata["meaning"],
        unit=declared.metadata["unit"],
        identity=declared.metadata["identity"],
        values=tuple(get_args(kinds[0])) if literal else (),
        value=attrgetter(declared.name),
    )


def arrow_schema(table: str) -> arrow.Schema:
    """The Arrow schema of a table, nullability included."""
    return arrow.schema([arrow.field(c.name, c.arrow, nullable=c.nullable) for c in columns(table)])


def checks(table: str) -> pa.DataFrameSchema:
    """The pandera schema of a table: every column there, allowed values, ranges, one row a key."""
    import pandera.pandas as pa

    return pa.DataFrameSchema(
        {c.name: pa.Column(None, list(_checks(c)), nullable=c.nullable) for c in columns(table)},
        unique=[KEYS[table]],
        strict=True,
        name=table,
    )


def _checks(c: Column) -> Iterator[pa.Check]:
    import pandera.pandas as pa

    if c.values:
        yield pa.Check.isin(c.values)
    if c.unit == "0 to 1":
        yield pa.Check.in_range(0, 1)
    if c.name in ("start", "quote_start", "mention_start", "low", "high"):
        yield pa.Check.ge(0)


def to_arrow(table: str, rows: Sequence[Any]) -> arrow.Table:
    """Rows of one table (instances of its dataclass) as an Arrow table of its schema."""
    return arrow.table({c.name: [c.value(row) for row in rows] for c in columns(table)}, schema=arrow_schema(table))


def dictionary() -> str:
    """The data dictionary, Markdown: a section a table, a row a column."""
    parts = ["# Data dictionary", "", "Made from `transforms/tables/schema.py` by `dateline dictionary`.", ""]
    for name, table in TABLES.items():
        parts += [
            f"## {name}",
            "",
            (table.__doc__ or "").strip(),
            "",
            "| column | type | meaning | values |",
            "| --- | --- | --- | --- |",
        ]
        for c in columns(name):
            kind = str(c.arrow) + (", may be null" if c.nullable else "")
            meaning = c.meaning + (f" ({c.unit})" if c.unit else "")
            parts.append(f"| `{c.name}` | {kind} | {meaning} | {', '.join(c.values)} |")
        parts.append("")
    return "\n".join(parts)
