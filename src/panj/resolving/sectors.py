"""Sectors of parties by the head noun of their words.

The codes are PLOVER's primary sectors with CAMEO's older ones where PLOVER keeps them: GOV executive, MIL military,
COP police, SPY intelligence, JUD courts and prosecutors, LEG parliaments, OPP and PTY parties out of and in politics,
REB rebels, UAF armed men of no known side, CRM criminals, CVL civilians, BUS companies, LAB unions, MED news media,
EDU schools, HLH health, REL religion, REF refugees, NGO and IGO organisations. The nouns are Panj's own choice.
"""

from __future__ import annotations

from panj.resolving.gazetteer import normal_form, word_set

SECTORS: dict[str, str] = {
    "GOV": "executive government", "MIL": "military", "COP": "police and border control", "SPY": "intelligence",
    "JUD": "judiciary", "LEG": "legislature", "PTY": "political parties", "OPP": "political opposition",
    "REB": "rebels", "UAF": "unidentified or unaligned armed forces", "CRM": "crime", "CVL": "civilians",
    "BUS": "business", "LAB": "organised labour", "MED": "news media", "EDU": "education", "HLH": "health",
    "REL": "religion", "REF": "refugees and displaced people", "NGO": "non-governmental organisations",
    "IGO": "organisations of states",
}  # fmt: skip

_NOUNS = {
    "GOV": """government authorities authority administration ministry minister president presidency presidential
        premier chancellor cabinet governor governorate mayor embassy ambassador consulate consul envoy
        diplomat prefect sub-prefect municipality kremlin undersecretary vice-president vice-minister
        deputy-minister king emir sultan prince regent chancellery chancelleries regime junta
        state-secretary secretary-of-state commissioner official councillor councilor monarch ombudsman
        customs mission-of palace elysee council-of-ministers delegate mediator regulator negotiator
        prime-minister foreign-minister interior-minister defence-minister head-of-state city-hall
        town-hall mayor's-office chargé charge-d-affaires legation delegation civil-defence
        civil-protection parliament-speaker""",
    "MIL": """army troop soldier military navy marine airforce air-force jet warplane serviceman servicemen
        servicewoman conscript general colonel major brigadier commando frigate warship battalion
        brigade regiment artillery fleet armed-forces ground-forces general-staff defence-force
        defense-force army-chief admiral captain lieutenant sergeant corporal garrison infantry division
        peacekeeper coast-guard coastguard paratrooper general-command frontier-corps legionnaire
        legionary bomber detachment defence-forces naval-craft gun-truck joint-task-force task-force
        joint-force forces republican-guard national-guard presidential-guard revolutionary-guard
        revolutionary-guards infantry-company rifle-company raiding-party northern-command
        southern-command eastern-command western-command central-command""",
    "COP": """police policeman policemen policewoman constable gendarme gendarmerie carabinieri carabinero
        border-guard border-troop border-service customs-officer sheriff detective riot-police levies
        levy prison-guard prison-service law-enforcement security-forces security-force security-agency
        security-agencies investigator ranger interior-troops warder gendarmerie-company
        border-committee prison-officer""",
    "SPY": """intelligence security-service intelligence-service secret-service spy state-security fsb isi mossad cia
        domestic-intelligence-service""",
    "JUD": "court prosecutor judge tribunal judiciary magistrate attorney-general procuracy prosecution justice",
    "LEG": """parliament senate senator lawmaker legislator congress assembly mp duma knesset bundestag deputies
        speaker""",
    "PTY": "party coalition",
    "OPP": "opposition opposition-leader opposition-party dissident",
    "REB": """rebel militant insurgent guerrilla guerilla separatist jihadist islamist terrorist extremist khwarij
        insurgency mujahideen khawarij militia militiaman militiamen fighter paramilitary vigilante""",
    "UAF": """gunman gunmen assailant attacker raider armed-men armed-man armed-group armed-groups masked-men
        hooded-men bandit suicide-bomber saboteur bomber-unknown hitman hitmen""",
    "CRM": """gang smuggler trafficker cartel pirate kidnapper robber criminal thief thieves syndicate poacher
        mob-boss""",
    "CVL": """civilian resident villager worker labourer laborer farmer herder passenger driver fisherman fishermen
        fisher miner trader shopkeeper student pupil citizen national protester demonstrator elder
        people woman women child children boy girl man men family families villager commuter pedestrian
        shepherd engineer driller technician tourist pilgrim worshipper local neighbour neighbor
        relative bystander youth crowd picket activist marcher buyer grower mother father son daughter
        cousin witness survivor volunteer lawyer cook vendor merchant picker employee guest shopper
        herder-association students-association residents-association traders-association search-party
        wedding-party repair-party boarding-party supporter community cleaner contractor guard widow
        brother brothers detainee prisoner inmate hostage captive person persons rioter mob inhabitant
        expatriate voter peasant baker mechanic""",
    "BUS": """company firm operator corporation conglomerate shipowner owner manufacturer bank exporter importer
        business insurer utility""",
    "LAB": "union unions federation-of-labour confederation syndicate-of-workers labour-federation",
    "MED": """newspaper agency-of-news news-agency television radio broadcaster reporter journalist correspondent
        daily media website station-radio channel columnist editor cameraman photographer press
        newspaper-daily weekly""",
    "EDU": "teacher university school professor college lecturer headteacher schoolteacher academic",
    "HLH": """rescue-party hospital doctor medic nurse clinic paramedic surgeon physician ambulance mortuary
        health-worker rescue-worker pharmacist""",
    "REL": """church bishop priest imam cleric mosque monk abbot pastor monastery chaplain nun archbishop mullah
        patriarch""",
    "REF": "refugee migrant displaced-people displaced asylum-seeker returnee",
    "NGO": """charity aid-group aid-agency aid-worker monitor monitors collective rights-group human-rights-group
        humanitarian-partner foundation""",
    "IGO": "",
}  # fmt: skip

