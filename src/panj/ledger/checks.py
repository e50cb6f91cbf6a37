"""Checking a ledger from bottom to top: pages, captures, reports, spans, links, redirects, time, indices.

Each check stands alone and goes on where another cannot: a torn page must not hide a false span.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, bindparam, select

from panj.errors import LedgerDamaged
from panj.ledger import asking
from panj.ledger.intakes import unpack
from panj.ledger.schema import VERSIONED, captures, changes, claims, held, likenesses, links, readings, redirects
from panj.ledger.schema import reports as reports_table
from panj.ledger.sqlite import SqliteFile
from panj.ledger.writing import last_stamp
from panj.model import Claim, Likeness, Reading, Redirect, Report, Span, decode, report_id

Check = Callable[[Connection, int], Iterator[str]]

# Built once: they are asked for every report.
_READINGS_OF, _CLAIMS_OF = (
    select(table.c.value)
    .where(table.c.report_id == bindparam("report"), held(table, bindparam("at")))
    .order_by(table.c.row)
    for table in (readings, claims)
)


def flaws(file: SqliteFile) -> Iterator[str]:
    """Yield what is wrong with a ledger, as sentences.

    Raises:
        LedgerError: the file is closed or locked, so that it cannot be checked.
    """
    with file.read() as connection:
        bound = last_stamp(connection) or 0
    checks: tuple[Check, ...] = (
        lambda connection, _: file.flaws(connection),
        _captures,
        _reports,
        _links,
        _redirects,
        _likenesses,
        _times,
    )
    for check in checks:
        found: list[str] = []
        try:
            with file.read() as connection:
                found.extend(check(connection, bound))
        except LedgerDamaged as error:
            found.append(f"The file {error.problem}.")
        yield from found
    if not file.words_agree():
        yield "The index of words differs from the reports."


def _pages(connection: Connection, query: Select[Any]) -> Iterator[Any]:
    """Yield rows without holding all of them."""
    yield from connection.execute(query, execution_options={"yield_per": 200})


def _captures(connection: Connection, bound: int) -> Iterator[str]:
    query = select(captures.c.digest, captures.c.packing, captures.c.content).where(captures.c.known_from <= bound)
    for digest, packing, content in _pages(connection, query):
        try:
            whole = hashlib.sha256(unpack(packing, content)).hexdigest() == digest
        except ValueError:
            whole = False
        if not whole:
            yield f"The bytes of capture {digest} are not those that were captured."


def _reports(connection: Connection, bound: int) -> Iterator[str]:
    """Yield what is wrong with reports, and with what was found in each."""
    query = select(reports_table.c.id, reports_table.c.capture, reports_table.c.value).where(held(reports_table, bound))
    seen = set()
    for name, capture, value in _pages(connection, query.order_by(reports_table.c.id)):
        seen.add(name)
        try:
            report = decode(value, Report)
        except msgspec.DecodeError as error:
            yield f"Report {name} is no report: {error}."
            continue
        named = report_id(publisher=report.publisher, url=report.url, title=report.title, text=report.text)
        if name != report.id or name != named:
            yield f"Report {name} is not the one it was named after."
        if report.capture.digest != capture:
            yield f"Report {name} names another capture than the one it is kept with."
        yield from _findings(connection, report, bound)
    for table in (readings, claims):
        names = connection.execute(select(table.c.report_id).where(held(table, bound)).distinct()).scalars()
        for orphan in sorted(set(names) - seen):
            yield f"There are {table.name} of report {orphan}, but no such report."


def _findings(connection: Connection, report: Report, bound: int) -> Iterator[str]:
    """Yield what is wrong with the reading and the claims of a report."""
    asked = {"report": report.id, "at": bound}
    values = connection.execute(_READINGS_OF, asked).scalars().all()
    if len(values) != 1:
        yield f"Report {report.id} has {len(values)} readings."
    try:
        found: list[Reading | Claim] = [decode(value, Reading) for value in values]
        found += [decode(value, Claim) for value in connection.execute(_CLAIMS_OF, asked).scalars()]
    except msgspec.DecodeError as error:
        yield f"What was found in report {report.id} cannot be read: {error}."
        return
    for one in found:
        for span in _spans(one):
            if report.text[span.start : span.end] != span.text:
                where = f"claim {one.id}" if isinstance(one, Claim) else "the reading"
                yield f"The words “{span.text}” of {where} are not in report {report.id} at {span.start}–{span.end}."


def _spans(value: object) -> Iterator[Span]:
    """Yield every span inside a value, whatever field holds it."""
    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _spans(one)
    elif isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            yield from _spans(getattr(value, field))


def _links(connection: Connection, bound: int) -> Iterator[str]:
    known = set(connection.execute(select(claims.c.id).where(held(claims, bound))).scalars())
    linked = asking.linking(connection, bound)
    for link in linked.links:
        if link.claim_id not in known:
            yield f"Claim {link.claim_id} is linked to incident {link.incident_id}, but there is no such claim."
    for claim_id, _ in linked.covers:
        if claim_id not in known:
            yield f"Claim {claim_id} covers incidents, but there is no such claim."


def _redirects(connection: Connection, bound: int) -> Iterator[str]:
    current = set(connection.execute(select(links.c.incident_id).where(held(links, bound)).distinct()).scalars())
    values = connection.execute(select(redirects.c.value).where(held(redirects, bound))).scalars()
    leads = {one.old_id: one.new_id for one in (decode(value, Redirect) for value in values)}
    for old in sorted(leads):
        if old in current:
            yield f"Incident {old} is current, but redirects to {leads[old]}."
        seen, here = {old}, leads[old]
        while here in leads and here not in seen:
            seen.add(here)
            here = leads[here]
        if here in seen:
            yield f"The redirects from incident {old} lead in a circle."


def _likenesses(connection: Connection, bound: int) -> Iterator[str]:
    known = set(connection.execute(select(reports_table.c.id).where(held(reports_table, bound))).scalars())
    query = select(likenesses.c.one_id, likenesses.c.other_id, likenesses.c.value).where(held(likenesses, bound))
    for one_id, other_id, value in _pages(connection, query):
        try:
            found = decode(value, Likeness)
        except msgspec.DecodeError as error:
            yield f"The likeness of reports {one_id} and {other_id} cannot be read: {error}."
            continue
        if (found.one_id, found.other_id) != (one_id, other_id):
            yield f"The likeness of reports {one_id} and {other_id} is that of others."
        for name in sorted({one_id, other_id} - known):
            yield f"There is a likeness of report {name}, but no such report."


def _times(connection: Connection, _: int) -> Iterator[str]:
    """Yield rows whose ledger time cannot be."""
    newest = last_stamp(connection) or 0  # not ``bound``: a writer may have gone on since the check began
    for table in VERSIONED:
        impossible = (table.c.known_to <= table.c.known_from) | (table.c.known_from > newest)
        for row in connection.execute(select(table.c.row).where(impossible)).scalars():
            yield f"Row {row} of {table.name} was known at a time that cannot be."
    last = None
    for sequence, at in _pages(
        connection, select(changes.c.sequence, changes.c.known_from).order_by(changes.c.sequence)
    ):
        if last is not None and at < last:
            yield f"Change {sequence} is known before the one it follows."
        last = at
