"""MUC-4: what a reader's mentions say as role fillers and templates, and how these are scored.

The scores follow the scorers that come with GRIT (role-filler entities, CEAF-REE with strict similarity: Du, Rush &
Cardie 2021a) and GTT (templates: Du, Rush & Cardie 2021b), written anew from their rules. A filler is *an entity*: the
set of the strings that the key accepts for it.
"""

from __future__ import annotations

import itertools
import re
import string
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from clusters import Score
from matching import assign, head_word
from panj.model import Mention, Span

ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
Entity = frozenset[str]
Same = Callable[[Entity, Entity], bool]
"""Says whether a given entity (second) is the wanted one (first)."""

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_NO_PUNCTUATION = str.maketrans("", "", string.punctuation)


@dataclass(frozen=True)
class Template:
    """One incident: its type, and the entities of each role."""

    type: str
    fillers: Mapping[str, tuple[Entity, ...]] = field(default_factory=dict)

    def of(self, role: str) -> tuple[Entity, ...]:
        """Return the entities of a role."""
        return self.fillers.get(role, ())


def normal(text: str) -> str:
    """Return a string as GTT's scorer compares it: lower case, without punctuation, articles and double spaces."""
    return " ".join(_ARTICLES.sub(" ", text.lower().translate(_NO_PUNCTUATION)).split())


def strict(wanted: Entity, given: Entity) -> bool:
    """Every given string, normalised, is one of the wanted ones: the published rule."""
    return {normal(one) for one in given} <= {normal(one) for one in wanted}


def by_head(wanted: Entity, given: Entity) -> bool:
    """Some given and some wanted string have the same head word."""
    return not {head_word(one) for one in given}.isdisjoint(head_word(one) for one in wanted)


def ree(wanted: Sequence[Template], given: Sequence[Template], same: Same) -> dict[str, Score]:
    """Score the entities of a document by role, whatever their template: CEAF-REE.

    Entities of a role are those of all templates, those that share a string being one; wanted and given ones are
    aligned one to one so that most are the same.
    """
    found = {}
    for role in ROLES:
        key, answer = _entities(wanted, role), _entities(given, role)
        table = [[float(same(one, other)) for other in answer] for one in key]
        right = sum(table[row][column] for row, column in assign(table))
        found[role] = Score(right, len(answer), right, len(key))
    return found


def gtt(wanted: Sequence[Template], given: Sequence[Template], same: Same) -> dict[str, Score]:
    """Score the templates of a document by GTT's rule.

    Each given template is aligned with at most one wanted one of its type, and the alignment is that with the best
    micro-F1 over types and fillers. Within an aligned pair an entity counts as right where the other side has the same;
    fillers of a template without a partner are wrong or missed.
    """
    best: dict[str, Score] | None = None
    options = [
        [None, *(at for at, one in enumerate(wanted) if template.type in one.type)]  # "attack" fits "bombing / attack"
        for template in given
    ]
    for partners in itertools.product(*options):
        used = [one for one in partners if one is not None]
        if len(used) != len(set(used)):
            continue
        scores = _aligned(wanted, given, partners, same)
        if best is None or _micro(scores) > _micro(best):
            best = scores
    return best or _aligned(wanted, given, [None] * len(given), same)


def _aligned(
    wanted: Sequence[Template], given: Sequence[Template], partners: Sequence[int | None], same: Same
) -> dict[str, Score]:
    owner = {partner: at for at, partner in enumerate(partners) if partner is not None}
    scores = {"type": Score(len(owner), len(given), len(owner), len(wanted))}
    for role in ROLES:
        score = Score()
        for template, partner in zip(given, partners, strict=True):
            key = wanted[partner].of(role) if partner is not None else ()
            right = sum(any(same(one, other) for one in key) for other in template.of(role))
            score += Score(right_given=right, given=len(template.of(role)))
        for at, template in enumerate(wanted):
            answer = given[owner[at]].of(role) if at in owner else ()
            right = sum(any(same(one, other) for other in answer) for one in template.of(role))
            score += Score(right_wanted=right, wanted=len(template.of(role)))
        scores[role] = score
    return scores


def _micro(scores: Mapping[str, Score]) -> float:
    return sum(scores.values(), Score()).f1 or 0.0


def _entities(templates: Iterable[Template], role: str) -> list[Entity]:
    found: list[Entity] = []
    for entity in (entity for template in templates for entity in template.of(role)):
        merged = entity.union(*(one for one in found if one & entity))
        found = [*(one for one in found if not one & entity), merged]
    return found


# -- a reader's mentions as templates ----------------------------------------------------------------------------


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


ORGANISATIONS = _words(
    "alliance army brigade brigades cartel coalition column command commando committee commandos corps council faction "
    "federation forces front government group groups guard league liberation ministry militia military movement navy "
    "network organisation organisations organization organizations party police regime squad squads troops union units"
)
"""Head words of perpetrators that are bodies rather than people. One word in capitals or initials is a body too."""

