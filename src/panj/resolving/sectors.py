"""Sectors of parties by the head noun of their words.

The codes are PLOVER's primary sectors with CAMEO's older ones where PLOVER keeps them: GOV executive, MIL military,
COP police, SPY intelligence, JUD courts and prosecutors, LEG parliaments, OPP and PTY parties out of and in politics,
REB rebels, UAF armed men of no known side, CRM criminals, CVL civilians, ELI notables and who held office before, BUS
companies, LAB unions, MED news media, EDU schools with their students, HLH health, REL religion, REF refugees, NGO and
IGO organisations. The nouns are Panj's own choice. Farmers and herders are civilians (PLOVER's AGR is not kept apart).
"""

from __future__ import annotations

from panj.resolving.gazetteer import normal_form, word_set

SECTORS: dict[str, str] = {
    "GOV": "executive government",
    "MIL": "military",
    "COP": "police and border control",
    "SPY": "intelligence",
    "JUD": "judiciary",
    "LEG": "legislature",
    "PTY": "political parties",
    "OPP": "political opposition",
    "REB": "rebels",
    "UAF": "unidentified or unaligned armed forces",
    "CRM": "crime",
    "CVL": "civilians",
    "ELI": "notables and former office-holders",
    "BUS": "business",
    "LAB": "organised labour",
    "MED": "news media",
    "EDU": "education",
    "HLH": "health",
    "REL": "religion",
    "REF": "refugees and displaced people",
    "NGO": "non-governmental organisations",
    "IGO": "organisations of states",
}

