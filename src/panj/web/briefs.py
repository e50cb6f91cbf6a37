"""Briefs: chosen by window and scope, edited, cited, downloaded; exports of what is chosen."""

from __future__ import annotations

import io
import zipfile

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from panj.errors import InvalidValue
from panj.panj import FORMATS, View
from panj.selecting import countries
from panj.web import markdown
from panj.web.asking import Question
from panj.web.desk import Desk
from panj.web.rendering import environment, page

_MOST = 2_000_000
"""Most characters of an edited brief."""


def brief(request: Request) -> Response:
    """Show the brief of what is chosen, with its text to be edited."""
    desk: Desk = request.app.state.desk
    question = Question(request.query_params)
    view = question.view(desk)
    text = _brief(question, view)
    return page(
        request,
        "brief.html",
        view=view,
        text=text,
        shown=markdown.html(text, under=1),
        edited=False,
        uncited=[],
        countries=sorted({code for one in view.all_incidents for code in countries(one)}),
    )


def _brief(question: Question, view: View) -> str:
    return view.brief(question.incidents(view) if question.is_limited else None)


async def edited(request: Request) -> Response:
    """Show, or give to be saved, a brief as it was edited: ``text``, and ``form`` (``md``, ``html``) to save it."""
    form = await request.form(max_files=0, max_fields=20, max_part_size=8_000_000)
    text, kind = form.get("text"), form.get("form")
    if not isinstance(text, str) or len(text) > _MOST:
        raise InvalidValue("text", f"is no text of at most {_MOST:,} characters", "Shorten the brief")
    text = text.replace("\r\n", "\n")
    if kind in ("md", "html"):
        return await run_in_threadpool(_saved, text, str(kind), "brief")
    desk: Desk = request.app.state.desk
    view = await run_in_threadpool(Question(request.query_params).view, desk)
    return await run_in_threadpool(
        page,
        request,
        "brief.html",
        view=view,
        text=text,
        shown=markdown.html(text, under=1),
        edited=True,
        uncited=markdown.uncited(text),
        countries=sorted({code for one in view.all_incidents for code in countries(one)}),
    )


def download(request: Request) -> Response:
    """Give the brief of what is chosen, to be saved as Markdown or as HTML."""
    desk: Desk = request.app.state.desk
    question = Question(request.query_params)
    view = question.view(desk)
    day = view.as_of.date().isoformat() if view.as_of else "empty"
    return _saved(_brief(question, view), request.path_params["form"], f"brief-{day}")


def _saved(text: str, form: str, name: str) -> Response:
    if form == "md":
        data, kind = text, "text/markdown"
    elif form == "html":
        data, kind = environment().get_template("saved.html").render(shown=markdown.html(text)), "text/html"
    else:
        raise InvalidValue(form, "is no form of a brief", "Choose md or html")
    return Response(data, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}.{form}"'})


def export(request: Request) -> Response:
    """Give chosen incidents in a format, to be saved; several files come in one ZIP archive."""
    desk: Desk = request.app.state.desk
    question = Question(request.query_params)
    form = request.path_params["form"]
    if form not in FORMATS:
        raise InvalidValue(form, "is not a format", f"Choose one of: {', '.join(FORMATS)}")
    view = desk.view(question.as_of, question.rule or FORMATS[form].rule)
    made = view.export_as(form, question.incidents(view) if question.is_limited else None)
    if list(made.files) == [""]:
        data, suffix = made.data, {"parquet": "parquet", "geojson": "geojson", "stix": "json", "gdelt": "tsv",
                                   "polecat": "tsv"}.get(form, "csv")  # fmt: skip
    else:
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in sorted(made.files):
                archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), made.files[name])
        data, suffix = held.getvalue(), "zip"
    return Response(
        data,
        media_type="application/octet-stream",
        headers={"content-disposition": f'attachment; filename="panj-{form}.{suffix}"'},
    )
