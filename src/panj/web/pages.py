"""The pages that are read: Today, incidents, one incident, statements, map, numbers, the way of a value, decisions."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from panj import corrections, judging
from panj.errors import InvalidValue
from panj.judging import active, queue
from panj.model import Incident, Statement
from panj.news import news
from panj.ontology import MODES, OUTCOMES, STATEMENT_KINDS, STATUSES
from panj.panj import FORMATS, View
from panj.selecting import countries, instant
from panj.web import charts, maps
from panj.web.asking import Question
from panj.web.desk import Desk
from panj.web.marking import marked
from panj.web.rendering import page

_EVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_ON_A_PAGE = 100


def seen_cookie(desk: Desk) -> str:
    """Return the name of the cookie that holds until when this ledger was looked at."""
    return f"panj-seen-{desk.mark}"


def _asked(request: Request) -> tuple[Desk, Question, View]:
    question = Question(request.query_params)
    desk: Desk = request.app.state.desk
    return desk, question, question.view(desk)


def today(request: Request) -> Response:
    """Show what is new or changed since the last look, and what waits for an answer."""
    desk, question, view = _asked(request)
    text = question.word("from") or request.cookies.get(seen_cookie(desk))
    try:
        seen = instant(text.replace(" ", "+") if text and "T" in text else text)
    except InvalidValue:
        seen = None
    before = desk.view(seen or _EVER, question.rule)
    found = news(before, view) if before.as_of != view.as_of else ()
    incidents = {one.id: one for one in (*before.all_incidents, *view.all_incidents)}
    now = view.as_of or dt.datetime.now(dt.UTC)
    waiting = sorted((one for one in view.all_statements if one.open), key=lambda one: (-(_age(one, now) or 0), one.id))
    return page(
        request,
        "today.html",
        view=view,
        seen=seen,
        news=found,
        incidents=incidents,
        waiting=[(one, _age(one, now)) for one in waiting[:12]],
        proposals=len(queue(view)),
        counts=desk.ledger.counts(view.as_of),
    )


def _age(one: Statement, now: dt.datetime) -> int | None:
    """Return how many days ago a statement was made; ``None`` where its day is not known."""
    on = one.on and (one.on.valid_to or one.on.valid_from)
    return None if not on else max((now.date() - on).days, 0)


def incidents(request: Request) -> Response:
    """List incidents by conditions, a page at a time."""
    _, question, view = _asked(request)
    found = question.incidents(view)
    number = question.number("page", 1, 1, 1_000_000)
    first = (number - 1) * _ON_A_PAGE
    return page(
        request,
        "incidents.html",
        view=view,
        found=found[first : first + _ON_A_PAGE],
        total=len(found),
        every=len(view.all_incidents),
        number=number,
        pages=max(-(-len(found) // _ON_A_PAGE), 1),
        countries=_countries(view),
    )


def _countries(view: View) -> list[str]:
    return sorted({code for one in view.all_incidents for code in countries(one)})


def incident(request: Request) -> Response:
    """Show one incident: what is claimed on the left, the words of the reports on the right."""
    desk, _, view = _asked(request)
    identifier = request.path_params["id"]
    one = view.incident(identifier)
    if one.id != identifier:
        question = Question(request.query_params)
        done = question.word("done")
        query = question.query()
        if done:
            query += f"{'&' if query else '?'}done={done}"
        return RedirectResponse(f"/incidents/{one.id}{query}", 303)
    claims = [view.claims[name] for name in one.claim_ids]
    sums, statements = view.sums_over(one), view.statements_of(one)
    told = [*claims, *(view.claims[item.claim_id] for item in sums)]
    told += [view.claims[name] for item in statements for name in item.claim_ids if name in view.claims]
    told = list({claim.id: claim for claim in told}.values())
    texts = [
        (view.reports[name], marked(view.reports[name], told))
        for name in dict.fromkeys([*one.report_ids, *(claim.report_id for claim in told)])
    ]
    about = {*one.claim_ids, one.id}
    return page(
        request,
        "incident.html",
        view=view,
        one=one,
        claims={claim.id: claim for claim in told},
        charts=[(item, charts.figure_chart(item)) for item in one.figures],
        texts=texts,
        beside={*one.claim_ids, *(item.figure.value_id for item in sums)},
        sums=sums,
        statements=statements,
        decisions=[
            item for item in view.decisions if about.intersection(name.partition(".")[0] for name in item.subjects)
        ],
        chart=None if (chart := maps.chart([one], width=560)).placeless else chart,
        links={link.claim_id: link for link in view.linking.links if link.incident_id == one.id},
        near=_near(view, one),
        corrected={name for item in active(view.decisions) if item.kind == "correct" for name in item.subjects},
        moments=desk.moments(),
    )


def _near(view: View, one: Incident) -> list[Incident]:
    """Return incidents that a person may want to merge this one with: of its country, a week around it."""
    mine = countries(one)
    first = one.when and (one.when.valid_from or one.when.valid_to)
    found = []
    for other in view.all_incidents:
        theirs = other.when and (other.when.valid_from or other.when.valid_to)
        close = not first or not theirs or abs((theirs - first).days) <= 7
        if other.id != one.id and close and (not mine or not countries(other) or mine & countries(other)):
            found.append(other)
    return found[:50]


def review(request: Request) -> Response:
    """Show what is worth a person's look, one key each."""
    _, question, view = _asked(request)
    every = queue(view)
    kind = question.word("kind")
    found = [one for one in every if kind in (None, one.kind)]
    return page(
        request,
        "review.html",
        view=view,
        found=found[:40],
        total=len(found),
        tally=Counter(one.kind for one in every),
        incidents={one.id: one for one in view.all_incidents},
    )


