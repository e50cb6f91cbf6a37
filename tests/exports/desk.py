"""Incidents made by hand for the exports: an attack, a drone strike, a protest, an arrest, aid, a massacre."""

from __future__ import annotations

import datetime as dt

from panj import incidents
from panj.exports import Material
from panj.incidents import Rule
from panj.model import (
    Capture,
    Claim,
    Figure,
    Interval,
    Link,
    Linking,
    Mention,
    Outcome,
    Party,
    Place,
    PlaceRole,
    Precision,
    Report,
    Span,
    Status,
    digest,
    mention_id,
    report_id,
)
from panj.ontology import stance


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start=start, end=start + len(words), text=words)


def party(name: str, key: str, country: str | None = None, sector: str | None = None) -> Party:
    return Party(name=name, key=key, rule="test", country=country, sector=sector)


def place(
    name: str,
    country: str | None = None,
    admin1: str | None = None,
    point: tuple[float, float] | None = None,
    precision: Precision | None = None,
    role: PlaceRole = "happened",
    gazetteer_id: str | None = None,
) -> Place:
    return Place(
        name=name, words=Span(start=0, end=len(name), text=name), rule="test", role=role, country=country,
        admin1=admin1, lat=point[0] if point else None, lon=point[1] if point else None, precision=precision,
        gazetteer_id=gazetteer_id,
    )  # fmt: skip


class Desk:
    """Collects reports, claims and which incident each claim tells of."""

    def __init__(self) -> None:
        self.reports: dict[str, Report] = {}
        self.claims: list[Claim] = []
        self.links: list[Link] = []

    def report(
        self, text: str, publisher: str | None = "Wire", published: str | None = "2025-11-27T12:00:00+05:00",
        url: str | None = None, title: str | None = None,
    ) -> Report:  # fmt: skip
        made = Report(
            id=report_id(publisher=publisher, url=url, title=title, text=text),
            text=text,
            capture=Capture(digest="ab" * 32, media_type="text/plain", size=len(text), source="/home/me/report.txt"),
            publisher=publisher,
            published_at=dt.datetime.fromisoformat(published) if published else None,
            url=url,
            title=title,
            language="en",
        )
        self.reports[made.id] = made
        return made

    def tell(
        self,
        incident: str,
        report: Report,
        trigger: str,
        type_: str = "ASSAULT",
        mode: str | None = None,
        *,
        status: Status = "happened",
        by: Party | None = None,
        actors: tuple[Party, ...] = (),
        recipients: tuple[tuple[Party, str], ...] = (),
        places: tuple[Place, ...] = (),
        when: tuple[str, str] | None = None,
        figures: tuple[tuple[str, Outcome, int | None, int | None], ...] = (),
        weapons: tuple[str, ...] = (),
    ) -> Claim:
        text = report.text
        hit = [
            Party(name=one.name, key=one.key, rule=one.rule, country=one.country, sector=one.sector,
                  words=span(text, words))
            for one, words in recipients
        ]  # fmt: skip
        mention = Mention(
            id=mention_id(report.id, span(text, trigger), type_, len(self.claims)),
            report_id=report.id,
            sentence=Span(start=0, end=len(text), text=text),
            trigger=span(text, trigger),
            type=type_,
            mode=mode,
            status=status,
            figures=tuple(Figure(span=span(text, w), outcome=o, low=low, high=high) for w, o, low, high in figures),
            weapons=tuple(span(text, words) for words in weapons),
            times=(span(text, trigger),) if when else (),
        )
        claim = Claim(
            mention=mention,
            claimant=by or party(report.publisher or "?", f"outlet:{report.publisher}"),
            stance=stance(status),
            when=Interval(
                valid_from=dt.date.fromisoformat(when[0]), valid_to=dt.date.fromisoformat(when[1]),
                granularity="day" if when[0] == when[1] else "range", rule="test", words=span(text, trigger),
            ) if when else None,
            said_on=report.published_at.date() if report.published_at else None,
            places=places,
            actors=actors,
            recipients=tuple(hit),
        )  # fmt: skip
        self.claims.append(claim)
        self.links.append(Link(claim_id=claim.id, incident_id="i" + digest(incident), rule="test"))
        return claim

    def material(self, rule: Rule = "most-supported") -> Material:
        claims = {claim.id: claim for claim in self.claims}
        linking = Linking(links=tuple(self.links))
        origins = {name: name for name in self.reports}
        found = incidents.incidents(self.claims, linking, self.reports, origins, (), rule)
        return Material(found, claims, self.reports, origins, rule)


def outlet(name: str) -> Party:
    return Party(name=name, key=f"outlet:{name}", rule="publisher")