_NOUNS = {
    "GOV": """government authorities authority administration ministry minister president presidency presidential
        premier chancellor cabinet governor governorate mayor embassy ambassador consulate consul envoy
        diplomat prefect sub-prefect municipality kremlin undersecretary vice-president vice-minister
        deputy-minister king queen emir amir sultan prince regent chancellery chancelleries regime junta
        state-secretary secretary-of-state commissioner official councillor councilor monarch monarchy
        ombudsman customs mission-of palace elysee council-of-ministers delegate mediator regulator negotiator
        prime-minister foreign-minister interior-minister defence-minister head-of-state city-hall town-hall
        mayor's-office chargé charge-d-affaires legation delegation civil-defence civil-protection
        parliament-speaker president-elect prime-minister-designate premiership foreign-secretary
        defence-secretary defense-secretary home-secretary interior-secretary treasury-secretary
        chief-secretary cabinet-secretary permanent-secretary health-secretary foreign-office interior-office
        ruler tsar emperor empress crown-prince crown-princess royal-palace royal-family royal-court
        head-of-government heads-of-government chief-minister first-minister deputy-premier vice-premier
        high-commissioner high-commission permanent-representative attaché attache trade-representative
        administrator bureaucrat civil-servant government-body central-bank treasury tax-office city-council
        town-council district-council county-council regional-council local-council provincial-council
        municipal-council state-council military-council transitional-council sovereignty-council
        presidential-council ruling-council national-security-council electoral-commission election-commission
        elections-commission anti-corruption-commission truth-commission human-rights-commission
        commission-of-inquiry state-commission anti-corruption-agency space-agency tax-authority
        land-authority port-authority disaster-agency disaster-management-agency disaster-management-authority
        emergency-management-agency emergency-service emergency-services emergency-agency fire-service
        fire-brigade fire-department firefighter fireman firemen meteorological-office statistics-office
        census-bureau immigration-service immigration-department department secretariat politburo taoiseach
        vizier statesman competent-organs district-administrator district-administration
        regional-administration provincial-administration ombudsman's-office governor's-office
        prime-minister's-office president's-office adviser advisor aide district-commissioner
        deputy-commissioner district-collector divisional-commissioner border-committee-of plenipotentiary
        viceroy alderman provost first-lady heads-of-state state-agency""",
    "MIL": """army troop soldier military navy marine airforce air-force warplane serviceman servicemen servicewoman
        conscript general colonel major brigadier commando frigate warship battalion brigade regiment
        artillery fleet armed-forces ground-forces general-staff defence-force defense-force army-chief
        admiral captain lieutenant sergeant corporal garrison infantry division peacekeeper coast-guard
        coastguard paratrooper general-command frontier-corps legionnaire legionary bomber detachment
        defence-forces defense-forces naval-craft gun-truck joint-task-force task-force joint-force forces
        republican-guard national-guard presidential-guard revolutionary-guard revolutionary-guards
        infantry-company rifle-company raiding-party northern-command southern-command eastern-command
        western-command central-command joint-chiefs-of-staff chief-of-staff chiefs-of-staff
        chief-of-defence-staff chief-of-general-staff high-command supreme-command army-command
        military-command operational-command military-police occupation-forces government-forces
        special-forces special-force land-forces air-defence air-defences air-defense peacekeeping-force
        peacekeeping-troops military-officer army-officer naval-officer military-spokesman
        military-tribunal-guard squadron platoon reservist cadet gunner sniper sentry private privates recruit
        draftee corvette destroyer submarine aircraft-carrier gunboat patrol-boat fighter-jet fighter-jets
        warplanes jets bombers helicopter-gunship field-marshal air-marshal commander-in-chief commandant
        generalissimo armies military-attache stabilisation-force stabilization-force multinational-force
        rapid-reaction-force government-troops loyalist-forces army-unit military-unit army-patrol occupier""",
    "COP": """police policeman policemen policewoman constable gendarme gendarmerie carabinieri carabinero
        border-guard border-troop border-service customs-officer sheriff detective riot-police levies levy
        prison-guard prison-service law-enforcement security-forces security-force security-agency
        security-agencies investigator ranger interior-troops warder gendarmerie-company border-committee
        prison-officer inspector police-inspector superintendent security-chief police-chief commissariat
        security-directorate border-patrol border-police paramilitary-police police-officer police-force
        police-forces marshal security-officer security-officers security-official security-officials
        security-guard-of-state security-service-personnel law-enforcers riot-squad anti-terror-unit
        anti-terrorism-unit counter-terrorism-unit swat-team cop cops deputy-sheriff jailer jailor
        prison-authorities prison-administration prison-governor immigration-officer border-force
        coast-guard-patrol frontier-guard frontier-troops traffic-police secret-police security-personnel
        security-organs counter-terrorism-police customs-service law-enforcement-agencies
        public-security-bureau religious-police morality-police militsiya""",
    "SPY": """intelligence security-service security-services intelligence-service intelligence-agency
        intelligence-agencies intelligence-services secret-service secret-services spy state-security fsb isi
        mossad cia domestic-intelligence-service military-intelligence counter-intelligence spymaster spies
        intelligence-chief intelligence-officer secret-agent""",
    "JUD": """court prosecutor judge tribunal judiciary magistrate attorney-general procuracy prosecution justice
        supreme-court high-court constitutional-court appeals-court prosecutor-general public-prosecutor
        prosecutor's-office prosecutors-office prosecutor-general's-office jury juror judges bailiff coroner
        solicitor-general notary district-attorney state-attorney investigating-judge chief-justice counsel
        defence-lawyer defense-lawyer military-court military-tribunal defence-counsel jurist bench attorney""",
    "LEG": """parliament senate senator lawmaker legislator congress assembly mp mps duma knesset bundestag deputies
        speaker national-assembly house-of-representatives upper-house lower-house legislature
        legislative-council legislative-assembly parliamentarian congressman congressmen congresswoman
        member-of-parliament members-of-parliament member-of-congress parliamentary-speaker
        constituent-assembly parliamentary-committee people's-deputy people's-deputies diet""",
    "PTY": """party coalition ruling-party political-party politician candidate presidential-candidate party-leader
        party-members party-member political-movement electoral-alliance political-bloc party-leadership
        socialist communist liberal conservative social-democrat nationalist-party""",
    "OPP": """opposition opposition-leader opposition-party opposition-coalition opposition-group
        opposition-movement opposition-politician opposition-figure opposition-candidate opposition-activist
        opposition-alliance opposition-lawmaker opposition-supporter dissident peace-movement protest-movement
        shadow-cabinet shadow-government government-in-exile exiled-opposition democracy-activist
        pro-democracy-activist pro-democracy-movement pro-independence-movement independence-movement""",
    "REB": """rebel militant insurgent guerrilla guerilla separatist jihadist jihadi islamist terrorist extremist
        khwarij insurgency mujahideen mujahedeen khawarij militia militiaman militiamen fighter paramilitary
        vigilante rebellion rebel-group rebel-movement insurgent-group terror-group terrorist-group
        terrorist-organisation terrorist-organization terror-cell terror-network militant-group
        extremist-group liberation-front liberation-army liberation-movement liberation-organisation
        resistance-front people's-army freedom-fighter warlord armed-wing military-wing armed-opposition
        armed-faction armed-movement resistance-fighter resistance-movement mutineer putschist coup-plotter
        coup-leader irregulars partisan loyalist suicide-attacker""",
    "UAF": """gunman gunmen assailant attacker raider armed-men armed-man armed-group armed-groups masked-men
        hooded-men bandit suicide-bomber saboteur bomber-unknown hitman hitmen armed-person armed-persons
        armed-assailant masked-gunmen masked-man masked-assailant hooded-persons hooded-man uniformed-men
        plain-clothes-men plainclothes-men men-in-uniform men-with-guns armed-band armed-bands armed-elements
        unidentified-men shooter knifeman knifemen sniper-unknown bomber-of-unknown-side mercenary mercenaries
        private-military-company self-defence-group self-defense-group self-defence-militia
        local-defence-force attackers assassins assassin marauder intruder infiltrator captor arsonist
        hijacker skyjacker""",
    "CRM": """gang smuggler trafficker cartel pirate kidnapper abductor robber criminal thief thieves syndicate
        poacher mob-boss hostage-taker drug-dealer drug-lord gangster mobster mafia mafia-boss looter burglar
        fraudster extortionist racketeer rustler cattle-rustler murderer killer rapist hacker drug-gang
        crime-gang crime-boss organised-crime organized-crime people-smuggler gang-leader gang-member
        crime-syndicate ransomware-group counterfeiter fugitive convict""",
    "CVL": """civilian resident villager worker labourer laborer farmer herder passenger driver fisherman fishermen
        fisher miner trader shopkeeper citizen national protester protestor demonstrator people woman women
        child children boy girl man men family families commuter pedestrian shepherd engineer driller
        technician tourist pilgrim worshipper local neighbour neighbor relative bystander youth crowd picket
        activist marcher buyer grower mother father son daughter cousin witness survivor volunteer lawyer cook
        vendor merchant picker employee guest shopper residents-association search-party wedding-party
        repair-party boarding-party supporter community cleaner contractor guard widow brother brothers
        detainee prisoner inmate hostage captive person persons rioter mob inhabitant expatriate voter peasant
        baker mechanic settler immigrant landowner population citizenry townspeople townsfolk villagefolk
        countrymen compatriot tribesman tribesmen tribe clan clansman clansmen teenager youngster minor
        adolescent infant baby babies toddler grandmother grandfather grandson granddaughter wife wives
        husband uncle aunt nephew niece sister parent kin orphan bride groom loved-ones next-of-kin mourner
        parishioner congregation fan spectator athlete footballer player singer artist musician poet writer
        novelist film-maker actor actress farmhand farmworker smallholder rancher pastoralist nomad herdsman
        herdsmen cattle-herder logger hunter gatherer gardener porter barber tailor carpenter electrician
        builder plumber welder watchman nightwatchman maid housekeeper domestic-worker interpreter translator
        guide crew crewman crewmen crew-member seafarer sailor oiler skipper pilot motorist trucker truckers
        truck-driver lorry-driver bus-driver taxi-driver cyclist motorcyclist biker rider customer consumer
        diner patient victim victims casualty casualties dead deceased wounded injured fatality pensioner
        veteran homeowner homeless tenant squatter householder household subscriber user organiser organizer
        protest-organiser striker unemployed youth-group women's-group youths ladies gentleman staff staffer
        personnel aid-recipient client suspect defendant accused arrestee political-prisoner prisoner-of-war
        prisoners-of-war pow abductee kidnap-victim escapee evacuated-person foreigner village town city
        hamlet neighbourhood neighborhood settlement suburb township residential-area residential-areas
        convoy-of-civilians human-rights-defender human-rights-activist campaigner environmentalist feminist
        whistleblower pedlar peddler hawker street-vendor fishmonger butcher beekeeper construction-worker
        road-worker oil-worker mine-worker factory-worker garment-worker farm-worker migrant-worker
        office-worker employees civic-leader trespasser onlooker passer-by passers-by""",
    "ELI": """elder tribal-elder village-elder tribal-leader tribal-chief clan-elder clan-leader traditional-leader
        traditional-ruler traditional-chief paramount-chief village-chief village-head chieftain notable
        dignitary community-leader local-leader celebrity ex-president ex-minister ex-premier former-president
        former-prime-minister former-minister former-official elder-statesman aristocrat oligarch tycoon
        exile-leader sheikhdom laureate""",
    "BUS": """company firm operator corporation conglomerate shipowner owner manufacturer bank exporter importer
        business insurer utility chamber-of-commerce businessman businessmen businesswoman business-owner
        businesspeople entrepreneur investor retailer brand airline carrier shipping-line shipping-company
        haulier hauliers oil-company oil-major oil-giant mining-company security-company enterprise supplier
        broker stock-exchange exchange industry industrialist employer contractor-company traders-association
        merchants-association bus-union traders-union producer developer distributor wholesaler executive ceo
        chief-executive chief-executive-officer chairman-of-the-board shareholder bondholder creditor lender
        hedge-fund fund startup multinational retailer-chain mine-owner mill-owner factory-owner ship-owner
        joint-venture consortium subsidiary refinery shipyard dealership trading-house banker financier
        trade-body industry-body trade-association business-lobby startup-founder""",
    "LAB": """union unions federation-of-labour confederation syndicate-of-workers labour-federation trade-union
        labour-union labor-union workers-union trade-unionist unionist shop-steward labour-congress
        labor-congress union-of-teachers union-of-workers union-of-journalists-and-workers teachers-union
        nurses-union miners-union doctors-union drivers-union students-union-of-workers strike-committee
        syndicate-of-teachers""",
    "MED": """newspaper agency-of-news news-agency television radio broadcaster reporter journalist correspondent
        daily media website station-radio channel columnist editor cameraman photographer press
        newspaper-daily weekly web-site news-site news-website tv tv-channel tv-station tv-crew
        television-channel television-station radio-station news-channel newsroom anchor newscaster presenter
        blogger magazine newswire wire-service press-agency state-media state-television state-tv state-radio
        outlet media-outlet news-outlet media-group publisher newspaperman newspapermen commentator
        camera-operator camera-crew film-crew photojournalist videographer documentary-maker monthly tabloid
        podcast""",
    "EDU": """teacher university school professor college lecturer headteacher schoolteacher academic student pupil
        schoolchild schoolchildren schoolgirl schoolboy undergraduate graduate-student medical-student
        students-association students-union student-union student-body student-group student-movement academy
        institute think-tank researcher scholar scientist kindergarten medical-school madrasa madrassa
        madrasah seminary-student principal headmaster headmistress rector dean faculty historian campus
        research-institute research-centre research-center language-school instructor educator vice-chancellor
        laboratory""",
    "HLH": """rescue-party hospital doctor medic nurse clinic paramedic surgeon physician ambulance mortuary
        health-worker rescue-worker pharmacist rescuer rescue-team first-responder ambulance-crew
        ambulance-service ambulance-driver ambulance-worker emergency-worker midwife dentist psychologist
        psychiatrist health-centre health-center health-post morgue medical-team medical-staff medical-worker
        medical-source medical-commission medical-examiner medical-charity hospital-director
        hospital-superintendent hospital-administrator health-staff health-service health-workers veterinarian
        anaesthetist obstetrician radiologist field-hospital pathologist medical-superintendent""",
    "REL": """church bishop priest imam cleric mosque monk abbot pastor monastery chaplain nun archbishop mullah
        patriarch missionary temple synagogue rabbi ayatollah cardinal friar preacher evangelist evangelical
        parish diocese theologian religious-leader spiritual-leader church-leader seminary sect cult shrine
        brotherhood bishops-conference episcopal-conference council-of-churches convent mufti grand-mufti
        maulana maulvi mawlawi sheikh-ul-islam qadi fundamentalist lama vicar minister-of-religion reverend
        cathedral religious-order clergyman clergymen clergy hieromonk deacon sangha""",
    "REF": """refugee migrant displaced-people displaced asylum-seeker returnee refugee-camp displaced-person
        displaced-persons displaced-family displaced-families displaced-civilians internally-displaced evacuee
        deportee exile boat-people idp idps displacement-camp castaway stowaway""",
    "NGO": """charity aid-group aid-agency aid-worker monitor monitors collective rights-group human-rights-group
        humanitarian-partner foundation ngo ngos non-governmental-organisation non-governmental-organization
        nongovernmental-organization civil-society civil-society-group civil-society-organisation
        aid-organisation aid-organization relief-agency relief-group relief-organisation relief-organization
        relief-worker humanitarian-organisation humanitarian-organization humanitarian-group
        humanitarian-agency humanitarian-worker humanitarian watchdog advocacy-group campaign-group
        environmental-group human-rights-organisation human-rights-organization rights-organisation
        rights-organization rights-monitor association network forum society observatory war-monitor
        monitoring-group lobby-group pressure-group legal-aid-group election-observer election-monitor
        truce-monitor red-cross-volunteer""",
    "IGO": """bloc regional-bloc trade-bloc international-community secretary-general international-organisation
        international-organization multilateral-lender intergovernmental-organisation
        intergovernmental-organization international-tribunal donor-countries world-leaders""",
}  # fmt: skip

