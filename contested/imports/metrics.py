"""What is counted: metrics proposed from their names and units, for a human to confirm."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from contested.imports.layout import Draft
from contested.imports.vocabulary import EVACUATION_TOPICS, SAME_WORD, THINGS, TOPICS
from contested.units import MEASURES, factor, measured_as, multiple

SUFFERED = ("personnel", "equipment", "harmed", "departed", "ordered", "remaining", "sheltered", "missing")
"""Topics of what befalls the subject: of these a sentence can say "on its side" and leave nothing open."""

PLURALS = ("people", "personnel", "children", "women", "men", "staff", "cattle", "police")
PARTICIPLES = ("lost", "held", "hit", "shot", "taken", "missing", "gone", "fled", "left", "dead", "burnt", "sent")
CANONICAL = {
    "area": "km2",
    "length": "km",
    "mass": "t",
    "volume": "m3",
    "share": "percent",
    "people": "people",
    "boolean": "boolean",
}


def measure(unit: str) -> tuple[str, str]:
    """The dimension of a unit and what it counts: ("count", "families"); figures of two measures are never one metric.

    Units of unknown things (tanks, strikes, attacks) are one measure, ("count", ""), since pages name them freely.
    """
    thing = multiple(unit)[1].casefold()
    if thing in ("boolean", "percent"):
        return ("boolean" if thing == "boolean" else "share"), ""
    if re.search(r"\bper (day|week|month|hour)$", thing):
        return "rate", " ".join(thing.split()[-3:])
    physical = measured_as(unit)
    if physical:
        return physical, ""
    words = set(re.findall(r"[a-z]+", thing))
    kind = next((name for name, known in THINGS.items() if words & known), "")
    return ("people", "") if kind == "people" else ("count", kind)


def separate(drafts: Sequence[Draft], known: Mapping[str, dict[str, str]]) -> None:
    """Give figures of one metric that are counted in another measure than most of them a metric of their own.

    4,000 families are not 4,000 people: displaced in families becomes displaced_families. A bare lakh counts whatever
    the others count. ``known`` are the metrics of the case: what they are counted in stands.
    """
    grouped = by_metric(drafts)
    for metric, rows in grouped.items():
        measures = Counter(measure(row.cells["unit"]) for row in rows if multiple(row.cells["unit"])[1])
        usual = measure(known[metric]["unit"]) if metric in known else next(iter(dict(measures.most_common())), None)
        for row in rows:
            unit = row.cells["unit"]
            if usual is None or not multiple(unit)[1] or _fits(measure(unit), usual):
                continue
            dimension, thing = measure(unit)
            suffix = dimension if dimension not in ("people", "count") else thing or "people"
            suffix = f"in_{suffix}" if suffix in metric.split("_") else suffix
            name = f"{metric}_{suffix}"
            taken = [measure(each.cells["unit"]) for each in grouped.get(name, [])]
            taken += [measure(known[name]["unit"])] if name in known else []
            row.cells["metric"] = name if all(_fits(measure(unit), each) for each in taken) else f"{name}_apart"
            said = f"counted in {unit}, other figures of {metric} are not: taken as {row.cells['metric']}"
            row.remark("changed", "metric", said)


def _fits(mine: tuple[str, str], usual: tuple[str, str]) -> bool:
    """Whether two measures are one: things of unknown kind are one with any other things, never with people."""
    return mine == usual or (mine[0] == usual[0] == "count" and "" in (mine[1], usual[1]))


def size(row: Draft) -> float:
    """How large a figure is in the canonical unit of its measure, so that hectares and km2 can be told apart."""
    unit = row.cells["unit"]
    canonical = CANONICAL.get(measured_as(unit), "")
    scale = factor(unit, canonical, measured_as(unit)) if canonical else multiple(unit)[0]
    return float(row.cells["value"] or row.cells["high"] or 0) * scale


def by_metric(drafts: Iterable[Draft]) -> dict[str, list[Draft]]:
    """Drafts by their metric, in the order in which metrics appear."""
    found: dict[str, list[Draft]] = {}
    for row in drafts:
        found.setdefault(row.cells["metric"], []).append(row)
    return found


def propose(metric: str, rows: Sequence[Draft]) -> dict[str, str]:
    """A row of metrics.csv for a metric that the case does not know yet, from its name, its units and its bases."""
    units = Counter(row.cells["unit"] for row in rows)
    named = Counter(measure(unit) for unit in units if multiple(unit)[1])
    # A bare lakh counts people where nothing else is said.
    dimension = named.most_common(1)[0][0][0] if named else "people"
    unit = CANONICAL.get(dimension) or next(thing for each, _ in units.most_common() if (thing := multiple(each)[1]))
    basis = Counter(row.cells["basis"] for row in rows).most_common(1)[0][0]
    topic = topic_of(metric, dimension)
    words = metric.replace("_", " ")
    phrase, denial = _phrases(words, unit, dimension, topic)
    label = _counted(words, multiple(unit)[1]) if dimension in ("people", "count") else words
    return {
        "id": metric,
        "label": label,
        "definition": f"Proposed from the name '{words}' and the units; what it means here is to be said.",
        "topic": topic,
        "dimension": dimension,
        "unit": unit,
        "units": "|".join(dict.fromkeys([unit, *units])),
        "kind": "event" if dimension == "boolean" else "stock" if basis == "point" else "flow",
        "comparability": _comparability(metric),
        "interest": "against" if topic in ("personnel", "equipment") else "",
        "phrase": phrase,
        "denial": denial,
    }


def topic_of(metric: str, dimension: str) -> str:
    """The question that a metric belongs to, by the words of its name."""
    if dimension == "boolean":
        return "stance"
    words = set(metric.split("_"))
    return next((topic for topic, known in TOPICS if words & known), "other")


def table_of(topic: str) -> str:
    """The table of figures in which a topic's rows stand."""
    if topic == "fire":
        return "strikes"
    return "evacuations" if topic in EVACUATION_TOPICS else "claims"


