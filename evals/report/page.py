"""READ FIRST: puts the page together.

run, comparison (JSON) -> verdict (words) + sections (what, in which order) + case_data (JSON block)
                       -> page.html with charts, style and script inlined -> one file that loads nothing
"""

import hashlib
from base64 import b64encode
from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import TypeVar

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup
from pydantic import TypeAdapter, ValidationError

from evals.compare import COMPARISON, Comparison
from evals.errors import RunFileError
from evals.report import charts, sections, verdict, words
from evals.report.case_data import as_script, case_data
from evals.runs import RUN, Run

STYLE, EARLY = "report.css", "early.js"
SCRIPTS = ("elements.js", "case_detail.js", "case_list.js", "tables.js", "keyboard.js", "start.js")
"""In the order they are joined: each uses only what stands before it."""

_Read = TypeVar("_Read")


def render_html(run: Mapping[str, object], comparison: Mapping[str, object] | None) -> str:
    """The page of a run (`codecite.run/1`) and, when there is one, of its comparison (`codecite.comparison/1`).

    The same input gives the same page. Raises RunFileError when either is of another version.
    """
    return page(
        _read(RUN, run, "The run"), _read(COMPARISON, comparison, "The comparison") if comparison is not None else None
    )


def page(run: Run, comparison: Comparison | None) -> str:
    style, early, script = _asset(STYLE), _asset(EARLY), _script()
    found = verdict.powers(run, comparison)
    return (
        _environment()
        .get_template("page.html")
        .render(
            run=run,
            summary=run.summary,
            comparison=comparison,
            verdicts=dict(run.summary.verdicts),
            headline=verdict.headline(run, comparison),
            gated=verdict.gated(run, comparison),
            powers=found,
            sight=verdict.sight(found),
            policy=_policy(style, early, script),
            style=Markup(style),
            early=Markup(early),
            script=Markup(script),
            data=as_script(case_data(run, comparison)),
        )
    )


def _read(adapter: TypeAdapter[_Read], value: Mapping[str, object], what: str) -> _Read:
    try:
        return adapter.validate_python(value)
    except ValidationError:
        raise RunFileError(
            f"{what} is not of this version.", "Run the suites again, or use the version that wrote it."
        ) from None


def _policy(style: str, *scripts: str) -> str:
    """Lets this one style and these scripts through, by their digests, and no load, form or frame of any kind."""
    return (
        f"default-src 'none'; script-src {' '.join(map(_digest, scripts))}; style-src {_digest(style)}; img-src data:;"
        " base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _script() -> str:
    """One script with nothing global, from small files."""
    return '(() => {\n"use strict";\n' + "\n".join(_asset(name) for name in SCRIPTS) + "})();\n"


def _asset(name: str) -> str:
    return (files("evals.report") / "assets" / name).read_text(encoding="utf-8")


def _environment() -> Environment:
    """Escapes everything that isn't Markup, and stops at a name that isn't there."""
    environment = Environment(
        loader=FunctionLoader(_asset), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    spoken: tuple[Callable[..., object], ...] = (
        words.count, words.counted, words.percent, words.interval, words.points, words.signed, words.signed_score,
        words.p_value, words.wait, words.odds, words.moment, words.lasted,
    )  # fmt: skip
    environment.filters.update({one.__name__: one for one in spoken})
    environment.globals.update(charts=charts, sections=sections, words=words)
    return environment
