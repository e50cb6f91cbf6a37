"""The score of "these two tell of one act": a sum of named features, each with a value that a person can read.

The score is the log-odds of a logistic model: 0 is undecided, every unit multiplies the odds by e. ``WITHIN`` weighs
a claim against an act told before in the same report, ``ACROSS`` an act of one report against an act of another.
``training/link.py`` fits both (``incidents/weights.py``) on reports and stories written for training, not on the
stories that measure them.

A veto is not a weight: a pair with a veto is never joined by the machine, whatever else speaks for it.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
from collections.abc import Mapping

from panj.incidents import discourse, words
from panj.incidents.facts import NARROW, Days, Dossier, Facts
from panj.model import Place

Feature = tuple[str, str]
Raw = tuple[str, object, object]

_KIN = frozenset(
    frozenset(pair.split("+"))
    for pair in [
        "destroy+explosives",
        "destroy+drone",
        "destroy+aerial",
        "destroy+heavy-weapons",
        "destroy+primitive",
        "destroy+beat",
        "drone+explosives",
        "drone+aerial",
        "explosives+suicide-attack",
        "firearms+suicide-attack",
        "beat+torture",
        "beat+primitive",
        "firearms+targeted",
        "explosives+targeted",
        "riot+vandalize",
        "demo+riot",
        "troops+weapons",
        "police+troops",
        "seize+withhold",
    ]
)
"""Modes that two sentences may well give for one act."""


@dataclasses.dataclass(slots=True)
class Comparison:
    """Evidence for and against one act: features by name, with what each was seen in; the veto if there is one."""

    raw: list[Raw] = dataclasses.field(default_factory=list)
    veto: str | None = None

    def note(self, name: str, one: object = "", other: object = None) -> None:
        """Keep one piece of evidence; ``one`` and ``other`` are put into words only when somebody asks why."""
        self.raw.append((name, one, other))

    @property
    def names(self) -> list[str]:
        """The names of the features."""
        return [name for name, _, _ in self.raw]

    @property
    def features(self) -> tuple[Feature, ...]:
        """The features with values that a person can read."""
        return tuple(
            (name, _readable(one) if other is None else f"{_readable(one)} / {_readable(other)}")
            for name, one, other in self.raw
        )

    def score(self, weights: Mapping[str, float], base: float) -> float:
        """Return the log-odds that both are one act; features without a weight count nothing."""
        return base + sum([weights.get(name, 0.0) for name, _, _ in self.raw])


def _readable(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, (set, frozenset)):
        return ", ".join(sorted(map(str, value)))
    if isinstance(value, tuple) and len(value) == 2 and isinstance(value[0], dt.date):
        return value[0].isoformat() if value[0] == value[1] else f"{value[0].isoformat()}..{value[1].isoformat()}"
    return str(value)


def gap(one: Days, other: Days) -> int:
    """Return the days between two intervals; 0 where they overlap."""
    return max(0, (one[0] - other[1]).days, (other[0] - one[1]).days)


def _narrow(one: Days) -> bool:
    return (one[1] - one[0]).days < NARROW


def compare_days(one: Dossier, other: Dossier, found: Comparison) -> None:
    """Weigh the days that both sides state: overlap, nearness, conflict; beyond the tolerance it is a veto.

    Three days of tolerance: reports name the day of the act, of the finding or of the announcement. Where one side
    states several days (a correction), the nearest counts.
    """
    if not (one.days and other.days):
        return
    distance, wide, a, b = min(
        [(gap(a, b), not (_narrow(a) and _narrow(b)), a, b) for a in one.days for b in other.days]
    )
    if distance == 0:
        found.note("day overlaps" if wide else "same day", a, b)
    elif distance <= 1 and not wide:
        found.note("next day", a, b)
    elif distance <= 3 and not wide:
        found.note("days apart", a, b)
    else:
        found.note("day conflict", a, b)
        found.veto = found.veto or "both days are stated and differ"


def kilometres(one: Place, other: Place) -> float | None:
    """Return the great-circle distance of two places with coordinates, in kilometres; haversine on a sphere."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    lat1, lat2 = math.radians(one.lat), math.radians(other.lat)
    half = (
        math.sin((lat2 - lat1) / 2) ** 2
        + math.cos(lat1) * math.cos(lat2) * math.sin(math.radians(other.lon - one.lon) / 2) ** 2
    )
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(half)))


