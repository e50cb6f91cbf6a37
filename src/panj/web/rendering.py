"""Templates and what they show values with. Everything that is shown is escaped, and no character of it commands.

Report texts are hostile. Beside the escaping of HTML, characters that turn the direction of text around or that are no
characters at all are shown as ``\N{REPLACEMENT CHARACTER}``, wherever they come from.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from typing import Any
from urllib.parse import urlsplit

import jinja2
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

import panj
from panj.exports.brief import day, place_of
from panj.model import Claim, Decision, Party, amount
from panj.ontology import TYPES
from panj.web.asking import Question
from panj.web.desk import Desk

_COMMANDING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""Control characters but tab and new line; embeddings, overrides and isolates of direction; invisible tags."""

RULES = ("most-supported", "conservative", "informative", "representative")


def plain(text: str) -> str:
    """Return text without a character that commands instead of being shown."""
    return _COMMANDING.sub("\N{REPLACEMENT CHARACTER}", text.encode("utf-8", "replace").decode())


def _finalize(value: Any) -> Any:
    if isinstance(value, Markup):
        return value
    return "" if value is None else plain(str(value))


def web_address(url: str | None) -> str | None:
    """Return an address that may be a link: on the web, and nothing else."""
    if url is None or not url.lower().startswith(("http://", "https://")) or _COMMANDING.search(url):
        return None
    try:
        return url if urlsplit(url).hostname else None
    except ValueError:
        return None


def number(low: int | None, best: int | None, high: int | None) -> str:
    """Return low, best and high as one phrase."""
    middle = "" if best is None or low == high else f", best {best}"
    return f"{amount(low, high)}{middle}"


def when(at: dt.datetime | None) -> str:
    """Return an instant to the minute, UTC."""
    return "no date" if at is None else at.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M")


def parties(found: tuple[Party, ...]) -> str:
    """Return names with commas."""
    return ", ".join(dict.fromkeys(one.name for one in found))


def spoken_values(claim: Claim) -> list[tuple[str, str, str]]:
    """Return value identifier, field and words of everything in a claim but its cue."""
    return [
        (f"{claim.id}.{name}", "act" if name == "t" else name.rstrip("0123456789"), span.text)
        for name, span in claim.mention.spans()
        if name != "cue"
    ]


def told(one: Decision) -> str:
    """Return what was decided as a phrase."""
    verb = {
        "same": "are one act", "not-same": "are different acts", "reject": "rejected", "restore": "stands",
        "undo": "undone", "correct": "corrected",
    }.get(one.kind, one.kind)  # fmt: skip
    fields = ", ".join(f"{name} {value or 'open'}" for name, value in one.payload)
    return f"{' and '.join(one.subjects)}: {verb}{f' to {fields}' if fields else ''}"


@functools.cache
def environment() -> jinja2.Environment:
    """Return the templates, every output of theirs escaped; a name that is not given is an error."""
    env = jinja2.Environment(
        loader=jinja2.PackageLoader("panj.web"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters.update(day=day, place=place_of, instant=when, parties=parties, web=web_address, told=told)
    env.globals.update(
        amount=amount, number=number, spoken_values=spoken_values, types=TYPES, rules=RULES, version=panj.__version__
    )
    return env


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """Return a page with what every page has: the ledger, the question, and the decision that was just taken."""
    desk: Desk = request.app.state.desk
    question = Question(request.query_params)
    done = next((one for one in desk.view().decisions if one.id == question.word("done")), None)
    text = (
        environment()
        .get_template(template)
        .render(
            desk=desk,
            question=question,
            path=request.url.path,
            here=request.url.path + question.query(),
            done=done,
            **values,
        )
    )
    return HTMLResponse(text, status)