def statements(request: Request) -> Response:
    """Show statements with their age and answers, and who spoke to whom."""
    _, question, view = _asked(request)
    found = view.statements(
        waiting=question.word("open") is not None,
        by=question.word("by"),
        to=question.word("to"),
        kind=question.word("kind"),
    )
    now = view.as_of or dt.datetime.now(dt.UTC)
    pairs = Counter((one.by, to) for one in found for to in one.to)
    speakers = [name for name, _ in Counter(by for by, _ in pairs.elements()).most_common(12)]
    heard = [name for name, _ in Counter(to for _, to in pairs.elements()).most_common(12)]
    return page(
        request,
        "statements.html",
        view=view,
        found=[(one, _age(one, now)) for one in found],
        by_id={one.id: one for one in view.all_statements},
        kinds=STATEMENT_KINDS,
        pairs=pairs,
        speakers=speakers,
        heard=heard,
    )


def map_and_time(request: Request) -> Response:
    """Show incidents on the map and along the days."""
    _, question, view = _asked(request)
    found = question.incidents(view)
    box = _box(question)
    chart = maps.chart(found, box)
    moves = {
        how: ",".join(f"{one:.3f}" for one in maps.moved(chart.box, how)) for how in ("in", "out", "n", "s", "e", "w")
    }
    return page(
        request,
        "map.html",
        view=view,
        found=found,
        chart=chart,
        moves=moves,
        line=charts.timeline(found),
        countries=_countries(view),
    )


def _box(question: Question) -> maps.Box | None:
    text = question.word("box")
    if text is None:
        return None
    try:
        south, west, north, east = (float(one) for one in text.split(","))
    except ValueError:
        raise InvalidValue(text, "is no box", "Give south,west,north,east in degrees") from None
    if not (-90 <= south < north <= 90 and -180 <= west < east <= 180) or north - south < 0.01 or east - west < 0.01:
        raise InvalidValue(text, "is no box", "Give south,west,north,east in degrees, each smaller one first")
    return south, west, north, east


def numbers(request: Request) -> Response:
    """Show how many people there are in a selection, as bounds, with what holds them."""
    _, question, view = _asked(request)
    claimants = tuple(one.strip() for one in (question.word("claimant") or "").split(";") if one.strip())
    found = view.totals(
        question.word("outcome"),
        since=question.since,
        until=question.until,
        country=question.word("country"),
        admin1=question.word("admin1"),
        group=question.word("group"),
        claimants=claimants,
    )
    return page(
        request,
        "numbers.html",
        view=view,
        found=found,
        outcomes=OUTCOMES,
        formats={name: form for name, form in FORMATS.items() if form.installed()},
        countries=_countries(view),
        sentences=_sentences(view),
    )


def _sentences(view: View) -> Any:
    def of(value_ids: tuple[str, ...]) -> list[tuple[str, str]]:
        found: dict[str, str] = {}
        for value_id in value_ids:
            claim = view.claims.get(value_id.partition(".")[0])
            if claim is not None:
                found.setdefault(claim.mention.sentence.text, value_id)
        return [(value_id, text) for text, value_id in found.items()]

    return of


def why(request: Request) -> Response:
    """Show the way from a value to the bytes it came from."""
    _, _, view = _asked(request)
    answer = view.why(request.path_params["id"])
    claim = answer.claim
    one = None
    if answer.link is not None:
        one = next((item for item in view.all_incidents if item.id == answer.link.incident_id), None)
    about = {claim.id, *((one.id,) if one else ())}
    text = answer.sentence.text
    start, end = answer.words.start - answer.sentence.start, answer.words.end - answer.sentence.start
    return page(
        request,
        "why.html",
        view=view,
        answer=answer,
        claim=claim,
        incident=one,
        before=text[:start],
        words=text[start:end],
        after=text[end:],
        decisions=[
            item for item in view.decisions if about.intersection(name.partition(".")[0] for name in item.subjects)
        ],
        subject=answer.value_id if corrections.values(claim, answer.value_id) else claim.id,
        fields=corrections.values(claim, answer.value_id) or corrections.values(claim, claim.id),
        statuses=STATUSES,
        outcomes=OUTCOMES,
        modes=MODES,
        claimants=sorted({item.claimant.name for item in view.claims.values()}),
        explained=judging.explain(answer.link) if answer.link else None,
    )


def decisions(request: Request) -> Response:
    """Show every decision, the newest first, each with its undo."""
    _, _, view = _asked(request)
    undone = {name for one in judging.active_undos(view.decisions) for name in one.subjects}
    return page(request, "decisions.html", view=view, found=view.decisions[::-1], undone=undone)


def keys(request: Request) -> Response:
    """Show the keys."""
    return page(request, "keys.html")
