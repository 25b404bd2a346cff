"""The small tables of a synthetic case: sides, claimants, metrics and places of no real war."""

from __future__ import annotations

import numpy as np
import pandas as pd

SIDES = pd.DataFrame(
    [
        ("side_a", "Side A", "party", "", "#0072B2", "o"),
        ("side_b", "Side B", "party", "", "#D55E00", "s"),
        ("ally_a", "Ally of A", "party", "side_a", "#56B4E9", "P"),
        ("watch_x", "Watchers X", "observer", "", "#009E73", "^"),
        ("watch_y", "Watchers Y", "observer", "", "#CC79A7", "D"),
        ("unclear", "side not known", "unknown", "", "#777777", "X"),
    ],
    columns=["id", "label", "role", "ally_of", "colour", "marker"],
)
GROUPS = pd.DataFrame({"id": ["children", "conscripts"], "label": ["children", "conscripts"]})
SUBJECTS = ("side_a", "side_b")

STOCKS = {
    "area_held": "control area km2 km2|ha", "area_disputed": "contest area km2 km2|ha", "depth": "advance length km",
    "towns_held": "control count towns", "roads_held": "control count roads", "bridges_held": "control count bridges",
    "share_held": "control share percent", "troops": "forces people people", "brigades": "forces count brigades",
    "guns_present": "forces count guns", "captives": "prisoners people people", "convoys": "support count convoys",
    "still_there": "remaining people people", "in_shelters": "sheltered people people",
    "shelters": "sheltered count shelters", "out_of_sight": "missing people people",
}  # fmt: skip
FLOWS = {
    "lost_in_day": "personnel people people", "tanks_in_day": "equipment count tanks",
    "guns_in_day": "equipment count guns", "left_in_day": "departed people people",
    "told_in_day": "ordered people people", "hurt_in_day": "harmed people people",
    "taken_in_day": "prisoners people people", "towns_in_day": "recapture count towns",
    "attacks": "fire count attacks", "shellings": "fire count shellings",
    "drones_launched": "fire count weapons", "drones_shot_down": "fire count weapons",
}  # fmt: skip
COUNTS = {
    "lost": "personnel people people", "tanks_lost": "equipment count tanks", "guns_lost": "equipment count guns",
    "left": "departed people people", "told_to_leave": "ordered people people", "killed": "harmed people people",
    "hurt": "harmed people people", "taken": "prisoners people people", "retaken": "recapture count towns",
    "planes_lost": "equipment count planes",
}  # fmt: skip
FACTS = {"fighting": "stance boolean boolean", "evacuating": "stance boolean boolean"}
QUANTITIES = {"point": STOCKS, "period": FLOWS, "cumulative": COUNTS, "fact": FACTS}
"""The forty quantities by basis: topic, dimension, unit, units allowed."""

HEADLINES = ["area_held", "towns_held", "lost@country", "left", "killed"]


METRIC = {"drones_launched": "drones", "drones_shot_down": "drones"}
"""Quantities that are one metric, told apart by their fate."""


def metrics() -> pd.DataFrame:
    """The table of metrics."""
    found = []
    for basis, each in QUANTITIES.items():
        for quantity, text in each.items():
            topic, dimension, unit, *units = text.split()
            name = METRIC.get(quantity, quantity)
            label = name.replace("_", " ")
            found.append(
                {
                    "id": name, "label": label, "definition": f"{label}.", "topic": topic, "dimension": dimension,
                    "unit": unit, "units": "".join(units) or unit, "kind": "stock" if basis == "point" else "flow",
                    "comparability": name, "interest": "against" if topic in ("personnel", "equipment") else "",
                    "phrase": f"{label} at {{place}}" if basis == "fact" else f"{{}} {label} of {{subject}}",
                    "denial": f"no {label} at {{place}}" if basis == "fact" else "",
                }
            )  # fmt: skip
    return pd.DataFrame(found).drop_duplicates("id", ignore_index=True)


def claimants(most: int = 60) -> pd.DataFrame:
    """Claimants over the sides in turn, parties twice as often as observers, two of them of no known side."""
    order = ["side_a", "side_b", "watch_x", "side_a", "side_b", "watch_y", "side_a", "side_b", "ally_a", "side_b"]
    side = np.array([order[place % len(order)] for place in range(most)])
    side[-2:] = "unclear"
    place = np.arange(most)
    kinds, watching = np.array(["military", "government", "regional"]), np.array(["monitor", "analyst"])
    observer = np.char.startswith(side, "watch")
    return pd.DataFrame(
        {
            "id": [f"claimant-{each:02d}" for each in place],
            "name": [f"Claimant {each}" for each in place],
            "side": side,
            "kind": np.where(observer, watching[place % 2], kinds[place % 3]),
            "evidence": np.where(observer, np.array(["count", "estimate"])[place // 3 % 2], "claim"),
            "reliability": "F",
        }
    )


def places(most: int) -> pd.DataFrame:
    """One country, a region for every twenty places, and towns in them; ``tier`` 2, 1 and 0."""
    regions = max(2, most // 20)
    ids = ["country", *(f"region-{each}" for each in range(regions))]
    ids += [f"town-{each}" for each in range(most - len(ids))]
    towns = most - 1 - regions
    parents = ["", *["country"] * regions, *(f"region-{each % regions}" for each in range(towns))]
    levels = ["country", *["region"] * regions, *["town"] * towns]
    names = [each.replace("-", " ").capitalize() for each in ids]
    frame = pd.DataFrame({"id": ids, "name": names, "parent": parents, "level": levels, "coord_precision": "none"})
    return frame.assign(tier=[2, *[1] * regions, *[0] * towns])


def sources(most: int, first: pd.Timestamp, days: int) -> pd.DataFrame:
    """About ``most`` pages by two hundred publishers, the same number on every day."""
    each = max(1, most // days)
    place = np.arange(each * days)
    publisher = (place * 7919) % 200
    return pd.DataFrame(
        {
            "id": [f"page-{one}" for one in place],
            "publisher": [f"Paper {one}" for one in publisher],
            "url": [f"https://example.org/{one}" for one in place],
            "published": (first + pd.to_timedelta(place // each, unit="D")).strftime("%Y-%m-%d"),
            "language": np.array(["en", "fr", "de", "es"])[publisher % 4],
        }
    )