def _comparability(metric: str) -> str:
    """The name without filler and in one order: villages_captured and captured_villages are one group."""
    words = [SAME_WORD.get(word, word) for word in metric.split("_") if word not in ("of", "the", "total", "number")]
    named = "_".join(sorted(words)) or metric
    return named if named[0].isalpha() else f"m_{named}"


def _phrases(label: str, unit: str, dimension: str, topic: str) -> tuple[str, str]:
    """How a sentence says the metric, and for a statement of fact its denial; neutral, the same for every side."""
    if dimension == "boolean":
        said = f"for {{subject}} in {{place}}, '{label}'"
        return f"{said} was the case", f"{said} was not the case"
    by = "by {subject}" if topic == "fire" else "on {subject}'s side" if topic in SUFFERED else "(subject: {subject})"
    if dimension in MEASURES:
        words = [word for word in label.split() if word != "area"]
        of = "" if label.startswith("area ") else "of "
        return f"{{}} {of}{' '.join(words) or 'area'} {by}", ""
    if dimension in ("share", "rate"):
        return f"{{}}{'' if dimension == 'share' else f' {unit}'} ({label}) {by}", ""
    return f"{{}} {_counted(label, multiple(unit)[1])} {by}", ""


def _counted(label: str, thing: str) -> str:
    """What a count is of: "tanks lost" says it already, "displaced" wants "people displaced", "population" brackets."""
    words = label.split()
    things = {word.removesuffix("s") for word in thing.split()}
    named = bool(things) and things <= {word.removesuffix("s") for word in words}
    if named or any(word in PLURALS or re.search("[^s]s$", word) for word in words):
        return label
    told = any(re.search("ed$|en$", word) or word in PARTICIPLES for word in words)
    return f"{thing} {label}" if told else f"{thing} ({label})"


def units_of(metric: dict[str, str], unit: str) -> str | None:
    """The units that a metric allows once ``unit`` is among them; None where it cannot be converted into its own."""
    known = metric["units"].split("|")
    if unit in known:
        return metric["units"]
    same = measure(unit)[0] == measure(metric["unit"])[0] or not multiple(unit)[1]
    try:
        fits = same and factor(unit, metric["unit"], metric["dimension"]) > 0
    except ValueError:
        fits = False
    return "|".join([*known, unit]) if fits else None
