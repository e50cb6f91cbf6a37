"""Writing one report with its bytes, reading and claims: what is new, what is the same, what supersedes."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence

from sqlalchemy import Connection, insert, select

from panj.errors import InvalidValue
from panj.ledger.contract import Intake, Receipt
from panj.ledger.precedence import outranks, told
from panj.ledger.schema import captures, claims, covers, is_open, links, places, readings, reports
from panj.ledger.sqlite import SqliteFile
from panj.ledger.writing import add, close_keys, close_rows, tell
from panj.model import Claim, Reading, Report, decode, encode

NEVER_PACKED = 64
"""Bytes below which packing is not tried."""


def check(intake: Intake) -> None:
    """See that the parts of an intake belong together.

    Raises:
        InvalidValue: they do not.
    """
    report = intake.report
    others = {intake.reading.report_id, *(claim.report_id for claim in intake.claims)} - {report.id}
    problem = ""
    if others:
        problem = f"comes with a reading or claims of {', '.join(sorted(others))}"
    elif len({claim.id for claim in intake.claims}) != len(intake.claims):
        problem = "comes with two claims of one identifier"
    elif hashlib.sha256(intake.raw).hexdigest() != report.capture.digest:
        problem = "comes with other bytes than its capture names"
    if problem:
        raise InvalidValue(report.id, problem, "This is a mistake in the program that made it")


def write(connection: Connection, file: SqliteFile, intake: Intake, at: int) -> Receipt:
    """Write what an intake adds to what is kept, in the transaction of ``connection``."""
    report, reading = intake.report, intake.reading
    kept = connection.execute(
        select(reports.c.row, reports.c.value, readings.c.row, readings.c.value)
        .join(readings, readings.c.report_id == reports.c.id)
        .where(reports.c.id == report.id, is_open(reports), is_open(readings))
    ).one_or_none()
    if kept is None:
        _add_report(connection, file, intake, at, first=True)
        _add_reading(connection, reading, at)
        _write_claims(connection, file, report.id, intake.claims, at)
        tell(connection, "report", [report.id], "added", at)
        tell(connection, "reading", [report.id], "added", at)
        return "new"

    report_row, report_value, reading_row, reading_value = kept
    old_report, old_reading = decode(report_value, Report), decode(reading_value, Reading)
    if outranks(old_report, old_reading, report, reading):
        return "same"
    receipt: Receipt = "same"
    if told(old_report) != told(report):
        close_rows(connection, reports, [report_row], at)
        _add_report(connection, file, intake, at, first=False)
        tell(connection, "report", [report.id], "superseded", at)
        receipt = "changed"
    reread = old_reading != reading
    if reread:
        close_rows(connection, readings, [reading_row], at)
        _add_reading(connection, reading, at)
    if _write_claims(connection, file, report.id, intake.claims, at) or reread:
        tell(connection, "reading", [report.id], "superseded", at)
        receipt = "changed"
    return receipt


def unpack(packing: str, content: bytes) -> bytes:
    """Return the bytes of a capture from a row of the table.

    Raises:
        ValueError: the row holds no such bytes.
    """
    if packing == "":
        return content
    if packing != "zlib":
        raise ValueError(f"unknown packing {packing!r}")
    try:
        return zlib.decompress(content)
    except zlib.error as error:
        raise ValueError(str(error)) from error


def _pack(raw: bytes) -> tuple[str, bytes]:
    if len(raw) >= NEVER_PACKED and len(packed := zlib.compress(raw)) < len(raw):
        return "zlib", packed
    return "", raw


def _add_report(connection: Connection, file: SqliteFile, intake: Intake, at: int, *, first: bool) -> None:
    digest = intake.report.capture.digest
    if connection.execute(select(captures.c.digest).where(captures.c.digest == digest)).first() is None:
        packing, content = _pack(intake.raw)
        add(connection, captures, [{"digest": digest, "packing": packing, "content": content}], at)
    values = {"id": intake.report.id, "first": first, "capture": digest, "value": encode(intake.report).decode()}
    done = connection.execute(insert(reports).values(values | {"known_from": at}))
    if first and done.inserted_primary_key is not None:
        file.index_words(connection, done.inserted_primary_key[0])


def _add_reading(connection: Connection, reading: Reading, at: int) -> None:
    values = {
        "report_id": reading.report_id,
        "reader": reading.reader,
        "mentions": len(reading.mentions),
        "abstentions": len(reading.abstentions),
        "value": encode(reading).decode(),
    }
    add(connection, readings, [values], at)


def _write_claims(connection: Connection, file: SqliteFile, report_id: str, current: Sequence[Claim], at: int) -> bool:
    """Make these the claims of a report, leaving alone what is kept already; say whether anything changed."""
    old = {
        claim_id: (row, value)
        for row, claim_id, value in connection.execute(
            select(claims.c.row, claims.c.id, claims.c.value).where(claims.c.report_id == report_id, is_open(claims))
        )
    }
    new = {claim.id: encode(claim).decode() for claim in current}
    ended = sorted(claim_id for claim_id, (_, value) in old.items() if new.get(claim_id) != value)
    begun = [claim for claim in current if old.get(claim.id, (0, ""))[1] != new[claim.id]]
    close_rows(connection, claims, (old[claim_id][0] for claim_id in ended), at)
    close_keys(connection, places, "claim_id", ended, at)
    gone = [claim_id for claim_id in ended if claim_id not in new]
    close_keys(connection, links, "claim_id", gone, at)
    close_keys(connection, covers, "claim_id", gone, at)
    add(connection, claims, [{"id": one.id, "report_id": report_id, "value": new[one.id]} for one in begun], at)
    located = [
        {"claim_id": claim.id, "lat": place.lat, "lon": place.lon, "known_from": at}
        for claim in begun
        for place in claim.places
        if place.lat is not None and place.lon is not None
    ]
    if located:
        added = connection.execute(insert(places).returning(places.c.row, places.c.lat, places.c.lon), located)
        file.index_places(connection, [(row, lat, lon) for row, lat, lon in added])
    return bool(ended or begun)