REBELS = party("Sarhad Front", "org:sarhad", "PAK", "REB")
ARMY = party("Pakistan army", "mil:PAK", "PAK", "MIL")
POLICE = party("Tajikistan police", "cop:TJK", "TJK", "COP")
WORKERS = party("Chinese workers", "text:chinese workers", "CHN", "CVL")
VILLAGERS = party("villagers", "text:villagers", None, "CVL")
STUDENTS = party("students", "text:students", None, "EDU")
MINISTRY = party("Foreign Ministry", "gov:TJK:mfa", "TJK", "GOV")
QUETTA = place("Quetta", "PAK", "Balochistan", (30.184, 67.001), "point", gazetteer_id="geonames:1167528")
KHATLON = place("Khatlon", "TJK", "Khatlon", (37.77, 68.83), "province", gazetteer_id="geonames:1347488")
DUSHANBE = place("Dushanbe", "TJK", "Dushanbe", (38.54, 68.78), "point", gazetteer_id="geonames:1221874")
SUDAN = place("Sudan", "SDN", None, (16.0, 30.0), "country")


def identifier(name: str) -> str:
    """Return the identifier of the incident that the desk calls so."""
    return "i" + digest(name)


def morning(rule: Rule = "most-supported") -> Material:
    """Return the incidents of one morning, with everything in them that some format cannot hold."""
    desk = Desk()
    first = desk.report(
        "The Sarhad Front shot three soldiers and a driver in Quetta.", "Indus Agency", "2025-11-25T10:00:00+00:00",
        "https://indus.example/attack?id=7#top", "=HYPERLINK(\"https://evil.example\")",
    )  # fmt: skip
    driver = party("driver", "text:driver", "PAK", "CVL")
    attack = {"actors": (REBELS,), "places": (QUETTA,), "when": ("2025-11-24", "2025-11-24")}
    desk.tell(
        "attack", first, "shot", mode="firearms", by=outlet("Indus Agency"),
        recipients=((ARMY, "three soldiers"), (driver, "a driver")), figures=(("three soldiers", "killed", 3, 3),),
        **attack,  # type: ignore[arg-type]
    )  # fmt: skip
    second = desk.report("Rebels shot five soldiers; two were wounded.", "Gazette", "2025-11-26T08:30:00+05:00")
    desk.tell(
        "attack", second, "shot", mode="firearms", by=ARMY, recipients=((ARMY, "five soldiers"),),
        figures=(("five soldiers", "killed", 5, 5), ("two", "injured", 2, 2)), **attack,  # type: ignore[arg-type]
    )  # fmt: skip
    third = desk.report(
        "A drone launched from Afghanistan struck Chinese workers, the ministry said.", "Vakhsh Wire",
        "2025-11-27T17:40:00+05:00", "https://vakhsh.example/drone", "Drone & <workers>",
    )  # fmt: skip
    desk.tell(
        "drone", third, "struck", mode="drone", by=MINISTRY, actors=(party("Gunmen", "text:gunmen", None, "UAF"),),
        recipients=((WORKERS, "Chinese workers"),), when=("2025-11-25", "2025-11-27"),
        places=(KHATLON, place("Afghanistan", "AFG", None, (33.0, 65.0), "country", "from")), weapons=("drone",),
    )  # fmt: skip
    fourth = desk.report("Students rallied in Dushanbe; police arrested four of them.", "Pamir Service")
    desk.tell("rally", fourth, "rallied", "PROTEST", "demo", by=outlet("Pamir Service"), actors=(STUDENTS,),
              places=(DUSHANBE,), when=("2025-11-26", "2025-11-26"))  # fmt: skip
    desk.tell("arrest", fourth, "arrested", "COERCE", "arrest", by=outlet("Pamir Service"), actors=(POLICE,),
              recipients=((STUDENTS, "four of them"),), places=(DUSHANBE,), when=("2025-11-26", "2025-11-26"),
              figures=(("four", "detained", 4, 4),))  # fmt: skip
    fifth = desk.report("Aid came. Soldiers killed at least 40 villagers in Sudan this month.", None, None)
    desk.tell("aid", fifth, "came", "AID")
    soldiers = party("Sudan army", "mil:SDN", "SDN", "MIL")
    desk.tell("massacre", fifth, "killed", mode="targeted", by=outlet("?"), actors=(soldiers,), places=(SUDAN,),
              recipients=((VILLAGERS, "at least 40 villagers"),), when=("2025-11-01", "2025-11-30"),
              figures=(("at least 40 villagers", "killed", 40, None),))  # fmt: skip
    return desk.material(rule)
