"""The command line: a thin face over :class:`panj.Ledger`."""

from __future__ import annotations

import collections
import datetime as dt
import os
import pathlib
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
from panj.ontology import STATEMENT_KINDS
from panj.panj import FORMATS, OwnPlaces
from panj.reading.neural import MODEL, verify
from panj.selecting import day, instant
from panj.tables import OwnActors

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


def rule_option(command: Command) -> Command:
    """Add ``--rule``."""
    return click.option(
        "--rule",
        default="most-supported",
        show_default=True,
        metavar="NAME",
        help="How one number stands for several: most-supported, conservative, informative, representative.",
    )(command)


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
@rule_option
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
@rule_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@ledger_option
def show(incident: str, as_of: str | None, rule: str, path: str | None, as_json: bool) -> None:
    """Show one incident: the accounts side by side, every value with its words, disagreements, open questions.

    The beginning of an identifier is enough.
    """
    with clear_errors(), panj.Ledger(path, create=False) as ledger:
        view = ledger.view(instant(as_of), rule=rule)
        one = view.incident(incident)
        if as_json:
            click.echo(encode(one))
        else:
            faces.incident(out, one, view)


@main.command(epilog=_example("panj statements --open --by China --as-of 2025-12-08", "panj statements --kind deny"))
@click.option("--open", "waiting", is_flag=True, help="Only what waits for an answer, or for the act it announces.")
@click.option("--by", metavar="WHO", help="Who said it: part of a name, or a country with its officials.")
@click.option("--to", metavar="WHO", help="Who is addressed or accused.")
@click.option("--kind", metavar="KIND", help=", ".join(STATEMENT_KINDS) + ".")
@click.option("--incident", metavar="INCIDENT", help="Only what is about this incident.")
@click.option("--as-of", metavar="INSTANT", help="What the ledger knew then; ages are counted to it (ISO 8601).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a statement.")
@ledger_option
def statements(waiting: bool, as_of: str | None, as_json: bool, path: str | None, **conditions: str | None) -> None:
    """List demands, promises, accusations, denials, threats, claims of responsibility, and what answered them."""
    with clear_errors(), panj.Ledger(path, create=False) as ledger:
        moment = instant(as_of)
        view = ledger.view(moment)
        chosen = view.statements(waiting=waiting, **conditions)
        if as_json:
            for one in chosen:
                click.echo(encode(one))
        else:
            faces.statements(out, chosen, view, moment or dt.datetime.now(dt.UTC))


@main.command(epilog=_example("panj origins --as-of 2025-12-01"))
@click.option("--all", "every", is_flag=True, help="Also reports that share their text with no other.")
@click.option("--as-of", metavar="INSTANT", help="What the ledger knew then (ISO 8601).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object an origin.")
@ledger_option
def origins(every: bool, as_of: str | None, as_json: bool, path: str | None) -> None:
    """List texts that several reports share, the earliest report first, with whom they say they took them from."""
    with clear_errors(), panj.Ledger(path, create=False) as ledger:
        view = ledger.view(instant(as_of))
        chosen = [one for one in view.all_origins if every or len(one.report_ids) > 1 or one.credits]
        if as_json:
            for one in chosen:
                click.echo(encode(one))
        else:
            faces.origins(out, chosen, view)


