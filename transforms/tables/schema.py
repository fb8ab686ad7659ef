"""The tables of the warehouse, each column declared once.

A table is a dataclass: the field's annotation is its type, `column` gives its meaning, unit and allowed values.
Arrow schemas, checks of values, the lake's DDL and the data dictionary are all derived from these classes.
Text offsets count Unicode code points of `articles.text`; timestamps are UTC; coordinates are WGS 84 degrees.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator, Sequence
from dataclasses import Field, dataclass, field, fields
from datetime import date, datetime
from functools import cache
from inspect import cleandoc
from operator import attrgetter
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pyarrow as arrow

from transforms.printable import printable
from transforms.seeds import fingerprint
from transforms.shipped import VERSION
from transforms.tables.partial_dates import first_day, last_day, precision

EXTRACTOR = f"dateline-{VERSION}+{fingerprint()}"
"""Version of the rules, with the fingerprint of the seeds."""

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
QuoteKind = Literal["direct", "mixed", "indirect", "transcript"]
Label = Literal["PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "MISC"]
DatePrecision = Literal["day", "week", "month", "year"]
Territory = Literal["gained", "lost", "contested"]
HeldStatus = Literal["contested", "disputed", "confirmed", "reported", "claimed", "history"]
WhenTold = Literal["new", "background"]
LinkedBy = Literal["rules", "person"]
IncidentPart = Literal["act", "toll", "part", "claim", "corrected"]
Family = Literal["events", "figures", "quotes", "relations", "mentions"]
Stage = Literal["discover", "fetch", "clean", "read", "extract"]
Role = Literal["document", "announcement", "robots", "passing"]
Truncation = Literal["length", "time", "disconnect", "unspecified"]
Reason = Literal[
    "unreachable", "not_found", "refused", "robots", "http_error", "too_large", "timeout", "not_html", "empty",
    "malformed", "no_article", "soft_404", "retracted", "consent_wall", "login_wall", "paywall", "robot_check",
    "bot_wall", "reserved",
    "no_date", "bad_date", "extraction_failed", "too_slow",
    "not_english",  # lakes written by dateline-1.1 contain it
]  # fmt: skip


BOX = "of the towns in a division; null for towns, countries and divisions with fewer than two towns"


def column(meaning: str, *, unit: str = "", identity: bool = False, **options: Any) -> Any:
    """Declare a column: its meaning and unit; `identity` if it distinguishes facts of one sentence."""
    return field(metadata={"meaning": meaning, "unit": unit, "identity": identity}, **options)


def day(meaning: str, edge: Literal["first", "last"], *, of: tuple[str, ...] = (), precise: str = "") -> Any:
    """Declare a partial date, stored as its first or last day.

    The table keeps the stated text in NAME_text, and its precision in the column `precise`. If the field is empty, the
    first non-empty field of `of` is used.
    """
    metadata = {"meaning": meaning, "unit": "", "identity": False, "edge": edge, "of": of, "precise": precise}
    return field(metadata=metadata, default=None)


@dataclass(kw_only=True, slots=True)
class Page:
    """One response to any request, of any status, stored raw and never overwritten.

    A response equal to an earlier one has no body but names the page it revisits, as in a WARC file.
    """

    page_id: str = column(
        "hash of url, final_url, status, body, role and the preceding row; for a revisit also of fetched_at"
    )
    url: str = column("URL as discovered")
    final_url: str = column("URL after redirects")
    source_id: str = column("source in seeds/sources.toml, or the path or URL given on the command line")
    fetched_at: datetime = column("time at which the response was received", unit="UTC")
    published_date: date | None = column("publication date announced by the source; partition", default=None)
    title: str | None = column("headline announced by the source", default=None)
    authors: list[str] = column("authors announced by the source", default_factory=list)
    role: Role = column(
        "document; announcement: feed, sitemap, index or home page; robots: robots.txt or tdmrep.json; passing: "
        "redirect or retried response",
        default="document",
    )
    status: int = column("HTTP status; 200 for files")
    headers: str = column("response headers, a JSON object")
    body: bytes = column("response body, uncompressed, as received; empty for a revisit")
    body_sha256: str = column("SHA-256 of body, hexadecimal; for a revisit that of the confirmed body")
    truncated: Truncation | None = column(
        "reason for an incomplete body: length, time or disconnect; unspecified for types other than articles",
        default=None,
    )
    machine_use: str | None = column(
        "statements of the host's robots.txt and tdmrep.json on machine use, one per line", default=None
    )
    revisits: str | None = column("page_id of the page confirmed by status 304 or an identical body", default=None)
    run_id: str = column("run that fetched the page", default="")


FETCHED = "fetched"
"""`date_source` of an article without a publication date."""


@dataclass(kw_only=True, slots=True)
class Article:
    """One cleaned article, its latest version; older versions stay in the lake's snapshots."""

    article_id: str = column("hash of canonical_url")
    url: str = column("URL from which the article was fetched")
    canonical_url: str = column(
        "URL without tracking parameters, or the page's rel=canonical unless it belongs to another article"
    )
    claimed_url: str | None = column("rel=canonical of the page if it was rejected", default=None)
    source_id: str = column("source that announced the document")
    site: str = column("name of the outlet as its page states it, else its host; empty for a file", default="")
    title: str | None = column("headline", default=None)
    authors: list[str] = column("names of the authors, without titles and outlets", default_factory=list)
    published_at: datetime | None = column("publication time, if the page states one", unit="UTC", default=None)
    published_date: date = column(
        "publication date in the outlet's time zone; date of the fetch if unknown (date_source fetched); partition"
    )
    published_offset: str | None = column("UTC offset of published_at as written, such as +03:00", default=None)
    date_source: str = column(
        "source of the publication date: given, header, json-ld, meta, time, url, feed, text, changed; fetched: "
        "unknown, no facts are extracted"
    )
    language: str = column("ISO 639-1 code of the detected language; facts are extracted from English only")
    text: str = column("cleaned text, paragraphs separated by a line feed")
    words: int = column("number of whitespace-separated words in text", unit="words")
    text_sha256: str = column("SHA-256 of text, hexadecimal; identifies the version")
    story_id: str = column(
        "article_id of the first article of the story in the lake; shared by reprints and rewrites", default=""
    )
    origin_article_id: str = column(
        "article_id of the earliest published article of the story, as far as known", default=""
    )
    machine_use: str | None = column(
        "statements of robots.txt, tdmrep.json, headers and page on machine use, one per line",
        default=None,
    )
    page_id: str | None = column("page_id of the source page", default=None)
    extractor: str = column("version of the extraction rules and seeds, and the reader of events", default=EXTRACTOR)
    run_id: str = column("run that landed this version", default="")

    @property
    def is_dated(self) -> bool:
        """Whether the publication day is known."""
        return self.date_source != FETCHED


