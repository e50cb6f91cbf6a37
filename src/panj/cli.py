"""The command line: a thin face over :class:`panj.Ledger`."""

from __future__ import annotations

import collections
import datetime as dt
import os
import platform
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import metadata
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

import panj
from panj import faces
from panj.errors import InvalidValue, PanjError, SourceError
from panj.model import encode
from panj.reading.neural import MODEL, verify

Command = TypeVar("Command", bound=Callable[..., Any])

out = Console(highlight=False, markup=False, soft_wrap=False)
err = Console(stderr=True, highlight=False, markup=False)


def _example(*lines: str) -> str:
    """Return the example that ends a command's help."""
    return "\b\nExample:\n" + "\n".join(f"  {line}" for line in lines)


def ledger_option(command: Command) -> Command:
    """Add ``--ledger``."""
    return click.option(
        "--ledger",
        "path",
        metavar="PATH",
        envvar="PANJ_LEDGER",
        help="The ledger's file. Default: $PANJ_LEDGER, else ledger.panj in this folder.",
    )(command)


def window_options(command: Command) -> Command:
    """Add the options that choose incidents."""
    for option in reversed(
        (
            click.option("--since", metavar="DATE", help="Leave out what ended before this day."),
            click.option("--until", metavar="DATE", help="Leave out what began after this day."),
            click.option("--country", metavar="NAME", help="A country's name or its three-letter code."),
            click.option("--type", "type_", metavar="TYPE", help="A PLOVER type: ASSAULT, PROTEST …"),
            click.option("--text", metavar="WORDS", help="Words that a report of the incident holds."),
            click.option("--as-of", metavar="INSTANT", help="What the ledger knew then (ISO 8601)."),
        )
    ):
        command = option(command)
    return command


@contextmanager
def clear_errors() -> Iterator[None]:
    """Print an error of Panj in one line and leave with status 1; leave with 130 when stopped from the keyboard."""
    try:
        yield
    except PanjError as error:
        err.print(f"panj: {faces.plain(str(error))}", style="red", soft_wrap=True)
        sys.exit(1)
    except BrokenPipeError:
        # The reader of our output has gone (panj … | head): nothing to tell it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


@click.group(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=_example("panj read examples/*.jsonl", "panj incidents", "panj brief > brief.md"),
)
@click.version_option(panj.__version__, "--version", prog_name="panj")
def main() -> None:
    """Read news reports into a ledger of claims: who did what to whom, when, where, and according to whom."""


@main.command(
    epilog=_example(
        "panj read monday/*.html statement.txt --published 2025-12-01",
        "curl -s https://example.org/report | panj read - --publisher 'Example News'",
    )
)
@click.argument("sources", nargs=-1, required=True, metavar="FILE|URL|-…")
@click.option("--published", metavar="DATE", help="When it was published, where the source does not say (ISO 8601).")
@click.option("--publisher", metavar="NAME", help="Who published it, where the source does not say.")
@click.option("--verbose", "-v", is_flag=True, help="Print every mention, and all that was not understood.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a report.")
@ledger_option
def read(
    sources: Sequence[str],
    published: str | None,
    publisher: str | None,
    verbose: bool,
    as_json: bool,
    path: str | None,
) -> None:
    """Read text, HTML or JSON Lines of reports; say what was understood and what was not.

    A report that was read before is not read again: a stopped run goes on where it was stopped when it is repeated.
    """
    with clear_errors(), panj.Ledger(path) as ledger:
        tally: collections.Counter[str] = collections.Counter()
        reasons: collections.Counter[str] = collections.Counter()
        failed = False
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        progress = Progress(*columns, TimeElapsedColumn(), console=err, transient=True, disable=not err.is_terminal)
        try:
            with progress:
                task = progress.add_task("reading", total=len(sources))
                for source in sources:
                    for result in ledger.read(source, published=published, publisher=publisher, stdin=sys.stdin.buffer):
                        if isinstance(result, SourceError):
                            failed = True
                            tally["failed"] += 1
                            err.print(f"panj: {faces.plain(str(result))}", style="red", soft_wrap=True)
                            continue
                        tally[result.receipt] += 1
                        tally["mentions"] += len(result.reading.mentions)
                        reasons.update(f"{one.field}: {one.reason}" for one in result.abstentions)
                        progress.update(task, description=f"{sum(tally[one] for one in faces.RECEIPTS)} reports")
                        if as_json:
                            click.echo(encode(result))
                        else:
                            faces.result(out, result, verbose=verbose)
                    progress.advance(task)
                ledger.link()
        except KeyboardInterrupt:
            kept = tally["new"] + tally["changed"]
            err.print(f"panj: stopped. {kept} reports are kept; run the same command again to go on.")
            sys.exit(130)
        if not as_json:
            faces.totals(out, tally, reasons, len(ledger.view().all_incidents), ledger.path)
        if failed:
            sys.exit(1)


@main.command(epilog=_example("panj incidents --since 2025-11-24 --country Tajikistan --type ASSAULT"))
@window_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object an incident.")
@ledger_option
def incidents(path: str | None, as_json: bool, **conditions: str | None) -> None:
    """List incidents: when, where, what, figures low to high, origins and claimants."""
    with clear_errors(), panj.Ledger(path, create=False) as ledger:
        view, chosen = _choose(ledger, conditions)
        if as_json:
            for one in chosen:
                click.echo(encode(one))
        else:
            faces.incidents(out, chosen, len(view.all_incidents))


