"""Words by which metrics, groups, sides, places and claimants are recognised; general English, of no case."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


THINGS = {
    "people": _words(
        "people person persons individuals civilians civilian residents inhabitants soldiers soldier troops "
        "personnel fighters fighter militants combatants servicemen officers refugees refugee idps idp "
        "returnees evacuees migrants prisoners detainees hostages women men children girls boys adults minors "
        "infants casualties victims dead deaths fatalities injured wounded patients workers staff journalists "
        "students teachers pilgrims conscripts recruits mercenaries volunteers sailors "
        "sailor crew airmen marines seamen policemen medics doctors "
        "defectors abductees missing lives bodies"
    ),
    "families": _words("families family"),
    "households": _words("households household hh"),
    "buildings": _words("buildings building houses house homes home dwellings apartments flats units housing"),
    "settlements": _words(
        "settlements settlement villages village towns town townships township cities localities communities hamlets"
    ),
    "applications": _words("applications application requests claims cards registrations"),
}
"""What can be counted, by measure: figures in two of them are never held against each other."""

EVACUATION_TOPICS = _words("departed ordered remaining sheltered missing harmed zone support")

TOPICS = (
    ("recapture", _words("recaptured retaken liberated recovered regained")),
    ("contest", _words("contested disputed grey gray")),
    ("advance", _words("advance advanced depth front width")),
    ("ordered", _words("ordered told warned orders")),
    ("remaining", _words("remaining remained stayed staying trapped besieged")),
    ("missing", _words("missing unaccounted disappeared abducted kidnapped")),
    ("prisoners", _words(
        "prisoners prisoner captives pow pows exchanged hostages detained detainees surrendered")),
    ("equipment", _words(
        "tanks tank vehicles vehicle apcs ifvs artillery guns howitzers mlrs launchers aircraft helicopters "
        "uavs jets equipment armour armor armoured armored boats ships vessels radars")),
    ("personnel", _words(
        "soldiers soldier sailors sailor airmen marines seamen personnel servicemen fighters fighter "
        "militants combatants military "
        "rebels insurgents policemen officers losses")),
    ("departed", _words(
        "displaced evacuated evacuees left fled refugees refugee returned returnees idps idp emptied crossed "
        "departed")),
    ("sheltered", _words(
        "sheltered shelter shelters camp camps accommodated hosted centres centers")),
    ("harmed", _words(
        "killed dead deaths fatalities wounded injured casualties harmed hospitalised hospitalized bodies "
        "victims maimed cases")),
    ("fire", _words(
        "strikes strike airstrikes airstrike shellings shelling shells shelled rockets rocket missiles "
        "missile drones drone bombs bombardments attacks attack launched fired intercepted munitions mortars "
        "sorties explosions")),
    ("support", _words(
        "aid relief food rations ration assistance cash tents convoys trucks water")),
    ("control", _words(
        "controlled controls held captured seized taken occupied control area territory ground")),
    ("forces", _words(
        "troops forces deployed recruits reinforcements battalions brigades checkpoints positions")),
    ("zone", _words("population inhabitants")),
)  # fmt: skip
"""The question that a metric belongs to: the first whose words stand in its name."""

SAME_WORD = {
    "injured": "wounded", "fatalities": "killed", "dead": "killed", "idps": "displaced", "villagers": "people",
    "civilian": "civilians", "houses": "homes", "persons": "people", "individuals": "people",
}  # fmt: skip
"""Words of metric names that mean the same; lost is not killed, deaths of all causes are not killed."""

GROUPS = {
    "women": "sex_and_age", "men": "sex_and_age", "children": "sex_and_age|age", "adults": "age",
    "girls": "sex_of_children", "boys": "sex_of_children",
    "minors": "", "infants": "", "babies": "", "elderly": "", "pensioners": "", "students": "", "teachers": "",
    "journalists": "", "medics": "", "doctors": "", "foreign": "", "foreigners": "", "conscripts": "",
}  # fmt: skip
"""Groups, and the breakdown in which they are disjoint; blank where they may overlap with others."""

WHOLES = _words("launched fired total all overall damaged affected registered used sent recorded dispatched")
"""The last word of a metric that contains others of its kind: rockets_launched contains rockets_intercepted."""

OUTCOMES = _words("killed dead wounded injured missing captured")
"""The last words of metrics that casualties can consist of."""

OBSERVERS = _words(
    "un ngo ngos independent observer observers monitor monitors media press international neutral "
    "mediator mediators third external western regional research academic analyst analysts humanitarian "
    "society watchdog"
)
PARTIES = _words("ally allies allied army forces militia front rebels government coalition alliance opposition")
JOINT = _words("both all mixed joint everyone parties sides general")
UNKNOWN = _words("unknown unattributed unclear none not_known na n_a")
CIVILIAN = _words("civilians civilian population residents")

CLAIMANT_KINDS = (
    ("official_anonymous", _words("anonymous unnamed sources source officials undisclosed")),
    ("media", _words(
        "unattributed times news agency newspaper radio tv daily post gazette reporter correspondents press")),
    ("international", _words("un united nations international")),
    ("emergency", _words(
        "hospital hospitals rescue emergency emergencies ambulance fire crescent cross")),
    ("military", _words(
        "army military forces command commander general staff mod defence defense brigade battalion navy air "
        "colonel col gen maj brig captain rebels militia front militants guard hq headquarters")),
    ("monitor", _words(
        "monitor monitors observatory monitoring mission watch tally count database ombudsman")),
    ("analyst", _words(
        "institute analysis analysts think tank satellite lab research university")),
    ("regional", _words(
        "governor gov mayor regional district oblast province provincial municipality council township")),
    ("government", _words(
        "ministry minister president premier prime pm government spokesman spokesperson spokeswoman "
        "authorities foreign cabinet parliament prosecutor police")),
    ("civil_society", _words(
        "committee association union relief ngo charity volunteers network society")),
)  # fmt: skip
"""What sort of claimant a name speaks of: the first whose words stand in it, else a person."""

ESTIMATES = _words("estimate estimates estimated model models modelled projection assessment satellite analysis")
COUNTS = _words("tally count counted database names verified documented obituaries")

LEVELS = (
    ("front", _words("front axis direction line frontline")),
    ("zone", _words("belt corridor buffer border exclusion safe humanitarian")),
    ("country", _words("country nationwide national countrywide")),
    ("region", _words("oblast region province governorate state republic territory division")),
    ("district", _words("district sector zone raion county department subdistrict township municipality canton")),
    ("town", _words("city town")),
    ("village", _words("village hamlet settlement camp")),
    ("site", _words("hospital airport airfield base bridge crossing school market plant port station road border")),
)
"""What sort of place a name speaks of: the first whose words stand in it, else unknown."""

TITLES = _words(
    "gov governor president vice minister prime premier pm deputy acting chief head spokesman spokeswoman "
    "spokesperson representative aide adviser advisor secretary commander general gen colonel col "
    "brigadier brig major maj captain capt lieutenant lt sergeant admiral marshal mayor ambassador "
    "director mr mrs ms dr prof sheikh sayyid haj u daw king prince of the for in and state presidential "
    "military official senior former"
)
OFFICES = _words(
    "army forces force ministry mod defence defense police command council government committee office "
    "health interior foreign affairs staff headquarters hq authority authorities administration regional "
    "general national press service union agency mission monitoring ceasefire rights human civil border "
    "guard front movement alliance coalition doctors hospital department un united nations province "
    "district region governorate"
)
COMPANIES = _words("company group project institute foundation corporation lines line airlines board centre center")
SHORT_FORMS = {
    "mod": "ministry defence", "moh": "ministry health", "moi": "ministry interior", "mfa": "ministry foreign affairs",
    "hq": "headquarters", "gov": "governor", "pm": "prime minister", "defense": "defence", "dept": "department",
    "govt": "government", "centre": "center",
}  # fmt: skip
"""Short forms of offices, written out before two names are compared."""