@dataclass(kw_only=True, slots=True)
class Signature:
    """The MinHash of an article, to recognise reprints and rewrites, on later nights too."""

    article_id: str = column("article_id of the signed article")
    published_date: date = column("publication date; partition")
    signature: bytes = column("MinHash of the article's word pairs: 256 32-bit integers, little-endian")


@dataclass(frozen=True, slots=True)
class Actor:
    """One actor of conflicts, as seeds/actors.csv and seeds/countries.csv describe it."""

    actor_id: str = column("readable, stable identifier")
    name: str = column("canonical name")
    aliases: tuple[str, ...] = column("other names and spellings", default=())
    kind: str = column("type of actor: country, government, military, rebels, person and so on", default="other")
    country: str | None = column("ISO 3166-1 alpha-2 code", default=None)
    parent: str | None = column(
        "actor_id of the parent organisation, or of the actor that a person leads", default=None
    )
    valid_from: str | None = column("first year or ISO date, inclusive", default=None)
    valid_to: str | None = column("last year or ISO date, inclusive", default=None)

    @property
    def is_person(self) -> bool:
        return self.kind == "person"


@dataclass(kw_only=True, slots=True)
class Reading:
    """Anything read from a sentence: its position and the rules' version."""

    fact_id: str = column("hash of article, sentence and identifying words; stable across extractions", default="")
    article_id: str = column("article_id of the source article")
    published_date: date = column("publication date; partition")
    sentence_index: int = column("zero-based index of the evidence sentence in the article")
    start: int = column("start offset of the evidence sentence in articles.text", unit="code points")
    end: int = column("end offset of the evidence sentence, exclusive", unit="code points")
    sentence: str = column("evidence sentence: articles.text[start:end]")
    extractor: str = column("version of the extraction rules and seeds, and the reader of events", default=EXTRACTOR)
    run_id: str = column("run that landed the row", default="")