HEADS: dict[str, str] = {
    normal_form(noun.replace("-", " ")): sector for sector, nouns in _NOUNS.items() for noun in nouns.split()
}
"""Normal form of a head noun (one to four words, singular or as listed) → sector."""

SPEAKERS = word_set(
    """spokesman spokeswoman spokesperson spokespeople statement communique note press-service press-office
    press-centre press-center press-secretary press-officer press-officers information-officer press-department
    information-directorate information-bureau information-centre media-desk media-office media-centre
    communication-service website account readout read-out log representative source briefing message bulletin
    dispatch report version video announcement letter notice count tally toll figures"""
)
"""Nouns that speak for whoever stands beside them: the party is the one that they belong to."""

SPEAKING_OF = word_set(
    """own first latest new initial official written joint original earlier later recent senior chief"""
)
"""Adjectives of such nouns ("its own account", "first statement"), which say nothing of the party."""

WAR_MACHINES = word_set(
    """aircraft plane planes jet helicopter helicopters tank tanks drone drones missile missiles rocket rockets boat
    boats ship ships vessel vessels airstrike airstrikes gunship gunships shell shells convoy patrol patrols
    predator reaper shahed f16 f-16 apache position positions unit units base bases outpost outposts post posts
    checkpoint"""
)
"""Nouns that with a country alone before them mean its armed forces ("Israeli helicopters")."""