def compare_places(one: Dossier, other: Dossier, found: Comparison) -> None:
    """Weigh places: equal names, containment, distance; disjoint countries and far-off places are vetoes."""
    if one.countries and other.countries and not one.countries & other.countries:
        found.note("country conflict", one.countries, other.countries)
        found.veto = found.veto or "the countries differ"
        return
    shared = one.place_names & other.place_names
    ids = {place.gazetteer_id for place in one.fine if place.gazetteer_id}
    exact = ids & {place.gazetteer_id for place in other.fine} if ids and other.fine else set()
    near = (
        min([km for a in one.fine for b in other.fine if (km := kilometres(a, b)) is not None], default=None)
        if one.fine and other.fine and not exact
        else None
    )
    here, there = one.provinces, other.provinces
    if exact or (shared and not (near is not None and near > 75)):
        found.note("same place", shared or {place.name for place in one.fine if place.gazetteer_id in exact})
    elif near is not None and near <= 25:
        found.note("near", f"{near:.0f} km")
    elif near is not None and near > 75:
        found.note("far apart", f"{near:.0f} km")
        if here and there and not here & there:
            found.veto = found.veto or "the places are far apart, in different provinces"
    elif here and there:
        if not here & there:
            found.note("other province", here, there)
        elif one.place_names and other.place_names:
            found.note("other place, same province", one.place_names, other.place_names)
        else:
            found.note("same province", here & there)
    elif area := (one.place_names | one.area_names) & (other.place_names | other.area_names):
        found.note("same area", area)
    elif one.place_names and other.place_names:
        found.note("other place", one.place_names, other.place_names)
    elif one.place_heads & other.place_heads:
        found.note("same kind of place", one.place_heads & other.place_heads)
    elif one.countries & other.countries:
        found.note("same country", one.countries & other.countries)


def _kinds(heads: frozenset[str]) -> set[str]:
    return {words.kind_of_people(head) or head for head in heads}


def compare_people(one: Dossier, other: Dossier, found: Comparison) -> None:
    """Weigh recipients (head noun, nationality) and actors (key, country, head noun), and whether they change roles."""
    if one.recipients and other.recipients:
        both = one.recipients & other.recipients
        shared = {noun for noun in both if words.kind_of_people(noun) != "person"}
        here, there = _kinds(one.recipients), _kinds(other.recipients)
        if shared:
            found.note("same recipient", shared)
        elif here & there & {"force", "armed"}:
            found.note("recipients of one kind", one.recipients, other.recipients)
        elif "person" not in here | there:
            found.note("other recipient", one.recipients, other.recipients)
    else:
        shared = set()
    things = one.things & other.things - shared
    if things:
        found.note("same thing", things)
    if one.modifiers and other.modifiers:
        same = one.modifiers & other.modifiers
        if same:
            found.note("same nationality or name", same)
        else:
            found.note("other nationality or name", one.modifiers, other.modifiers)
    if one.actors and other.actors:
        if one.actors & other.actors:
            found.note("same actor", one.actors & other.actors)
        elif one.actor_countries and other.actor_countries and not one.actor_countries & other.actor_countries:
            found.note("actors of other countries", one.actor_countries, other.actor_countries)
        else:
            found.note("other actor", one.actors, other.actors)
    if one.doers and other.doers:
        if one.doers & other.doers:
            found.note("same doer", one.doers & other.doers)
        else:
            found.note("other doer", one.doers, other.doers)
    turned = one.doers & other.recipients | one.recipients & other.doers
    if turned and not (one.doers & other.doers or one.recipients & other.recipients):
        found.note("roles reversed", turned)
    elif _turned_in_kind(one, other) or _turned_in_kind(other, one):
        found.note("roles reversed in kind", one.doers | other.doers)


