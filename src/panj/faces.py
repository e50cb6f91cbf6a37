"""How the command line shows values to people. Nothing is decided here."""

from __future__ import annotations

import collections
import pathlib
import unicodedata
from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from panj.exports.brief import day, place_of
from panj.model import Claim, FigureView, Incident, Mention, Statement, amount
from panj.panj import ReadResult, View, Why

RECEIPTS = ("new", "changed", "same")


def plain(text: str) -> str:
    """Return text on one line without control characters: reports cannot steer a terminal."""
    joined = " ".join(text.split())
    return "".join(char for char in joined if unicodedata.category(char) not in ("Cc", "Cf", "Co", "Cs"))


def result(console: Console, one: ReadResult, *, verbose: bool) -> None:
    """Print what became of one report."""
    report, reading = one.report, one.reading
    date = report.published_at.date().isoformat() if report.published_at else "no date"
    name = report.title or report.text[:60].rsplit(" ", 1)[0] + " …"
    line = Text.assemble(
        (f"{one.receipt:<8}", {"new": "green", "changed": "yellow"}.get(one.receipt, "dim")),
        f"{report.id}  {date}  ",
        (plain(report.publisher or report.capture.source), "bold"),
        f": {plain(name)}",
    )
    console.print(line, overflow="ellipsis", no_wrap=True)
    if one.receipt == "same":
        return
    missing = len(one.abstentions)
    counted = f"{_n(reading.sentences, 'sentence')}, {_n(len(reading.mentions), 'mention')}, {missing} not understood"
    console.print(f"        {counted}", style="dim")
    if report.published_at is None:
        console.print(
            "        no publication date: relative times stay open; give one with --published", style="yellow"
        )
    if verbose:
        for mention in reading.mentions:
            console.print(Padding(_mention(mention), (0, 0, 0, 10)))
        for abstention in one.abstentions:
            words = f" “{plain(abstention.words.text)}”" if abstention.words else ""
            said = f"{abstention.stage}, {abstention.field}: {abstention.reason}{words}"
            console.print(Padding(Text(said, "yellow"), (0, 0, 0, 10)))


def totals(
    console: Console,
    tally: collections.Counter[str],
    reasons: collections.Counter[str],
    incidents: int,
    path: pathlib.Path,
) -> None:
    """Print the sum of a reading."""
    kept = ", ".join(f"{tally[name]} {name}" for name in RECEIPTS if tally[name]) or "none"
    failed = f", {tally['failed']} failed" if tally["failed"] else ""
    console.print()
    console.print(f"Reports: {kept}{failed}. Mentions: {tally['mentions']}. Incidents in {path}: {incidents}.")
    if reasons:
        console.print("Not understood:")
        for reason, number in sorted(reasons.items(), key=lambda item: (-item[1], item[0])):
            console.print(f"  {number:>4}  {plain(reason)}", style="dim")