@main.command(epilog=_example("panj why m1c0ffee1234a.fig0"))
@click.argument("value_id", metavar="VALUE-ID")
@click.option("--as-of", metavar="INSTANT", help="What the ledger knew then (ISO 8601).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@ledger_option
def why(value_id: str, as_of: str | None, path: str | None, as_json: bool) -> None:
    """Go from a value to its claim, sentence, characters, report and capture."""
    with clear_errors(), panj.Ledger(path, create=False) as ledger:
        view = ledger.view(instant(as_of))
        answer = view.why(value_id)
        if as_json:
            click.echo(encode(answer))
        else:
            faces.why(out, answer)


@main.command(
    epilog=_example(
        "panj totals --country Tajikistan --from 2025-11-24 --to 2025-11-30 --outcome killed",
        "panj totals --group Chinese --rule conservative",
    )
)
@click.option("--since", "--from", "since", metavar="DATE", help="First day.")
@click.option("--until", "--to", "until", metavar="DATE", help="Last day.")
@click.option("--country", metavar="NAME", help="Where: a country's name or its three-letter code.")
@click.option("--admin1", metavar="NAME", help="Where: a province, or a district or place in one.")
@click.option("--outcome", metavar="NAME", help="killed, injured, abducted …; all by default.")
@click.option("--group", metavar="WORDS", help="Who: a country's people (Chinese), or words of the reports (children).")
@click.option("--claimant", "claimants", multiple=True, metavar="NAME", help="Whose numbers count. May be repeated.")
@click.option("--as-of", metavar="INSTANT", help="What the ledger knew then (ISO 8601).")
@rule_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object an outcome.")
@ledger_option
def totals(
    path: str | None,
    since: str | None,
    until: str | None,
    as_of: str | None,
    rule: str,
    as_json: bool,
    claimants: Sequence[str],
    **conditions: str | None,
) -> None:
    """Count people over several incidents and sums: at least, best, at most, and what holds these ends.

    The ends are the fewest and the most people that the claims allow together; who may be counted twice is counted
    once for the lower end. People who only may belong to what is asked for are listed apart.
    """
    with clear_errors(), panj.Ledger(path, create=False) as ledger:
        view = ledger.view(instant(as_of), rule=rule)
        found = view.totals(since=day(since), until=day(until), claimants=claimants, **conditions)
        if as_json:
            for one in found:
                click.echo(encode(one))
        else:
            faces.bounds(out, found, view)


@main.command(epilog=_example("panj brief --since 2025-11-24 > brief.md"))
@window_options
@rule_option
@ledger_option
def brief(path: str | None, **conditions: str | None) -> None:
    """Write a cited brief in Markdown, with one numbered list of sources."""
    with clear_errors(), panj.Ledger(path, create=False) as ledger:
        view, chosen = _choose(ledger, conditions)
        limited = any(conditions[name] for name in ("since", "until", "country", "type_", "text"))
        click.echo(view.brief(chosen if limited else None), nl=False)


@main.command(
    epilog=_example(
        "panj export --format csv out/",
        "panj export --format acled --country Tajikistan --from 2025-11-01 --out tajikistan.csv --losses lost.json",
    )
)
@click.argument("folder", metavar="[DIR]", required=False)
@click.option("--format", "form", default="jsonl", show_default=True, metavar="NAME", help=", ".join(FORMATS) + ".")
@click.option("--from", "--since", "since", metavar="DATE", help="Leave out what ended before this day.")
@click.option("--to", "--until", "until", metavar="DATE", help="Leave out what began after this day.")
@click.option("--country", metavar="NAME", help="A country's name or its three-letter code.")
@click.option("--type", "type_", metavar="TYPE", help="A PLOVER type: ASSAULT, PROTEST …")
@click.option("--text", metavar="WORDS", help="Words that a report of the incident holds.")
@click.option("--rule", metavar="NAME", help="How one number stands for several. Default: the format's own.")
@click.option("--as-of", metavar="INSTANT", help="What the ledger knew then (ISO 8601).")
@click.option("--out", metavar="PATH", help="Where to write. Default: standard output, DIR for several files.")
@click.option("--losses", metavar="FILE", help="Write what the format could not hold to FILE, as JSON.")
@ledger_option
def export(
    folder: str | None, form: str, out: str | None, losses: str | None, path: str | None, **conditions: str | None
) -> None:
    """Write incidents to files, in Panj's own tables or in a format of the field.

    What the format could not hold is counted by field and reason on standard error.
    """
    with clear_errors(), panj.Ledger(path, create=False) as ledger:
        known = FORMATS.get(form)
        if known is None:
            raise InvalidValue(form, "is not a format", f"Choose one of: {', '.join(FORMATS)}")
        if folder and out:
            raise InvalidValue(out, "and DIR both say where to write", "Name one of them")
        target = out or folder
        if target is None and known.folder:
            raise InvalidValue(form, "makes several files", f"Name a folder: panj export --format {form} DIR")
        if target is None and known.binary and sys.stdout.isatty():
            raise InvalidValue(form, "is no text for a terminal", "Name a file with --out")
        conditions["rule"] = conditions["rule"] or known.rule
        view, chosen = _choose(ledger, conditions)
        limited = any(conditions[name] for name in ("since", "until", "country", "type_", "text"))
        made = view.export_as(form, chosen if limited else None)
        if target is None:
            click.echo(made.data, nl=False)
        else:
            for file in made.save(pathlib.Path(target)):
                click.echo(file)
        if losses is not None:
            made.save_losses(pathlib.Path(losses))
        for line in made.losses.lines():
            click.echo(line, err=True)


@main.command(epilog=_example("panj serve --ledger week.panj"))
@click.option(
    "--host", default="127.0.0.1", show_default=True, metavar="NAME", help="An address of this machine alone."
)
@click.option("--port", type=int, default=7265, show_default=True, help="Where to listen; 0 for any free port.")
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
@ledger_option
def serve(host: str, port: int, no_browser: bool, path: str | None) -> None:
    """Open the desk: the ledger as pages in a browser, and over HTTP under /api/v1. Ctrl-C stops it.

    For one person on this machine: whoever reaches the port may do everything, so other machines cannot.
    """
    with clear_errors():
        from panj import web  # the other commands start without it

        with panj.Ledger(path) as ledger:
            web.serve(ledger, host=host, port=port, browser=not no_browser, told=click.echo)


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


@main.group(epilog=_example("panj gazetteer add TJ.zip", "panj gazetteer list"))
def gazetteer() -> None:
    """Add your own places, which are looked up before those that Panj ships."""


@gazetteer.command(
    "add",
    epilog=_example("panj gazetteer add TJ.zip", "panj gazetteer add villages.csv --country Nigeria --name villages"),
)
@click.argument("file", metavar="FILE")
@click.option("--name", metavar="NAME", help="What to call the table. Default: what the file is called.")
@click.option("--country", metavar="NAME", help="The country of rows that name none.")
def gazetteer_add(file: str, name: str | None, country: str | None) -> None:
    """Add the places of FILE: a GeoNames dump (text or zip), a CSV file with a header, or GeoJSON points.

    A CSV file needs the columns name, latitude and longitude; country, admin1, admin2, feature, population, alternate
    names and id are used where they are. A table of the same name is replaced.
    """
    with clear_errors():
        columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        try:
            with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
                task = progress.add_task("adding")
                table = OwnPlaces().add(
                    file,
                    name=name,
                    country=country,
                    progress=lambda rows: progress.update(task, description=f"{rows:,} rows"),
                )
        except KeyboardInterrupt:
            err.print("panj: stopped. Nothing was added.")
            sys.exit(130)
        click.echo(f"{table.name}: {table.places:,} places from {faces.plain(table.source)}")
        for reason, count in table.faults:
            err.print(f"  left out {count:,}: {faces.plain(reason)}", style="yellow")
        for fault in table.first_faults:
            err.print(f"    {faces.plain(fault)}", style="dim")


@gazetteer.command("list", epilog=_example("panj gazetteer list"))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a table.")
def gazetteer_list(as_json: bool) -> None:
    """List your own tables of places."""
    with clear_errors():
        for table in OwnPlaces().tables():
            fact = f"{table.name:<24} {table.places:>10,}  {table.digest}  {faces.plain(table.source)}"
            click.echo(encode(table) if as_json else fact)


@gazetteer.command("remove", epilog=_example("panj gazetteer remove villages"))
@click.argument("name", metavar="NAME")
def gazetteer_remove(name: str) -> None:
    """Remove one of your own tables of places."""
    with clear_errors():
        table = OwnPlaces().remove(name)
        click.echo(f"{table.name}: {table.places:,} places removed")


@main.group(epilog=_example("panj actors add militias.tsv", "panj actors list"))
def actors() -> None:
    """Add your own actors, who are looked up before those that Panj ships."""


@actors.command("add", epilog=_example("panj actors add militias.tsv", "panj actors add cabinet.csv --name ministers"))
@click.argument("file", metavar="FILE")
@click.option("--name", metavar="NAME", help="What to call the table. Default: what the file is called.")
def actors_add(file: str, name: str | None) -> None:
    """Add the actors of FILE: rows separated by tabs or commas under a header.

    The columns names (joined by |) and sector (a PLOVER code: GOV, REB, MED …) are needed; country, from, to, key and
    source are used where they are. A file with a wrong row is refused. A table of the same name is replaced.
    """
    with clear_errors():
        table = OwnActors().add(file, name=name)
        click.echo(f"{table.name}: {table.actors:,} actors in {table.rows:,} rows from {faces.plain(table.source)}")


@actors.command("list", epilog=_example("panj actors list"))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a table.")
def actors_list(as_json: bool) -> None:
    """List your own tables of actors."""
    with clear_errors():
        for table in OwnActors().tables():
            fact = f"{table.name:<24} {table.actors:>7,}  {table.digest}  {faces.plain(table.source)}"
            click.echo(encode(table) if as_json else fact)


@actors.command("remove", epilog=_example("panj actors remove militias"))
@click.argument("name", metavar="NAME")
def actors_remove(name: str) -> None:
    """Remove one of your own tables of actors."""
    with clear_errors():
        table = OwnActors().remove(name)
        click.echo(f"{table.name}: {table.actors:,} actors removed")


def _choose(
    ledger: panj.Ledger, conditions: dict[str, str | None]
) -> tuple[panj.View, tuple[panj.model.Incident, ...]]:
    """Return the view and the incidents that fit the options of :func:`window_options`."""
    view = ledger.view(instant(conditions["as_of"]), rule=conditions["rule"] or "most-supported")
    return view, view.incidents(
        since=day(conditions["since"]),
        until=day(conditions["until"]),
        country=conditions["country"],
        type=conditions["type_"],
        text=conditions["text"],
    )