@dataclass(kw_only=True, slots=True)
class Fact(Reading):
    """Columns of every fact: modality, attribution, confidence."""

    modality: Modality = column("status of the statement in the text", default="asserted")
    attribution: str | None = column("source of the statement as written; null for the outlet itself", default=None)
    confidence: float = column(
        "probability that all values of the fact are correct: calibrated for events, figures and quotes "
        "(docs/reliability.md), an estimate of the rules for relations and mentions",
        unit="0 to 1",
    )


@dataclass(kw_only=True, slots=True)
class Worded(Fact):
    """A fact that a word of the text tells."""

    lexicon_row: str | None = column(
        "row of the seeds by which the rules read the fact: its file and the cells that tell it from others, of its "
        "words the one that the text has; null if the learned reader alone found it (docs/corrections.md), or no word "
        "of a table tells it",
        default=None,
    )


@dataclass(kw_only=True, slots=True)
class Located(Worded):
    """A fact with a place."""

    place: str | None = column("place as written; null if not stated", default=None)
    place_id: int | None = column("GeoNames id", default=None)
    latitude: float | None = column("latitude; null for areas", unit="degrees", default=None)
    longitude: float | None = column("longitude; null for areas", unit="degrees", default=None)
    west: float | None = column(f"minimum longitude {BOX}", unit="degrees", default=None)
    south: float | None = column(f"minimum latitude {BOX}", unit="degrees", default=None)
    east: float | None = column(f"maximum longitude {BOX}", unit="degrees", default=None)
    north: float | None = column(f"maximum latitude {BOX}", unit="degrees", default=None)
    country: str | None = column("ISO 3166-1 alpha-2 code", default=None)
    admin1: str | None = column("GeoNames first-order division code", default=None)
    geo_precision: int | None = column(
        "ACLED geo-precision: 1 exact place, 2 near a place or part of a region, 3 region or country", default=None
    )


@dataclass(kw_only=True, slots=True)
class Event(Located):
    """One event: an action by an agent, usually towards a target."""

    trigger: str = column("verb or noun that denotes the event, as written", identity=True)
    plover: Plover = column("PLOVER event class")
    plover_mode: str | None = column("PLOVER mode, if the class defines modes", default=None)
    cameo: str | None = column("CAMEO root code or more specific code", default=None)
    acled_event: str | None = column("ACLED event type", default=None)
    acled_sub_event: str | None = column("ACLED sub-event type", default=None)
    source: str | None = column("agent as written, pronouns resolved", default=None)
    source_actor: str | None = column("actor_id in seeds/actors.csv", default=None)
    target: str | None = column("target as written, pronouns resolved", default=None)
    target_actor: str | None = column("actor_id in seeds/actors.csv", default=None)
    territory: Territory | None = column("effect of the event on the source's control of the place", default=None)
    date_start: str | None = day("first day of the event, or of the stated month or year", "first")
    date_end: str | None = day("last day of the event, or of the stated month or year", "last", of=("date_start",))
    date_precision: DatePrecision | None = column("precision of date_start", default=None)
    when_told: WhenTold = column(
        "new: happened in the days before publication; background: earlier history", default="new"
    )
    evidence: str | None = column(
        "evidence of the learned reader, a JSON object: for `event`, `modality`, `when_told`, `sub_event` and each "
        "slot the `probability` and whether the `rules` agree; for a slot also whether it is `inherited` from another "
        "sentence, and the `words` of the text that fill it with their offsets `start` and `end` in articles.text; "
        "`text` if the whole article is in one case; null if only the rules were used",
        default=None,
    )


@dataclass(kw_only=True, slots=True)
class Figure(Located):
    """One counted human or materiel impact."""

    measure: Measure = column("measured quantity", identity=True)
    number: str = column("number as written", identity=True)
    low: int | None = column("lower bound, null if open", default=None)
    high: int | None = column("upper bound, null if open", default=None)
    qualifier: str | None = column("qualifier of the number as written: at least, more than, about", default=None)
    who: str | None = column("people or objects counted, as written", default=None)
    period_start: str | None = day("first day of the period", "first", precise="period_precision")
    period_end: str | None = day("last day of the period, null if ongoing", "last")
    cumulative: bool = column("true for a running total since period_start; do not sum", default=False)
    actor: str | None = column("actor_id of the cause, if stated", default=None)
    part_of: str | None = column("fact_id of the figure that includes this one; do not sum both", default=None)
    corrected_by: str | None = column(
        "fact_id of the figure that corrects this one, whose modality is denied", default=None
    )


