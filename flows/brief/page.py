"""Renders a brief as one self-contained HTML page that runs no scripts but its own."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable
from datetime import date
from functools import cache, lru_cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from flows.brief import formats
from flows.brief.charts import charts
from flows.brief.data import Brief
from flows.home import user_cache
from transforms.printable import printable_lines
from transforms.seeds import Row, rows
from warehouse.storage.whole import whole

TEMPLATES = Path(__file__).parent / "templates"
VEGA = "window.vegaEmbed = vegaEmbed;"
FIRST = 12
"""Incidents per status and speakers that are visible at first; the others are in a collapsed element."""

SPEAKERS, QUOTES = 60, 8
"""Maximum number of speakers, and of quotations per speaker."""


def page(brief: Brief, cache: Path | None = None) -> str:
    """The whole page. The chart library and the compiled template are cached in the folder `cache`: bundling the one
    takes seconds, and compiling the other as long as filling it in.
    """
    drawn = charts(brief)
    data = {
        "days": [formats.long_day(day) for day in brief.span.days],
        "charts": drawn,
    }
    scripts = [_template_text("brief.js"), vega(cache)]
    styles = _template_text("brief.css") + "".join(_class_rule(row) for row in rows("brief_classes"))
    return (
        environment(cache)
        .get_template("brief.html.j2")
        .render(
            brief=brief,
            drawn=drawn,
            anchor=_anchor_maker(),
            number={day: index for index, day in enumerate(brief.span.days)},
            data=embedded(data),
            scripts=[Markup(script) for script in scripts],  # noqa: S704  # our own files and a library's
            styles=Markup(styles),  # noqa: S704
            policy=policy(scripts, styles),
            first=FIRST,
            most_speakers=SPEAKERS,
            most_quotes=QUOTES,
        )
    )


def _class_rule(row: Row) -> str:
    """The CSS rule that colours the cards of a class."""
    return f'\n[data-class="{row["class"]}"] {{ --mark: {row["colour"]}; }}'


def index(pages: list[dict[str, str]]) -> str:
    """The index page of all briefs in a folder; each has `file`, `title` and `summary`."""
    styles = _template_text("brief.css")
    return (
        environment()
        .get_template("index.html.j2")
        .render(pages=pages, styles=Markup(styles), policy=policy([], styles))  # noqa: S704  # our own file
    )


def policy(scripts: list[str], styles: str) -> str:
    """The Content-Security-Policy of a page: exactly these scripts and styles, and no other host."""
    allowed = " ".join(_csp_hash(script) for script in scripts) or "'none'"
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_csp_hash(styles)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _csp_hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def embedded(data: Any) -> Markup:
    """Data as JSON inside a page; text of articles cannot close the surrounding element."""
    packed = json.dumps(_with_visible_controls(data), ensure_ascii=False, default=str, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        packed = packed.replace(character, f"\\u{ord(character):04x}")
    return Markup(packed)  # noqa: S704  # no character is left that HTML reads


def _with_visible_controls(data: Any) -> Any:
    """The data with the control characters of every string made visible."""
    if isinstance(data, dict):
        return {key: _with_visible_controls(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_with_visible_controls(value) for value in data]
    return printable_lines(data) if isinstance(data, str) else data


def drawing(home: Path) -> Path:
    """The folder in which a home's briefs find the bundled chart library and the compiled templates: the user's cache,
    or the home if that may not be written.
    """
    return user_cache() or home / "warehouse" / "data" / "drawing"


def vega(cache: Path | None = None) -> str:
    """Vega, Vega-Lite and Vega-Embed as one script, in the versions bundled with vl-convert."""
    if cache is None:
        return _bundle_vega()
    file = cache / f"vega-{version('vl-convert-python')}.js"
    if not file.exists():
        write(file, _bundle_vega())
    return file.read_text(encoding="utf-8")


@cache
def _bundle_vega() -> str:
    import vl_convert  # of sixty megabytes, which no other command needs

    bundle = str(vl_convert.javascript_bundle(VEGA)).replace("\r\n", "\n")
    if "</script" in bundle.lower():
        raise ValueError("the bundle of Vega holds the end of a script; another version of vl-convert-python is needed")
    return bundle


def write(file: Path, text: str) -> None:
    """Write a file atomically. OSError or LakeError if it cannot be written."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with whole(file, is_file=True, renews=True) as part:
        part.write_text(text, encoding="utf-8")


@lru_cache
def environment(compiled: Path | None = None) -> Environment:
    """The template environment; all values are escaped, and their control characters made visible. Compiled templates
    are kept in a folder, if given.
    """
    templates = Environment(
        loader=FileSystemLoader(TEMPLATES),
        bytecode_cache=FileSystemBytecodeCache(str(compiled)) if compiled else None,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    templates.filters |= {
        "day": formats.long_day, "short": formats.short_day, "number": formats.number, "link": formats.link,
        "percent": lambda share: "" if share is None else f"{share:.0%}",
    }  # fmt: skip
    templates.globals["spread"] = formats.spread
    return templates


def _finalize(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, date):
        return formats.long_day(value)
    return printable_lines(value) if type(value) is str else value


def _anchor_maker() -> Callable[[str, str], Markup]:
    """A function that returns the id attribute of a fact at its first use in a page, since ids must be unique."""
    used: set[str] = set()

    def anchor(kind: str, key: str) -> Markup:
        name = f"{kind}-{key}"
        if name in used:
            return Markup("")
        used.add(name)
        return Markup('id="{}"').format(name)

    return anchor


@cache
def _template_text(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8").rstrip("\n")