def incidents(console: Console, chosen: Sequence[Incident], total: int) -> None:
    """Print the list of incidents."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name, least in (("incident", 13), ("when", 10), ("where", 18), ("what", 12), ("figures", 18)):
        table.add_column(name, overflow="fold", min_width=least, no_wrap=name == "incident")
    table.add_column("origins", justify="right")
    table.add_column("claimants", justify="right")
    for one in chosen:
        what = one.type + (f"\n{one.mode}" if one.mode else "")
        figures = "\n".join(f"{view.outcome} {_range(view)}" for view in one.figures)
        where = plain(place_of(one))
        table.add_row(one.id, day(one.when), where, what, figures, str(one.origins), str(one.claimants))
    console.print(table)
    console.print(f"{len(chosen)} of {_n(total, 'incident')}", style="dim")


def incident(console: Console, one: Incident, view: View) -> None:
    """Print one incident with everything that is said of it."""
    what = one.type + (f"/{one.mode}" if one.mode else "")
    console.print(Text(f"{one.id}  {what}  {day(one.when)}  {plain(place_of(one))}", "bold"))
    console.print(
        f"{_n(len(one.report_ids), 'report')}, {_n(one.origins, 'origin')}, {_n(one.claimants, 'claimant')}",
        style="dim",
    )
    for figure in one.figures:
        _figures(console, figure, view)
    console.print()
    console.print(Text("Accounts", "bold"))
    for account in one.accounts:
        console.print(Text.assemble("  ", (plain(account.claimant), "bold")))
        sentence = None
        for claim_id in account.claim_ids:
            claim = view.claims[claim_id]
            if claim.mention.sentence != sentence:
                sentence = claim.mention.sentence
                console.print(Padding(_quote(sentence.text), (0, 0, 0, 4)))
            _claim(console, claim)
    if one.disagreements:
        console.print()
        console.print(Text("Disagreements", "bold"))
        for difference in one.disagreements:
            sides = " against ".join(f"{value} ({name}, {value_id})" for name, value, value_id in difference.sides)
            console.print(f"  {difference.field}: {plain(sides)}")
    if one.denied_by:
        console.print(f"  denied by {plain(', '.join(one.denied_by))}")
    sums = view.sums_over(one)
    if sums:
        console.print()
        console.print(Text("Sums that may contain it", "bold"))
        for item in sums:
            claim = view.claims[item.claim_id]
            number = amount(item.figure.low, item.figure.high)
            said = (
                f"{item.figure.outcome} {number}, says {item.figure.claimant}; together {amount(item.low, item.high)}"
            )
            console.print(Text(f"  {plain(said)}  [{item.figure.value_id}]"))
            console.print(Padding(_quote(claim.mention.sentence.text), (0, 0, 0, 4)))
    statements = view.statements_of(one)
    if statements:
        console.print()
        console.print(Text("Statements", "bold"))
        for statement in statements:
            _statement(console, statement)
    if one.open_questions:
        console.print()
        console.print(Text("Open", "bold"))
        for question in one.open_questions:
            where = f"  [{question.value_id}]" if question.value_id else ""
            console.print(f"  {plain(question.question)}{where}")


def why(console: Console, answer: Why) -> None:
    """Print the way from a value to the bytes it came from."""
    claim, report = answer.claim, answer.report
    rows: list[tuple[str, str | Text]] = [("value", f"{answer.value_id}  “{plain(answer.words.text)}”")]
    rows += [(what, plain(said)) for what, said in answer.resolved]
    mention = claim.mention
    kind = mention.type + (f"/{mention.mode}" if mention.mode else "")
    confidence = "" if mention.confidence is None else f", confidence {mention.confidence:.2f}"
    speaker = f"{plain(claim.claimant.name)} (rule {claim.claimant.rule})"
    rows.append(("claim", f"{claim.id}  {kind} {mention.status}, {claim.stance} by {speaker}{confidence}"))
    if claim.said_on:
        rows.append(("said on", str(claim.said_on)))
    if answer.link is not None:
        evidence = "; ".join(f"{name} {value}" for name, value in answer.link.features)
        weighed = f" ({plain(evidence)})" if evidence else ""
        rows.append(("incident", f"{answer.link.incident_id}, by rule {answer.link.rule}{weighed}"))
    sentence = answer.sentence
    before, after = answer.words.start - sentence.start, answer.words.end - sentence.start
    shown = Text.assemble(
        plain_piece(sentence.text[:before]),
        (plain_piece(sentence.text[before:after]), "bold reverse"),
        plain_piece(sentence.text[after:]),
    )
    rows.append(("sentence", shown))
    rows.append(("characters", f"{answer.words.start}–{answer.words.end} of the report's text"))
    published = "no date" if report.published_at is None else report.published_at.isoformat()
    found = f" (found in {plain(report.published_found_in)})" if report.published_found_in else ""
    title = f", “{plain(report.title)}”" if report.title else ""
    rows.append(
        ("report", f"{report.id}  {plain(report.publisher or 'publisher not given')}{title}, {published}{found}")
    )
    if report.url:
        rows.append(("address", plain(report.url)))
    capture = report.capture
    kept = f"{capture.size} bytes of {capture.media_type} from {plain(capture.source)}"
    rows.append(("capture", f"SHA-256 {capture.digest}, {kept}"))
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for name, said in rows:
        table.add_row(name, said)
    console.print(table)


def plain_piece(text: str) -> str:
    """Return part of a sentence without control characters, its edges kept."""
    return "".join(" " if char.isspace() else char for char in text if char.isspace() or plain(char))


def _figures(console: Console, view: FigureView, whole: View) -> None:
    console.print()
    best = "" if view.best is None or view.low == view.high else f", best {view.best} by rule {view.rule}"
    console.print(Text(f"{view.outcome.capitalize()}: {amount(view.low, view.high)}{best}", "bold"))
    for claim in view.claims:
        notes = [name for name in ("subset", "superseded", "withdrawn") if getattr(claim, name)]
        tail = f" ({', '.join(notes)})" if notes else ""
        said = f", said on {claim.said_on}" if claim.said_on else ""
        reports = ", ".join(claim.report_ids)
        number = amount(claim.low, claim.high)
        console.print(Text(f"  {number}: {plain(claim.claimant)}{said}{tail}  [{claim.value_id}] in {reports}"))
        console.print(Padding(_quote(whole.claims_behind(claim).mention.sentence.text), (0, 0, 0, 4)))


def _claim(console: Console, claim: Claim) -> None:
    mention = claim.mention
    values = [f"{name} “{plain(span.text)}”" for name, span in mention.spans() if name != "cue"]
    head = f"{claim.id} in {claim.report_id}: {mention.type}{f'/{mention.mode}' if mention.mode else ''}"
    console.print(Padding(Text(f"{head}, {claim.stance}; " + ", ".join(values), "dim"), (0, 0, 0, 6)))


def _statement(console: Console, one: Statement) -> None:
    to = f" to {', '.join(one.to)}" if one.to else ""
    answered = f"; answered by {', '.join(one.answered_by)}" if one.answered_by else ""
    said = f"  {one.kind} by {one.by}{to}{f', {day(one.on)}' if one.on else ''}  [{one.id}]{answered}"
    console.print(Text(f"  {plain(said)}"))
    if one.what:
        console.print(Padding(_quote(one.what), (0, 0, 0, 4)))


def _mention(mention: Mention) -> Text:
    kind = mention.type + (f"/{mention.mode}" if mention.mode else "")
    values = ", ".join(f"{name} “{plain(span.text)}”" for name, span in mention.spans())
    return Text.assemble((kind, "bold"), f" {mention.status}: {values}")


def _quote(text: str) -> Text:
    return Text(f"“{plain(text)}”", "italic")


def _range(view: FigureView) -> str:
    if view.low == view.high and view.low is not None:
        return str(view.low)
    return f"{'?' if view.low is None else view.low}..{'?' if view.high is None else view.high}"


def _n(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