@dataclass(kw_only=True, slots=True)
class Quote(Worded):
    """One direct, mixed or indirect quotation, or a paragraph of a turn in a transcript."""

    quote: str = column("quoted text without quotation marks", identity=True)
    kind: QuoteKind = column(
        "direct: full clauses in quotation marks; mixed: partial quotation; indirect: no quotation marks; transcript: "
        "words under the speaker's label"
    )
    quote_start: int = column("start offset of the quote in articles.text", unit="code points")
    quote_end: int = column("end offset of the quote, exclusive", unit="code points")
    speaker: str | None = column("longest name of the speaker in the article", default=None)
    speaker_text: str | None = column("speaker as written next to the quote", default=None)
    speaker_actor: str | None = column("actor_id of the speaker, or of the actor represented", default=None)
    role: str | None = column("role of the speaker as written", default=None)
    cue: str | None = column("verb or phrase that introduces the quote", default=None)
    addressee: str | None = column("addressee as written", default=None)


@dataclass(kw_only=True, slots=True)
class Relation(Worded):
    """One lasting relation between actors, people or places."""

    subject: str = column("longest name of the subject in the article", identity=True)
    subject_actor: str | None = column("actor_id in seeds/actors.csv", default=None)
    predicate: Predicate = column("type of relation", identity=True)
    object: str = column("longest name of the object in the article, or the role", identity=True)
    object_actor: str | None = column("actor_id in seeds/actors.csv", default=None)
    since: str | None = day("first day of the relation, or of the stated month or year", "first")


@dataclass(kw_only=True, slots=True)
class Mention(Fact):
    """One named actor or place, resolved if a row of the seeds or GeoNames matches."""

    text: str = column("name as written", identity=True)
    label: Label = column("entity type")
    mention_start: int = column("start offset of the name in articles.text", unit="code points")
    mention_end: int = column("end offset of the name, exclusive", unit="code points")
    name: str | None = column("canonical name of the actor or place", default=None)
    actor_id: str | None = column("actor_id in seeds/actors.csv", default=None)
    place_id: int | None = column("GeoNames id", default=None)
    country: str | None = column("ISO 3166-1 alpha-2 code", default=None)
    latitude: float | None = column("latitude; null for areas", unit="degrees", default=None)
    longitude: float | None = column("longitude; null for areas", unit="degrees", default=None)
    west: float | None = column(f"minimum longitude {BOX}", unit="degrees", default=None)
    south: float | None = column(f"minimum latitude {BOX}", unit="degrees", default=None)
    east: float | None = column(f"maximum longitude {BOX}", unit="degrees", default=None)
    north: float | None = column(f"maximum latitude {BOX}", unit="degrees", default=None)


@dataclass(kw_only=True, slots=True)
class Refusal(Reading):
    """A candidate fact that a rule rejected, kept so that wrong refusals can be found."""

    family: Family = column("table of the candidate fact", identity=True)
    words: str = column("words of the candidate fact as written", identity=True)
    rule: str = column("rule that rejected the candidate: seed file and pattern, or name", identity=True)
    detail: str = column("example of the rule, or details of the match", default="")
    probability: float | None = column(
        "of a word that the reader of events weighed: its probability that this is an event of the class in detail",
        unit="0 to 1",
        default=None,
    )


@dataclass(kw_only=True, slots=True)
class Reject:
    """One document that did not become an article, and why."""

    reject_id: str = column("hash of url, source_id, stage and reason", default="")
    url: str = column("URL or path")
    source_id: str = column("source that announced the document")
    stage: Stage = column("pipeline stage of the failure")
    reason: Reason = column("reason code")
    detail: str = column("description, one sentence", default="")
    run_id: str = column("first run that rejected the document", default="")

    def __post_init__(self) -> None:
        """Make untrusted text in address and detail safe to print."""
        self.url = printable(self.url)
        self.detail = printable(" ".join(self.detail.split()))


@dataclass(kw_only=True, slots=True)
class Run:
    """One run: its parameters, times and counts."""

    run_id: str = column("run identifier")
    flow: str = column("name of the flow")
    parameters: str = column("parameters, a JSON object")
    first_night: date | None = column("first night covered by a nightly run; null for other runs", default=None)
    night: date | None = column("last night covered: the scheduled date", default=None)
    started: datetime = column("start time", unit="UTC")
    ended: datetime = column("end time", unit="UTC")
    discovered: int = column("documents announced by the sources", unit="documents", default=0)
    fetched: int = column("documents received", unit="documents", default=0)
    unchanged: int = column("documents already in the lake with the same text", unit="documents", default=0)
    landed: int = column("documents that became new articles or new versions", unit="documents", default=0)
    rejected: int = column("documents that did not become articles", unit="documents", default=0)
    facts: str = column("number of facts landed per table, a JSON object", default="{}")
    versions: str = column("versions of the extractor, the pipeline and the packages, a JSON object")