THINGS = _words(
    "airport aircraft airplane ambulance bank banks barracks base bases branch bridge bridges building buildings "
    "bus buses camp car cars cathedral checkpoint church churches convoy crops embassy equipment establishment "
    "facilities facility factory farm farms headquarters helicopter helicopters highway home homes hospital hotel "
    "house houses installation installations jeep line lines market mill mosque neighborhood office offices oil "
    "outpost pipeline pipelines plane plant plants pole poles post posts property railway ranch residence "
    "residences restaurant road roads school schools ship shop shops station stations store stores supermarket "
    "temple theater tower towers train trains truck trucks university vehicle vehicles warehouse"
)
"""Head words of recipients that are things."""

PEOPLE = _words(
    "activists attackers boy boys captive captives casualties child children citizen citizens civilian civilians "
    "dead demonstrators deaths employee employees extremists fighters foreigners girl girls guard guards guerrillas "
    "gunmen hostages inhabitants injured insurgents journalists judges leaders man members men militants officer "
    "officers officials others peasant peasants people person personnel persons police policeman policemen "
    "politicians population priests prisoners protesters rebels residents soldier soldiers students suspects "
    "terrorists victim victims villagers woman women workers wounded youths"
)
"""Head words of people who are not named; MUC-4's victims are."""

_OPENERS = _words(
    "a an the this that these those his her its their our my your some any no several many few other all both each "
    "every one two three four five six seven eight nine ten eleven twelve dozens scores hundreds"
)
_LAST_WORD = re.compile(r"(\w+)\W*$")
_PRONOUNS = _words("he she it they them him her who whom which that this these those others one we us i you someone")
_FIRE = re.compile(r"\b(?:burn\w*|set (?:on )?(?:fire|afire|ablaze)|torch\w*|arson)\b", re.IGNORECASE)
_BLAST = re.compile(
    r"\b(?:bomb\w*|dynamit\w+|explosi\w+|explod\w+|blew up|blown up|grenades?|blasts?)\b", re.IGNORECASE
)
_ROBBERY = re.compile(r"\b(?:rob|robb\w+|stole\w*|steal\w*|loot\w*)\b", re.IGNORECASE)
_TOLD = ("happened", "attempted", "possible")


def incident_type(mention: Mention) -> str | None:
    """Return MUC-4's type of an incident that a mention tells of; ``None`` where it has none."""
    if mention.status not in _TOLD:
        return None
    words = " | ".join([mention.trigger.text, *(one.text for one in mention.weapons)])
    if mention.type == "COERCE" and mention.mode == "seize" and _ROBBERY.search(words):
        return "robbery"
    if mention.type != "ASSAULT":
        return None
    if mention.mode == "abduct":
        return "kidnapping"
    if _FIRE.search(words):
        return "arson"
    if mention.mode in ("explosives", "suicide-attack") or _BLAST.search(words):
        return "bombing"
    return "attack"


def filled(text: str, mentions: Sequence[Mention]) -> list[Template]:
    """Return the templates that the mentions of a document fill: one for each type of incident.

    Fillers of a role with the same head word are one entity, named as it first was; pronouns name nobody.
    """
    fillers: dict[str, dict[str, list[Entity]]] = {}
    named: dict[tuple[str, str], Entity] = {}
    for mention in mentions:
        kind = incident_type(mention)
        if kind is None:
            continue
        roles = fillers.setdefault(kind, {role: [] for role in ROLES})
        for role, span in _fillers(text, mention):
            if normal(span.text) and normal(span.text) not in _PRONOUNS:
                entity = named.setdefault((role, head_word(span.text)), frozenset({span.text}))
                if entity not in roles[role]:
                    roles[role].append(entity)
    return [
        Template(kind, {role: tuple(entities) for role, entities in roles.items()}) for kind, roles in fillers.items()
    ]


def _fillers(text: str, mention: Mention) -> Iterable[tuple[str, Span]]:
    """Yield the fillers of one mention: parties by kind, and weapons."""
    for span in mention.actors:
        head = head_word(span.text)
        initials = "." in span.text or (span.text.isupper() and len(span.text) > 1 and " " not in span.text)
        yield ("PerpOrg" if head in ORGANISATIONS or initials else "PerpInd"), span
    for span in mention.recipients:
        if head_word(span.text) in THINGS:
            yield "Target", span
        elif is_name(text, span):
            yield "Victim", span
    for span in mention.weapons:
        yield "Weapon", span


def is_name(text: str, span: Span) -> bool:
    """Say whether a phrase of a text without capitals names a person.

    It does where no article, possessive or number opens it or stands before it and its head is no common noun.
    """
    before = _LAST_WORD.search(text[: span.start])
    opened = {before[1].lower() if before else "", *(word.lower() for word in span.text.split()[:1])}
    head = head_word(span.text)
    plain = head in PEOPLE or head in ORGANISATIONS or head in THINGS
    return not plain and not opened & _OPENERS and not any(letter.isdigit() for letter in span.text)