FORMER = word_set("former ex ousted deposed late exiled one-time onetime erstwhile")
"""Words before a title that say that it is not held any more."""

PERSONS = word_set(
    """president minister premier chancellor governor mayor ambassador consul envoy diplomat prefect king emir prince
    general colonel major brigadier captain lieutenant sergeant corporal admiral spokesman spokeswoman spokesperson
    commissioner senator judge prosecutor bishop imam priest abbot doctor nurse driver director chief head leader
    commander deputy secretary lawyer adviser aide official councillor engineer undersecretary vice-president
    vice-minister man woman boy girl soldier policeman constable witness resident speaker editor professor sheikh mr
    mrs ms dr sir vice-premier chairman chairwoman chair foreign-minister prime-minister queen sultan emperor
    crown-prince princess pope ayatollah archbishop cardinal rabbi mullah maulana reverend father sister justice
    marshal comrade lord lady dame baroness chief-justice inspector superintendent warlord strongman ruler
    negotiator mediator rapporteur coordinator frontman counterpart inspector-general attorney-general
    prosecutor-general secretary-general founder founding candidate activist politician dissident businessman
    journalist correspondent analyst lawmaker mp deputy-minister representative cleric preacher rebel-leader
    militant gunman pilot singer writer economist teacher student farmer shopkeeper surgeon lt gen col maj capt sgt
    adm brig counsel officer"""
)
"""Nouns and titles that name one person, whom "he" or "she" can mean."""

GROUPS_OF_PEOPLE = word_set("people men women children police families youth clients")
"""Plurals without an s, which "they" can mean."""

SHORT_HEADS = word_set(
    """ministry minister president presidency embassy mission court company group union federation association party
    front movement agency council commission committee governor mayor ambassador spokesman prosecutor navy consulate
    hospital operator firm parliament regiment battalion brigade corps command service office administration faction
    militia alliance coalition newspaper delegation cabinet prefect envoy institute bureau"""
)
"""Heads that alone mean an organisation or office named before."""

_MODIFYING = frozenset(SECTORS) - {"CVL", "REF", "UAF", "ELI", "EDU"}
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
    if "opposition" in words[:-1] and HEADS.get(singular(words[-1]), HEADS.get(words[-1])) not in ("MED", "REB", "LEG"):
        return "OPP"
    for end in range(len(words), 0, -1):
        for size in (4, 3, 2, 1):
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