@dataclass(kw_only=True, slots=True)
class Correction:
    """One manual correction: a value of a fact, or a mark that the whole fact is wrong.

    The tables of facts keep the extracted rows. The views corrected_events, corrected_figures and so on apply the
    corrections; every mart and incident is derived from these views.
    """

    correction_id: str = column("hash of the fact and the column")
    fact_id: str = column("fact_id of the corrected fact")
    of_table: Family = column("table of the fact")
    of_column: str | None = column("corrected column; null if the whole fact is marked as wrong", default=None)
    value: str | None = column("corrected value as text; null if cleared", default=None)
    reason: str = column("reason given")
    said_by: str = column("author of the correction (seeds/fact_corrections.csv of the home)")
    said_at: str = column("time of the correction as written there")
    fact_published: date | None = column("published_date of the fact; null if the fact does not exist", default=None)


@dataclass(kw_only=True, slots=True)
class IncidentLink:
    """A pair of facts (events, or figures of people killed) that may report the same incident, and the evidence."""

    link_id: str = column("hash of the two facts")
    fact_id: str = column("lesser fact_id of the pair")
    other_id: str = column("greater fact_id of the pair")
    score: float = column("similarity score; linked from 0.5", unit="0 to 1")
    reason: str = column(
        "evidence for the link: kind, day, place, actors, words, toll, article; of a decision its author and reason"
    )
    made_by: LinkedBy = column("origin of the link: rules, or person (seeds/incident_decisions.csv of the home)")
    is_same: bool = column("true if both facts belong to one incident; false if other reports or a person exclude it")


@dataclass(kw_only=True, slots=True)
class IncidentFact:
    """One fact of an incident and its role: the act, the toll, or another count."""

    fact_id: str = column("fact_id in events or figures")
    incident_id: str = column("incident_id of the reported incident")
    article_id: str = column("article_id of the source article")
    part: IncidentPart = column(
        "act: an event; toll: total deaths; part: deaths of a subset; claim: a party's claim of enemy deaths; "
        "corrected: a replaced number"
    )


@dataclass(kw_only=True, slots=True)
class KeptReport:
    """What linking read in a fact and its sentence, kept so that later nights need not read it again. Derived from the
    facts, never edited.
    """

    fact_id: str = column("fact_id in events or figures; article_id if the article reports nothing")
    article_id: str = column("article_id of the source article")
    published_date: date = column("publication date; partition")
    kind: str | None = column("kind of happening, as in seeds/incident_kinds.csv", default=None)
    first_day: date | None = column("first possible day", default=None)
    last_day: date | None = column("last possible day", default=None)
    names: list[str] = column("places, actors and number by which reports are compared", default_factory=list)
    features: str | None = column("all else that is compared, a JSON object", default=None)
    extractor: str = column("version of the rules and seeds that read it", default=EXTRACTOR)