@main.command(epilog=_example("panj show i3f2a"))
@click.argument("incident", metavar="INCIDENT")
@click.option("--as-of", metavar="INSTANT", help="What the ledger knew then (ISO 8601).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@ledger_option
def show(incident: str, as_of: str | None, path: str | None, as_json: bool) -> None:
    """Show one incident: the accounts side by side, every value with its words, disagreements, open questions.

    The beginning of an identifier is enough.
    """
    with clear_errors(), panj.Ledger(path, create=False) as ledger:
        view = ledger.view(_instant(as_of))
        one = view.incident(incident)
        if as_json:
            click.echo(encode(one))
        else:
            faces.incident(out, one, view)


@main.command(epilog=_example("panj why m1c0ffee1234a.fig0"))
@click.argument("value_id", metavar="VALUE-ID")
@click.option("--as-of", metavar="INSTANT", help="What the ledger knew then (ISO 8601).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@ledger_option
def why(value_id: str, as_of: str | None, path: str | None, as_json: bool) -> None:
    """Go from a value to its claim, sentence, characters, report and capture."""
    with clear_errors(), panj.Ledger(path, create=False) as ledger:
        view = ledger.view(_instant(as_of))
        answer = view.why(value_id)
        if as_json:
            click.echo(encode(answer))
        else:
            faces.why(out, answer)


@main.command(epilog=_example("panj brief --since 2025-11-24 > brief.md"))
@window_options
@ledger_option
def brief(path: str | None, **conditions: str | None) -> None:
    """Write a cited brief in Markdown, with one numbered list of sources."""
    with clear_errors(), panj.Ledger(path, create=False) as ledger:
        view, chosen = _choose(ledger, conditions)
        limited = any(conditions[name] for name in ("since", "until", "country", "type_", "text"))
        click.echo(view.brief(chosen if limited else None), nl=False)


@main.command(epilog=_example("panj export --format csv out/"))
@click.argument("folder", metavar="DIR")
@click.option("--format", "form", default="jsonl", show_default=True, metavar="jsonl|csv", help="Form of the files.")
@click.option("--as-of", metavar="INSTANT", help="What the ledger knew then (ISO 8601).")
@ledger_option
def export(folder: str, form: str, as_of: str | None, path: str | None) -> None:
    """Write incidents, figures, sums, statements, claims and reports to files."""
    with clear_errors(), panj.Ledger(path, create=False) as ledger:
        for file in ledger.view(_instant(as_of)).export(folder, form):
            click.echo(file)


@main.command(epilog=_example("panj doctor --ledger week.panj"))
@ledger_option
def doctor(path: str | None) -> None:
    """Say what is installed, where the ledger is, and whether the model's checksum and the ledger hold."""
    trouble = False
    facts = [("panj", panj.__version__), ("python", f"{platform.python_version()} on {platform.platform()}")]
    parts = ("onnxruntime", "numpy", "sqlalchemy", "trafilatura", "msgspec")
    facts += [(name, metadata.version(name)) for name in parts]
    try:
        manifest = verify()
        facts.append(("reader", f"{manifest.version}, checksum holds ({MODEL})"))
    except PanjError as error:
        trouble = True
        facts.append(("reader", f"{error}"))
    try:
        with panj.Ledger(path, create=False) as ledger:
            faults = ledger.verify()
            counts = ledger.counts()
            facts.append(("ledger", f"{ledger.path.resolve()}"))
            facts.append(("", f"{counts.reports} reports, {counts.mentions} mentions, {counts.incidents} incidents"))
            facts.append(("", "every check holds" if not faults else f"{len(faults)} faults:"))
            facts += [("", f"- {fault}") for fault in faults]
            trouble = trouble or bool(faults)
    except panj.errors.LedgerMissing as error:
        facts.append(("ledger", str(error)))
    except PanjError as error:
        trouble = True
        facts.append(("ledger", str(error)))
    for name, fact in facts:
        click.echo(f"{name:<12} {faces.plain(fact)}")
    if trouble:
        sys.exit(1)


def _choose(
    ledger: panj.Ledger, conditions: dict[str, str | None]
) -> tuple[panj.View, tuple[panj.model.Incident, ...]]:
    """Return the view and the incidents that fit the options of :func:`window_options`."""
    view = ledger.view(_instant(conditions["as_of"]))
    return view, view.incidents(
        since=_day(conditions["since"]),
        until=_day(conditions["until"]),
        country=conditions["country"],
        type=conditions["type_"],
        text=conditions["text"],
    )


def _day(text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise InvalidValue(text, "is not a day", "Write it as 2025-12-01") from error


def _instant(text: str | None) -> dt.datetime | None:
    """Parse an instant; a day alone means its end, UTC; a time without offset is UTC."""
    if text is None:
        return None
    try:
        instant = dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise InvalidValue(text, "is not an instant", "Write it as 2025-12-01 or 2025-12-01T18:00+05:00") from error
    if len(text) == len("2025-12-01"):
        instant += dt.timedelta(days=1, microseconds=-1)
    return instant if instant.tzinfo else instant.replace(tzinfo=dt.UTC)