HEADS: dict[str, str] = {
    normal_form(noun.replace("-", " ")): sector for sector, nouns in _NOUNS.items() for noun in nouns.split()
}
"""Normal form of a head noun (one to three words, singular or as listed) → sector."""

SPEAKERS = word_set(
    """spokesman spokeswoman spokesperson spokespeople statement communique note press-service press-office
    press-centre press-center press-secretary press-department information-directorate information-bureau
    information-centre media-desk media-office media-centre communication-service website account readout
    read-out log representative source briefing message bulletin dispatch report version video announcement
    letter notice count tally toll figures"""
)
"""Nouns that speak for whoever stands beside them: the party is the one that they belong to."""

SPEAKING_OF = word_set(
    """own first latest new initial official written joint original earlier later recent senior chief"""
)
"""Adjectives of such nouns ("its own account", "first statement"), which say nothing of the party."""

PERSONS = word_set(
    """president minister premier chancellor governor mayor ambassador consul envoy diplomat prefect king emir
    prince general colonel major brigadier captain lieutenant sergeant corporal admiral spokesman spokeswoman
    spokesperson commissioner senator judge prosecutor bishop imam priest abbot doctor nurse driver director
    chief head leader commander deputy secretary lawyer adviser aide official councillor engineer undersecretary
    vice-president vice-minister man woman boy girl soldier policeman constable witness resident speaker editor
    professor sheikh mr mrs ms dr sir captain vice-premier chairman chairwoman chair foreign-minister
    prime-minister"""
)
"""Nouns and titles that name one person, whom "he" or "she" can mean."""

GROUPS_OF_PEOPLE = word_set("people men women children police families youth clients")
"""Plurals without an s, which "they" can mean."""

SHORT_HEADS = word_set(
    """ministry minister president presidency embassy mission court company group union federation association
    party front movement agency council commission committee governor mayor ambassador spokesman prosecutor navy
    consulate hospital operator firm parliament regiment battalion brigade corps command service office
    administration faction militia alliance coalition newspaper delegation cabinet prefect envoy institute
    bureau"""
)
"""Heads that alone mean an organisation or office named before."""

_MODIFYING = frozenset(SECTORS) - {"CVL", "REF", "UAF"}
"""Sectors that a word in front of an unknown head still gives ("army lorry"); "women's prison" is not civilian."""


def singular(noun: str) -> str:
    """Return an English plural in normal form as its singular, as far as endings tell."""
    if len(noun) < 4 or noun.endswith(("ss", "us", "is")):
        return noun
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    if noun.endswith(("ches", "shes", "sses", "xes")):
        return noun[:-2]
    return noun[:-1] if noun.endswith("s") else noun


def sector_of(words: list[str]) -> str | None:
    """Return the sector of a noun phrase in normal form, by its last words that are known; ``None`` where none is."""
    for end in range(len(words), 0, -1):
        for size in (3, 2, 1):
            if size > end:
                continue
            phrase = words[end - size : end]
            for form in (" ".join(phrase), " ".join([*phrase[:-1], singular(phrase[-1])])):
                sector = HEADS.get(form)
                if sector is not None and (end == len(words) or sector in _MODIFYING):
                    return sector
    return None


def is_speaker(word: str) -> bool:
    """Say whether a noun in normal form speaks for somebody ("spokesman", "press service", "statements")."""
    front, _, last = word.rpartition(" ")
    return word in SPEAKERS or f"{front} {singular(last)}".strip() in SPEAKERS


def without_speaker(words: list[str]) -> tuple[list[str], bool]:
    """Return a noun phrase in normal form without a spokesman, statement or press office at its end or beginning.

    The second value says whether there was one. Nothing may remain: "first statement" of "Astana's first statement".
    """
    for size in (2, 1):
        if len(words) >= size and is_speaker(" ".join(words[-size:])):
            kept = words[:-size]
            while kept and kept[-1] in SPEAKING_OF:
                kept = kept[:-1]
            return kept, True
    for index, word in enumerate(words):
        if is_speaker(word) and words[index + 1] in ("of", "for", "in", "from", "at"):  # the last word is none
            return words[index + 2 :], True
        if word not in SPEAKING_OF:
            break
    return words, False