@dataclass(kw_only=True, slots=True)
class Incident:
    """One incident with all its reports. Derived from the facts in incident_facts, never edited."""

    incident_id: str = column("hash of the earliest fact of the incident")
    day: date = column("last possible day; publication date if no report states a time")
    date_start: date | None = column("first possible day, null if no report states a time", default=None)
    date_end: date | None = column("last possible day", default=None)
    date_precision: DatePrecision | None = column("precision of the most exact report", default=None)
    place: str | None = column("most exact place as written; null if no report states one", default=None)
    place_id: int | None = column("GeoNames id", default=None)
    latitude: float | None = column("latitude; null for areas", unit="degrees", default=None)
    longitude: float | None = column("longitude; null for areas", unit="degrees", default=None)
    country: str | None = column(
        "ISO 3166-1 alpha-2 code; if no report of a new incident states one, that of all other facts of its articles",
        default=None,
    )
    admin1: str | None = column("GeoNames first-order division code", default=None)
    geo_precision: int | None = column(
        "ACLED geo-precision: 1 exact place, 2 near a place or part of a region, 3 region or country", default=None
    )
    plover: Plover | None = column("PLOVER event class; null if only a toll is reported", default=None)
    acled_event: str | None = column("ACLED event type", default=None)
    acled_sub_event: str | None = column("ACLED sub-event type, by majority of the most exact reports", default=None)
    source: str | None = column("agent", default=None)
    source_actor: str | None = column("actor_id in seeds/actors.csv", default=None)
    target: str | None = column("target", default=None)
    target_actor: str | None = column("actor_id in seeds/actors.csv", default=None)
    blamed: str | None = column("who is only accused of it, where that is not the source", default=None)
    is_only_claimed: bool = column("true if no outlet reports it in its own voice")
    when_told: WhenTold = column("new: reported as new at least once; background: only as history")
    deaths_low: int | None = column("lowest valid number of deaths, null if open", default=None)
    deaths_best: int | None = column("number of deaths reported by all or more than half of the stories", default=None)
    deaths_high: int | None = column("highest valid number of deaths, null if open", default=None)
    is_disputed: bool = column("true if no number of deaths is consistent with all reports")
    tolls: list[str] = column("valid numbers of deaths, each with outlet and attribution", default_factory=list)
    claimed_low: int | None = column(
        "lowest number of enemy deaths claimed by a party; excluded from the toll", default=None
    )
    claimed_high: int | None = column("highest number of enemy deaths claimed by a party", default=None)
    n_articles: int = column("articles that report the incident", unit="articles")
    n_outlets: int = column("outlets that report the incident", unit="outlets")
    n_independent_origins: int = column(
        "outlets with a story of their own that reports the incident; reprints and rewrites count once", unit="outlets"
    )
    first_report: date = column("publication date of the first report")
    last_report: date = column("publication date of the last report")
    fact_id: str = column("fact_id of the best event report")
    sentence: str = column("evidence sentence of fact_id")
    url: str = column("URL of the article")
    toll_fact_id: str | None = column("fact_id of the best toll report", default=None)
    toll_sentence: str | None = column("evidence sentence of toll_fact_id", default=None)
    toll_url: str | None = column("URL of the article", default=None)


@dataclass(kw_only=True, slots=True)
class ControlChange:
    """One report that a place changed hands, or is fought over: what territory_held and territory_history are made of.

    Derived from events, articles, actors and corrections, never edited: the rows of the view territory_changes_now,
    kept so that a query does not read all events.
    """

    fact_id: str = column("fact_id in events")
    article_id: str = column("article_id of the source article")
    published_date: date = column("publication date; partition")
    day: date = column(
        "last possible day of the change, else of publication; of a denial, and of a claim without a stated time, the "
        "day on which it was told, if the sentence names it"
    )
    is_stated: bool = column("true if the article states a time")
    is_of_a_day: bool = column("true if the stated time is a day, not a week or month")
    is_news: bool = column("true if the change happened in the days before publication")
    is_kept: bool = column("true if the holder is only said to have the place still", default=False)
    is_taken: bool = column("true if the place is taken or given up, and not only said to be held", default=True)
    is_admitted: bool = column("true if the loser itself tells of the change", default=False)
    spot: str | None = column(
        "identifies the place: GeoNames id, with the name for a part or quarter of it, else the place as written",
        default=None,
    )
    place: str | None = column("place as written", default=None)
    place_id: int | None = column("GeoNames id", default=None)
    latitude: float | None = column("latitude; null for areas", unit="degrees", default=None)
    longitude: float | None = column("longitude; null for areas", unit="degrees", default=None)
    country: str | None = column("ISO 3166-1 alpha-2 code", default=None)
    territory: Territory = column("effect of the event on the source's control of the place")
    modality: Modality = column("status of the statement in the text", default="asserted")
    holder_text: str | None = column("who holds the place after the change, as written", default=None)
    holder_actor: str | None = column("actor_id in seeds/actors.csv", default=None)
    holder_key: str | None = column("holder_actor, else holder_text in lower case", default=None)
    holder_line: list[str] = column("the actor of holder_key and all that it is part of", default_factory=list)
    loser_text: str | None = column("who lost the place, as written", default=None)
    loser_actor: str | None = column("actor_id in seeds/actors.csv", default=None)
    loser_key: str | None = column("loser_actor, else loser_text in lower case", default=None)
    loser_line: list[str] = column("the actor of loser_key and all that it is part of", default_factory=list)
    sentence_index: int = column("zero-based index of the evidence sentence in the article")
    sentence: str = column("evidence sentence")
    story_id: str = column("story_id of the article")
    outlet: str = column("site of the article")
    url: str = column("URL of the article")


