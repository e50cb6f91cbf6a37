"""How the command line shows values to people. Nothing is decided here."""

from __future__ import annotations

import collections
import datetime as dt
import pathlib
import unicodedata
from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from panj.exports.brief import day, place_of
from panj.model import Claim, FigureView, Incident, Mention, Origin, Statement, amount
from panj.panj import ReadResult, Total, View, Why
from panj.selecting import age

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


def bounds(console: Console, found: Sequence[Total], view: View) -> None:
    """Print totals: a table, then for each what holds its ends, what clashes, and what would settle it."""
    if not found:
        console.print("No claim gives a number for what is asked.")
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("outcome")
    for name in ("at least", "best", "at most", "with all that may belong", "incidents", "sums", "without a number"):
        table.add_column(name, justify="right")
    for one in found:
        best = "open" if one.best is None else str(one.best)
        counted = (str(len(one.incident_ids)), str(len(one.sums)), str(len(one.silent)))
        table.add_row(one.outcome, str(one.low), best, _end(one.high), _end(one.at_most), *counted)
    console.print(table)
    console.print(f"best by rule {found[0].rule}", style="dim")
    for one in found:
        console.print()
        _total(console, one, view)


def _total(console: Console, one: Total, view: View) -> None:
    group = f" ({plain(one.group)})" if one.group else ""
    console.print(Text(f"{one.outcome.capitalize()}{group}: {_span(one.low, one.high)}", "bold"))
    for end, held, lower in ((one.low, one.low_by, True), (one.high, one.high_by, False)):
        for support in held:
            closes = support.without is None or end is None or (support.without < end) == lower
            head = (
                ("not fewer than" if closes else "as few as")
                if lower
                else ("not more than" if closes else "as many as")
            )
            where = f" in {support.incident_id}" if support.incident_id else ", a sum"
            without = "" if end == support.without else f"; {_end(support.without)} without it"
            said = f"{plain(support.words)}{where}{without}  [{', '.join(support.value_ids)}]"
            console.print(Text(f"  no upper end: {said}" if end is None else f"  {head} {end}: {said}"))
    for clash in one.contradictions:
        sides = " against ".join(f"{number} ({name}, {value_id})" for name, number, value_id in clash.sides)
        where = f" in {clash.incident_id}" if clash.incident_id else ""
        console.print(f"  cannot all hold{where}: {plain(sides)}")
    for asked in one.unsettled:
        answers = ", ".join(f"{words}: {_span(low, high)}" for words, low, high in asked.answers)
        console.print(Text(f"  would settle it: {plain(asked.question)} {plain(answers)}", "bold"))
        for sentence in _sentences(view, asked.value_ids):
            console.print(Padding(_quote(sentence), (0, 0, 0, 4)))
    for other in one.beyond:
        who = other.incident_id or "a sum"
        ids = ", ".join(other.value_ids)
        console.print(f"  may belong: {_end(other.high)} more, {who}: {plain(other.reason)}  [{ids}]")
    if one.left_out:
        console.print(f"  left out, as day or place is not known: {', '.join(one.left_out)}", style="dim")


def _sentences(view: View, value_ids: Sequence[str]) -> list[str]:
    """Return the sentences behind values, each once, with those in which a sum is told again."""
    told = {name: one.claim_ids for one in view.all_sums for name in (one.figure.value_id,)}
    ids = [claim for name in value_ids for claim in (told.get(name) or (name.partition(".")[0],))]
    return list(dict.fromkeys(view.claims[name].mention.sentence.text for name in ids if name in view.claims))


def _span(low: int, high: int | None) -> str:
    return str(low) if low == high else f"{low} to {_end(high)}"


def _end(number: int | None) -> str:
    return "open" if number is None else str(number)


def statements(console: Console, chosen: Sequence[Statement], view: View, now: dt.datetime) -> None:
    """Print statements: what was said, by whom and to whom, what answers it, and the claim with its words."""
    by_id = {one.id: one for one in view.all_statements}
    for one in chosen:
        days = age(one, now)
        old = "" if days is None or not one.open else f", open for {_n(days, 'day')}"
        _statement(console, one, old)
        if one.relayed_by:
            console.print(f"    as {plain(one.relayed_by)} reports", style="dim")
        if one.answers in by_id:
            console.print(f"    answers {plain(_short(by_id[one.answers]))}", style="dim")
        for answer in one.answered_by:
            console.print(f"    answered: {plain(_short(by_id[answer]))}", style="dim")
        claim = view.claims[one.claim_ids[0]]
        told = _n(len(one.report_ids), "report")
        about = f", about {one.about or one.incident_id}" if one.about or one.incident_id else ""
        words = plain(claim.mention.trigger.text)
        console.print(f"    why: {claim.id} “{words}” in {claim.report_id}, {told}{about}", style="dim")
    console.print(f"{len(chosen)} of {_n(len(by_id), 'statement')}", style="dim")


def _short(one: Statement) -> str:
    return f"{one.kind} by {one.by}{f', {day(one.on)}' if one.on else ''} [{one.id}]"


def origins(console: Console, chosen: Sequence[Origin], view: View) -> None:
    """Print origins: the reports of each in the order of publication, and whom they say they have it from."""
    for one in chosen:
        console.print(Text(f"{one.id}  {_n(len(one.report_ids), 'report')}", "bold"))
        for report_id in one.report_ids:
            report = view.reports[report_id]
            date = report.published_at.date().isoformat() if report.published_at else "no date"
            named = plain(report.publisher or report.capture.source)
            console.print(Text(f"  {report_id}  {date}  {named}: {plain(report.title or report.text[:60])}"))
            for credit in one.credits:
                if credit.report_id == report_id:
                    source = f": {credit.taken_from}" if credit.taken_from else ""
                    words = plain(credit.words.text)
                    console.print(f"    from {plain(credit.outlet)} ({credit.rule} “{words}”){source}", style="dim")
    console.print(f"{len(view.reports)} reports, {len(set(view.origins.values()))} origins", style="dim")


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
        rows.append(("incident", f"{answer.link.incident_id}  {plain(answer.joined or '')}"))
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
    for side in view.sides:
        best = "" if side.best is None or side.low == side.high else f", best {side.best}"
        number = f"{amount(side.low, side.high)}{best}"
        console.print(f"  of them {plain(side.group)}: {number}  [{', '.join(side.value_ids)}]")


def _claim(console: Console, claim: Claim) -> None:
    mention = claim.mention
    values = [f"{name} “{plain(span.text)}”" for name, span in mention.spans() if name != "cue"]
    head = f"{claim.id} in {claim.report_id}: {mention.type}{f'/{mention.mode}' if mention.mode else ''}"
    console.print(Padding(Text(f"{head}, {claim.stance}; " + ", ".join(values), "dim"), (0, 0, 0, 6)))


def _statement(console: Console, one: Statement, tail: str = "") -> None:
    to = f" to {', '.join(one.to)}" if one.to else ""
    answered = f"; answered by {', '.join(one.answered_by)}" if one.answered_by else ""
    said = f"  {one.kind} by {one.by}{to}{f', {day(one.on)}' if one.on else ''}  [{one.id}]{answered}{tail}"
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