def _turned_in_kind(one: Dossier, other: Dossier) -> bool:
    return bool(one.doers and other.recipients and _kinds(one.doers) & _kinds(other.recipients) - {"person"})


def _figure_value(outcome: str, a: int, b: int) -> str:
    return f"{outcome} {a}" if a == b else f"{outcome} {a} / {b}"


def compare_figures(one: Dossier, other: Dossier, found: Comparison) -> None:
    """Weigh figures of one outcome: an equal number above one speaks for one act, numbers far apart against it."""
    for outcome in sorted(one.figures.keys() & other.figures.keys()):
        here, there = one.figures[outcome], other.figures[outcome]
        equal = [a[0] for a in here & there if a[0] is not None and a[0] == a[1]]
        if equal:
            best = max(equal)
            found.note("same figure" if best > 1 else "same figure of one", _figure_value(outcome, best, best))
            return
        a, b = [max([(high or low or 0) for low, high in side]) for side in (here, there)]
        ratio = (max(a, b) + 1) / (min(a, b) + 1)
        found.note("figures far apart" if ratio > 3 else "figures differ", _figure_value(outcome, a, b))
        return


def compare_manner(one: Dossier, other: Dossier, found: Comparison) -> None:
    """Weigh mode, weapon and the trigger: its stem, and the kind of act it names."""
    if one.modes and other.modes:
        both = one.modes & other.modes
        if both:
            found.note("same mode", both)
        elif any(frozenset((a, b)) in _KIN for a in one.modes for b in other.modes):
            found.note("modes go together", one.modes, other.modes)
        else:
            found.note("other mode", one.modes, other.modes)
    if one.weapons & other.weapons:
        found.note("same weapon", one.weapons & other.weapons)
    if one.stems & other.stems:
        found.note("same trigger", one.stems & other.stems)
    if one.kinds and other.kinds:
        kinds = one.kinds | other.kinds
        if one.kinds & other.kinds:
            found.note("same kind of word", one.kinds & other.kinds)
        elif kinds & discourse.RESULTS:
            found.note("a result", one.kinds, other.kinds)
        elif "attack" in kinds:
            found.note("a general word", one.kinds, other.kinds)
        elif one.kinds & discourse.WAYS and other.kinds & discourse.WAYS:
            found.note("other way", one.kinds, other.kinds)
        else:
            found.note("other kind of word", one.kinds, other.kinds)


def compare_words(one: Dossier, other: Dossier, found: Comparison) -> None:
    """Weigh the telling words and names beside the triggers."""
    shared = one.near & other.near
    if shared:
        found.note("shared word" if len(shared) == 1 else "shared words", shared)
    if one.near_names & other.near_names:
        found.note("shared name nearby", one.near_names & other.near_names)
    elif one.said_names & other.said_names:
        found.note("shared name in the sentence", one.said_names & other.said_names)
    elif one.near_names and other.near_names:
        found.note("no name shared", one.near_names, other.near_names)


def compare(one: Dossier, other: Dossier) -> Comparison:
    """Return the evidence that two dossiers tell of one act, wherever they stand; after a veto there is no more."""
    found = Comparison()
    if not one.families & other.families:
        found.note("other type", one.type, other.type)
        found.veto = "the types differ"
        return found
    if one.type != other.type:
        found.note("types go together", one.type, other.type)
    compare_days(one, other, found)
    if not found.veto:
        compare_places(one, other, found)
    if not found.veto:
        compare_people(one, other, found)
        compare_figures(one, other, found)
        compare_manner(one, other, found)
        compare_words(one, other, found)
    return found


@dataclasses.dataclass(frozen=True, slots=True)
class Standing:
    """How an act told before stands among those of its type in the same report.

    Attributes:
        rank: how many of them were told after it: 0 for the one told last.
        first: it is the one told first; ``most``: the one that most claims tell.
        only: no other act of its type was told.
        distance: characters between the sentence of its last claim and the claim's at hand; 0 in one sentence.
    """

    rank: int
    first: bool
    most: bool
    only: bool
    distance: int