@dataclass(kw_only=True, slots=True)
class TerritoryHeld:
    """Who holds a place in a span of days: what territory_on reads, which says what the columns mean.

    Derived from control_changes and actors, never edited: the rows of the view territory_held_now, kept so that a query
    does not judge all changes.
    """

    spot: str = column("the place, as in control_changes")
    valid_from: date = column("first day on which this is the answer")
    valid_to: date = column("last day on which this is the answer; 9999-12-31 means until today")
    place: str | None = column("place as written", default=None)
    holder: str | None = column("who holds the place: name of the actor, else as written", default=None)
    since: date = column("first day that any article states for this control, or fight")
    status: HeldStatus = column("how well the holder is known")
    sentence: str = column("evidence sentence")
    previous: str | None = column("the holder before", default=None)
    holder_actor: str | None = column("actor_id in seeds/actors.csv", default=None)
    place_id: int | None = column("GeoNames id", default=None)
    country: str | None = column("ISO 3166-1 alpha-2 code", default=None)
    latitude: float | None = column("latitude; null for areas", unit="degrees", default=None)
    longitude: float | None = column("longitude; null for areas", unit="degrees", default=None)
    n_sources: int = column("number of outlets that tell of this control")
    site: str = column("site of the article")
    url: str = column("URL of the article")
    fact_id: str = column("fact_id in events of the latest change of control")


@dataclass(kw_only=True, slots=True)
class PublishedQuote:
    """One quotation with its article: what who_said_what reads.

    Derived from quotes, articles and corrections, never edited: the rows of the view published_quotes_now, kept so that
    a question about a speaker does not read all articles.
    """

    fact_id: str = column("fact_id in quotes")
    article_id: str = column("article_id of the source article")
    published_date: date = column("publication date")
    speaker: str | None = column("longest name of the speaker in the article", default=None)
    speaker_actor: str | None = column("actor_id of the speaker, or of the actor represented", default=None)
    role: str | None = column("role of the speaker as written", default=None)
    quote: str = column("quoted text without quotation marks")
    kind: QuoteKind = column("kind of quotation, as in quotes")
    cue: str | None = column("verb or phrase that introduces the quote", default=None)
    addressee: str | None = column("addressee as written", default=None)
    start: int = column("start offset of the sentence, as in quotes", unit="code points")
    sentence: str = column("evidence sentence")
    published_at: datetime | None = column("publication time of the article", unit="UTC", default=None)
    story_id: str = column("story_id of the article")
    site: str = column("site of the article")
    url: str = column("URL of the article")
    title: str | None = column("headline of the article", default=None)


@dataclass(kw_only=True, slots=True)
class DailyFatalities:
    """The deaths of a day at a place: what fatalities_by_day reads, which says what the columns mean.

    Derived from incidents, never edited: the rows of the view daily_fatalities_now, kept so that a query does not add
    up all tolls.
    """

    day: date = column("day of the incidents")
    spot: str = column("the place: GeoNames id, with the name for a part of it, else its name, else an incident_id")
    country: str | None = column("ISO 3166-1 alpha-2 code", default=None)
    place: str | None = column("place as written", default=None)
    place_id: int | None = column("GeoNames id", default=None)
    geo_precision: int | None = column("ACLED geo-precision, as in incidents", default=None)
    low: int | None = column("lowest number of deaths, null if open", default=None)
    best: int | None = column("sum of the numbers that most stories report, null if any has none", default=None)
    high: int | None = column("highest number of deaths, null if open", default=None)
    disputed: bool = column("true if the toll of any incident is disputed")
    n_incidents: int = column("number of incidents")
    n_outlets: int = column("outlets that report the most reported of them", unit="outlets")
    sentence: str | None = column("evidence sentence of the incident with most deaths", default=None)
    url: str | None = column("URL of its article", default=None)


