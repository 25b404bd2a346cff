"""What the rows of a synthetic case say: true figures, ordinary statements that hold them, and pairs planted at odds.

Every series has one true figure a day, and every ordinary figure of it has bounds that hold the true one; so no two of
them are at odds, whatever the qualifiers. Pairs that are at odds are planted at places of their own, a few days apart.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from benchmarks import made_up

DAYS, SLOT = 730, 6
"""How many days there are, and how many days apart planted pairs of one quantity and place stand."""

LOW = ["exact", "about", "at_most", "less_than", "between", "nearly"]
HIGH = ["exact", "about", "at_least", "more_than", "between", "nearly"]
GROWING = ["exact", "exact", "at_least", "more_than"]
"""Qualifiers of the lower and the higher figure of a planted pair, and of running counts."""

CELLS = ["quantity", "subject", "place", "group", "claimant", "day", "said", "true", "qualifier", "seed"]


@dataclass(frozen=True)
class World:
    """What the rows are about: quantities in order of basis, places, claimants."""

    quantities: pd.DataFrame
    places: pd.DataFrame
    claimants: pd.DataFrame

    @property
    def planted_places(self) -> np.ndarray:
        """The places, all of them towns, where nothing but planted pairs stands."""
        count = max(4, len(self.places) // 10)
        return np.arange(len(self.places) - count, len(self.places))


def world(rows: int, skewed: bool) -> World:
    """Twenty places in a skewed case, else one more for every 400 rows."""
    named = [(name, basis) for basis, each in made_up.QUANTITIES.items() for name in each]
    metrics = made_up.metrics().set_index("id")
    quantities = pd.DataFrame(named, columns=["id", "basis"])
    quantities["metric"] = quantities["id"].replace(made_up.METRIC)
    quantities = quantities.join(metrics[["dimension", "unit", "units", "topic"]], on="metric")
    return World(quantities, made_up.places(20 if skewed else 20 + rows // 400), made_up.claimants())


def truth(cells: pd.DataFrame, here: World) -> np.ndarray:
    """The true figure of a quantity, place and day; larger places always hold more than those inside them."""
    tier = here.places["tier"].to_numpy()[cells["place"]]
    basis = here.quantities["basis"].to_numpy()[cells["quantity"]]
    share = here.quantities["dimension"].eq("share").to_numpy()[cells["quantity"]]
    level = (cells["quantity"] * 131 + cells["subject"] * 57 + cells["place"] * 17) % 700 + 200
    flow = level + (cells["day"] * 37 + cells["place"]) % 90
    grown = level + cells["day"] * (5 + (cells["quantity"] + cells["place"]) % 15)
    figure = np.select([basis == "period", basis == "cumulative"], [flow, grown], level)
    figure = np.where(cells["group"] > 0, figure // 10 + 20, figure) * 1000**tier
    return np.select([basis == "fact", share], [1, 20 + 30 * tier + level % 8], figure)


def ordinary(count: int, here: World, random: np.random.Generator) -> pd.DataFrame:
    """Statements of threads: a claimant gives figures of one series at equal intervals of a week or more."""
    length = random.integers(4, 28, count // 12 + 60)
    length = length[: int(np.searchsorted(np.cumsum(length), count)) + 1]
    free = len(here.places) - len(here.planted_places)
    scopes = len(here.quantities) * len(made_up.SUBJECTS) * free
    series = random.permutation(scopes)[: max(1, min(scopes, len(length) // 3))]
    which, turn = np.arange(len(length)) % len(series), np.arange(len(length)) // len(series)
    quantity, rest = np.divmod(series[which], len(made_up.SUBJECTS) * free)
    subject, place = np.divmod(rest, free)
    # Both drones launched and shot down are given by the same claimants on the same days.
    about = (quantity - (here.quantities["id"].to_numpy()[quantity] == "drones_shot_down")) * 1_000_003 + rest
    threads = pd.DataFrame({"quantity": quantity, "subject": subject, "place": place})
    threads["group"] = np.where(series[which] % 10 == 0, 1 + series[which] // 10 % 2, 0)
    threads["claimant"] = (about + turn * 7) % len(here.claimants)
    thread = np.repeat(np.arange(len(length)), length)[:count]
    step = np.arange(count) - np.repeat(np.cumsum(length) - length, length)[:count]
    cells = threads.iloc[thread].reset_index(drop=True)
    cells["day"] = ((about * 31 + turn * 11) % 160)[thread] + step * (7 * (1 + (about + turn) % 3))[thread]
    cells["said"] = cells["day"] + thread % 2
    cells["true"] = truth(cells, here)
    basis = here.quantities["basis"].to_numpy()[cells["quantity"]]
    growing = np.array(GROWING)[random.integers(0, len(GROWING), count)]
    any_one = np.array(sorted({*LOW, *HIGH}))[random.integers(0, 8, count)]
    cells["qualifier"] = np.select([basis == "fact", basis == "cumulative"], ["exact", growing], any_one)
    return cells.assign(seed=random.integers(0, 1000, count))[CELLS]


def planted(count: int, here: World, random: np.random.Generator) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Pairs of statements that cannot both hold: the cells of the first, and of the second, with their ``kind``."""
    sides = {side: each.index.to_numpy() for side, each in here.claimants.groupby("side")}
    spots = {name: _spots(name, here, random) for name in ("point", "fact", "cumulative")}
    wanted = {"contradiction": count, "discrepancy": count // 2, "revision": count // 2}
    wanted = {name: max(2, many) for name, many in wanted.items()}
    room = {"stance": len(spots["fact"]), "drop": len(spots["cumulative"])}
    wanted |= {name: min(max(2, count // 4), most) for name, most in room.items()}
    states = spots["point"].iloc[: sum(wanted[name] for name in ("contradiction", "discrepancy", "revision"))]
    where = pd.concat([states, spots["fact"].iloc[: wanted["stance"]], spots["cumulative"].iloc[: wanted["drop"]]])
    kind = np.repeat(list(wanted), list(wanted.values()))
    one = where.assign(kind=kind, group=0, seed=random.integers(0, 1000, len(kind))).reset_index(drop=True)
    pick, other = random.integers(0, 1000, (2, len(kind)))
    own, against, allied = (sides[name] for name in ("side_a", "side_b", "ally_a"))
    watching = np.where(pick % 3 == 0, sides["watch_x"][pick % len(sides["watch_x"])], against[pick % len(against)])
    one["claimant"], two = own[other % len(own)], one.copy()
    two["claimant"] = np.select(
        [np.isin(kind, ["contradiction", "stance"]), kind == "discrepancy"],
        [watching, np.where(pick % 2, allied[pick % len(allied)], own[(other + 1) % len(own)])],
        one["claimant"],
    )
    two["day"] += np.where(kind == "drop", 3, 0)
    one["said"], two["said"] = one["day"], two["day"] + np.isin(kind, ["revision", "drop"])
    figure = 200 + one["seed"] % 100
    one["true"] = np.select([kind == "stance", kind == "drop"], [1, 3 * figure], figure)
    two["true"] = np.select([kind == "stance", kind == "drop"], [0, figure], 3 * figure)
    bounded = np.isin(kind, ["stance", "drop"])
    one["qualifier"] = np.where(bounded, "exact", np.array(LOW)[pick % len(LOW)])
    two["qualifier"] = np.where(bounded, "exact", np.array(HIGH)[other % len(HIGH)])
    return one, two


def _spots(basis: str, here: World, random: np.random.Generator) -> pd.DataFrame:
    """Quantities, subjects, planted places and days for pairs, shuffled; for running counts one a series."""
    mine = here.quantities["basis"].eq(basis) & here.quantities["dimension"].ne("share")
    days = np.arange(10, DAYS - 20, SLOT) if basis != "cumulative" else np.array([300])
    cells = [np.flatnonzero(mine), np.arange(len(made_up.SUBJECTS)), here.planted_places, days]
    most = np.prod([len(each) for each in cells])
    chosen = random.permutation(most)[:20_000]
    found = {}
    for name, each in zip(("quantity", "subject", "place", "day"), cells, strict=True):
        chosen, at = np.divmod(chosen, len(each))
        found[name] = each[at]
    return pd.DataFrame(found)


def printed(cells: pd.DataFrame, here: World) -> pd.DataFrame:
    """Figures as pages print them: ``qualifier``, ``value``, ``low``, ``high`` and ``unit``, their bounds hold the true
    one."""
    true, kind = cells["true"].to_numpy(), cells["qualifier"].to_numpy()
    slack = 1 + true // 50
    size = 10 ** np.maximum(np.floor(np.log10(np.maximum(true, 1))) - 1, 0)
    above = np.isin(kind, ["nearly", "less_than"])
    shifts = [np.round(true / size) * size, true + slack, true + 1 + slack, true - 1]
    value = np.select([kind == "about", kind == "at_most", above, kind == "more_than"], shifts, true)
    about = here.quantities.iloc[cells["quantity"]]
    ranged, in_hectares = kind == "between", (about["units"].eq("km2|ha").to_numpy()) & (cells["seed"] % 4 == 0)
    scale = np.where(in_hectares, 100, 1)
    bounds = {"value": value, "low": np.maximum(true - slack, 0), "high": true + slack}
    frame = pd.DataFrame({name: pd.array((each * scale).astype(np.int64), "Int64") for name, each in bounds.items()})
    frame = frame.assign(value=frame["value"].mask(ranged), qualifier=kind)
    frame = frame.assign(low=frame["low"].where(ranged), high=frame["high"].where(ranged))
    return frame.assign(unit=np.where(in_hectares, "ha", about["unit"].to_numpy()))