def compare_within(one: Facts, told: Dossier, standing: Standing) -> Comparison:
    """Return the evidence that a claim tells of an act told before in the same report."""
    found = compare(Dossier(one), told)
    if one.reference == "new" and standing.distance:
        found.note("told apart", one.claim.mention.trigger.text)
        found.veto = found.veto or "the words tell the acts apart"
    if found.veto:
        return found
    _weigh_details(one, told, standing, found)
    _weigh_standing(one, told, standing, found)
    _weigh_sentences(one, told.members[-1], standing, found)
    return found


def _weigh_details(one: Facts, told: Dossier, standing: Standing, found: Comparison) -> None:
    """Weigh what kind of mention the claim is, and what it brings that was not told yet."""
    trigger = one.claim.mention.trigger
    if one.reference == "earlier" and standing.rank == 0:
        found.note("earlier act", trigger.text)
    if one.status in ("planned", "asked", "possible", "generic"):
        found.note("not asserted", one.status)
    elif one.status == "negated":
        found.note("denied or corrected")
    if one.reference == "back":
        found.note("refers back", trigger.text)
    elif one.noun:
        found.note("a noun for it", trigger.text)
    if one.thin:
        found.note("no details of its own", "leans on what was told")
    elif one.figures and not (one.days or one.place_names or one.place_heads or one.actors):
        found.note("a bare toll", ", ".join(sorted(one.figures)))
    if one.recipients and not told.recipients:
        found.note("brings a recipient", one.recipients)
    if one.actors and not told.actors:
        found.note("brings an actor", one.actors)
    if not one.mode and not told.modes:
        found.note("no mode on either side")
    elif one.mode and not told.modes:
        found.note("brings a mode", one.mode)
    elif told.modes and not one.mode:
        found.note("no mode of its own", told.modes)
    found.note(f"kind {one.type}")
    if one.stretch:
        found.note("over a stretch of time", "; ".join(span.text for span in one.claim.mention.times))
    elif one.days and not told.days:
        found.note("brings a time", one.days)
    elif one.timed and not one.days and not one.inherited:
        found.note("a time without a day", "; ".join(span.text for span in one.claim.mention.times))
    if one.place_names and not told.place_names:
        found.note("brings a place", one.place_names)
    if (one.claim.mention.by is None or standing.distance == 0) and any(
        fact.claim.mention.trigger == trigger and fact.claim.claimant.key == one.claim.claimant.key
        for fact in told.members
    ):
        found.note("two acts in one word", trigger.text)


def _weigh_standing(one: Facts, told: Dossier, standing: Standing, found: Comparison) -> None:
    """Weigh which of the acts told so far this one is, how near it was told and by whom."""
    near = "" if standing.distance > 1 else ", just before"
    if standing.rank == 0:
        found.note(f"told last{near}", "of its type")
        if one.definite:
            found.note("people known before, told last", one.recipients)
        if one.pronoun:
            found.note("a pronoun, told last")
    else:
        found.note("told before last" if standing.rank == 1 else "told long before", f"{standing.rank} acts since")
        if one.definite:
            found.note("people known before", one.recipients)
    if standing.only:
        found.note(f"the only act{near}", "of its type so far")
    else:
        if standing.first:
            found.note("told first", "of its type")
        if standing.most:
            found.note("told most", f"{len(told.members)} times")
    if standing.distance == 0:
        found.note("same sentence")
    elif standing.distance == 1:
        found.note("next sentence")
    elif standing.distance == 2:
        found.note("next paragraph")
    elif standing.distance > 600:
        found.note("far in the text", f"{standing.distance} characters")
    if one.claim.claimant.rule != "publisher":
        if one.claim.claimant.key == told.members[-1].claim.claimant.key:
            found.note("same claimant", one.claim.claimant.name)
        elif any(one.claim.claimant.key == fact.claim.claimant.key for fact in told.members):
            found.note("a claimant heard before", one.claim.claimant.name)