@dataclass(kw_only=True, slots=True)
class PublishedStory:
    """One story with its origin and its outlets: what the view stories reads, which says what the columns mean.

    Derived from articles, never edited: the rows of the view published_stories_now, kept so that a query does not read
    all articles.
    """

    story_id: str = column("story_id of its articles")
    origin_article_id: str | None = column("article_id of the article published first, as far as known", default=None)
    origin_outlet: str | None = column("site of the origin", default=None)
    origin_published_at: datetime | None = column("publication time of the origin", unit="UTC", default=None)
    title: str | None = column("headline of the origin", default=None)
    url: str | None = column("URL of the origin", default=None)
    n_articles: int = column("number of articles", unit="articles")
    n_sources: int = column("number of outlets", unit="outlets")
    outlets: list[str] = column("sites of its articles", default_factory=list)
    first_published: date = column("publication date of the first article")
    last_published: date = column("publication date of the last article")


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
    "corrections": Correction,
    "kept_reports": KeptReport,
    "incident_links": IncidentLink,
    "incident_facts": IncidentFact,
    "incidents": Incident,
    "daily_fatalities": DailyFatalities,
    "control_changes": ControlChange,
    "territory_held": TerritoryHeld,
    "published_quotes": PublishedQuote,
    "published_stories": PublishedStory,
    "actors": Actor,
    "rejects": Reject,
    "runs": Run,
}
NOT_NEGATIVE = ("start", "quote_start", "mention_start", "low", "high")
"""Columns without negative values: offsets in a text, and bounds of a number."""
KEYS: dict[str, str] = {
    "pages": "page_id", "articles": "article_id", "signatures": "article_id",
    "corrections": "correction_id",
    "kept_reports": "fact_id", "incident_links": "link_id", "incident_facts": "fact_id", "incidents": "incident_id",
    "daily_fatalities": "day",
    "control_changes": "fact_id", "territory_held": "spot", "published_quotes": "fact_id",
    "published_stories": "story_id",
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
    """A declared column; `type` is one of str, int, float, bool, bytes, date, datetime, list."""

    name: str
    type: type
    nullable: bool
    meaning: str
    unit: str
    identity: bool
    values: tuple[str, ...]
    value: Callable[[Any], Any]
    """Reads the column's value from a row object."""

    @property
    def arrow(self) -> arrow.DataType:
        return arrow.list_(arrow.string()) if self.type is list else _ARROW[self.type]


@cache
def columns(table: str) -> tuple[Column, ...]:
    """The columns of a table in order. KeyError for an unknown table."""
    row = TABLES[table]
    hints = get_type_hints(row)
    return tuple(
        c for f in fields(row) for c in (_date_columns(f) if "edge" in f.metadata else (_column(f, hints[f.name]),))
    )


def _date_columns(declared: Field[Any]) -> Iterator[Column]:
    """The columns of a stated date: the day, the stated text and, if declared, the precision."""
    metadata, stated_text = declared.metadata, attrgetter(declared.name)
    any_of = [attrgetter(name) for name in (declared.name, *metadata["of"])]
    edge = first_day if metadata["edge"] == "first" else last_day

    def the_day(row: Any) -> date | None:
        return edge(next((text for get in any_of if (text := get(row))), None))

    yield Column(declared.name, date, True, metadata["meaning"], "", False, (), the_day)
    meaning = f"{declared.name} as stated: ISO date, month or year"
    yield Column(f"{declared.name}_text", str, True, meaning, "", False, (), stated_text)
    if metadata["precise"]:
        exact = tuple(value for value in get_args(DatePrecision) if value != "week")
        meaning = f"precision of {declared.name}"
        yield Column(metadata["precise"], str, True, meaning, "", False, exact, lambda row: precision(stated_text(row)))


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


def check(table: str, rows: arrow.Table) -> None:
    """ValueError for a value that the declaration of its column forbids."""
    for c in columns(table):
        for value in rows.column(c.name).to_pylist():
            if _is_forbidden(c, value):
                raise ValueError(f"{table}.{c.name} may not be {value!r}.")


def _is_forbidden(c: Column, value: Any) -> bool:
    if value is None:
        return not c.nullable
    if c.values:
        return value not in c.values
    if c.unit == "0 to 1":
        return not 0 <= value <= 1
    return c.name in NOT_NEGATIVE and not value >= 0


def to_arrow(table: str, rows: Sequence[Any]) -> arrow.Table:
    """Rows of one table (instances of its dataclass) as an Arrow table."""
    return arrow.table({c.name: [c.value(row) for row in rows] for c in columns(table)}, schema=arrow_schema(table))


def dictionary() -> str:
    """The data dictionary as Markdown: one section per table, one row per column."""
    parts = ["# Data dictionary", "", "Generated from `transforms/tables/schema.py` by `dateline dictionary`.", ""]
    for name, table in TABLES.items():
        parts += [
            f"## {name}",
            "",
            cleandoc(table.__doc__ or ""),
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