def _weigh_sentences(one: Facts, last: Facts, standing: Standing, found: Comparison) -> None:
    """Weigh how the text leads from the act's last claim to this one."""
    mention, before = one.claim.mention, last.claim.mention.trigger
    sentence, offset = mention.sentence.text, mention.sentence.start
    if standing.distance:
        if discourse.opens_anew(sentence):
            found.note("opens with a time or place", " ".join(sentence.split()[:4]))
        if standing.rank == 0 and discourse.goes_on(sentence):
            found.note("opens by referring back", " ".join(sentence.split()[:3]))
        return
    if before.end <= mention.trigger.start and (
        how := discourse.between(sentence, before.end - offset, mention.trigger.start - offset)
    ):
        found.note(how, sentence[before.end - offset : mention.trigger.start - offset].strip())
    if mention.trigger.text.endswith("ing") and sentence[: mention.trigger.start - offset].rstrip().endswith(","):
        found.note("goes on with a participle", mention.trigger.text)


@dataclasses.dataclass(frozen=True, slots=True)
class Setting:
    """What the report around an act says: all names in the sentences that tell acts, and the countries of its acts.

    ``first`` is true for an act that is told before all others of its type.
    """

    names: frozenset[str]
    countries: frozenset[str]
    first: bool


def compare_across(one: Dossier, other: Dossier, here: Setting, there: Setting) -> Comparison:
    """Return the evidence that acts of two reports are one; the names of its features are the same either way round.

    Beyond :func:`compare`: days that a report does not state are taken from the sentences around or from the day of
    publication, as weaker evidence; an act that lies after a report was published cannot be what it told.
    """
    found = compare(one, other)
    if found.veto:
        return found
    for dated, told_by in ((one, other), (other, one)):
        if dated.days:
            told = [fact.published for fact in told_by.members if fact.published and fact.status != "planned"]
            if told and min(dated.days)[0] > max(told) + dt.timedelta(days=1):
                found.note("told before it was", min(dated.days), f"published {max(told).isoformat()}")
                found.veto = "one report was published before the day that the other states"
                return found
    early, late = one.members[0].published, other.members[0].published
    apart = abs((early - late).days) if early and late else None
    if not (one.days and other.days):
        own, others = one.days or one.inherited, other.days or other.inherited
        if own and others:
            distance = min([gap(a, b) for a in own for b in others])
            found.note("day fits" if distance <= 1 else "day does not fit", f"{distance} days between")
        else:
            distance = apart or 0
            found.note("no day of its own")
        if distance > _FAR:
            found.note("times conflict", f"{distance} days between")
            found.veto = "the times at which they are told lie far apart"
            return found
    found.note(f"kind {min(one.type, other.type)}")
    lacking = (not one.place_names and not one.area_names) + (not other.place_names and not other.area_names)
    if lacking:
        found.note("no place on either side" if lacking == 2 else "no place of its own")
    thin = [side.members[0].claim.mention.trigger.text for side in (one, other) if all(f.thin for f in side.members)]
    if thin:
        found.note("no details of its own", " / ".join(thin))
    if here.first or there.first:
        if here.first and there.first:
            found.note("both told first", "of their type")
    else:
        found.note("neither told first", "of their type")
    if here.countries and there.countries and not here.countries & there.countries:
        found.note("reports of other countries", here.countries, there.countries)
    if here.names and there.names:
        shared = len(here.names & there.names) / min(len(here.names), len(there.names))
        for share, name in _SHARED:
            if shared >= share:
                found.note(name, f"{shared:.0%} of the shorter one's")
                break
    if apart is not None:
        for least, name in _PUBLISHED:
            if apart >= least:
                found.note(name, f"{apart} days between")
                break
    return found


_FAR = 28
"""Days from which on acts are not compared where one of them states no day."""

_PUBLISHED = (
    (22, "published far apart"), (8, "published apart"), (3, "published near"), (1, "published together"),
    (0, "published the same day"),
)  # fmt: skip
"""Days between two reports, from which on they count as so far apart."""

_SHARED = (
    (0.5, "reports share most names"), (0.35, "reports share many names"), (0.2, "reports share some names"),
    (0.1, "reports share few names"), (0.0, "reports share hardly a name"),
)  # fmt: skip
"""Share of the names of the report that has fewer, from which on it counts so."""
