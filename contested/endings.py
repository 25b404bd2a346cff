"""How disputes ended: what the two said later about the same thing, followed for all disputes side by side."""

from __future__ import annotations

import numpy as np
import pandas as pd

from contested.case import Case
from contested.compare import ASKED, about, comparable_pairs
from contested.conflicts import apart

ENDINGS = {
    "conceded": "one later gave the other's figure",
    "converged": "their later figures meet",
    "dropped": "neither spoke of it again",
    "open": "still open",
}
"""How a dispute can end, as ``endings`` decides it."""


def endings(
    pairs: pd.DataFrame, rows: pd.DataFrame, case: Case, when: pd.Timestamp
) -> tuple[np.ndarray, pd.DatetimeIndex]:
    """Follow disputes from the last pair of each on, until their figures meet or until a long silence.

    In: ``kind``, ``a`` and ``b``, one row a dispute; statements by id, the first said first, with ``actor`` and
    ``day``. A revision ends with itself: the later figure has taken the place of the former. Out: how each ended, and
    the day (missing while it is open).
    """
    at = [pd.Series(np.arange(len(rows)), index=rows.index)[pairs[half]].to_numpy() for half in "ab"]
    said = rows["said"].to_numpy()
    last = np.maximum(said[at[0]], said[at[1]])
    ended = np.where(pairs["kind"].eq("revision"), "conceded", "").astype(object)
    dispute, later, side = _later(at, ended == "", rows)
    held = np.stack(at)  # The figure that each of the two holds to, as positions.
    numbers = np.arange(len(pairs))
    next_one: np.ndarray = np.asarray(np.searchsorted(dispute, numbers, side="left"))
    until: np.ndarray = np.asarray(np.searchsorted(dispute, numbers, side="right"))
    silence = np.timedelta64(case.settings.max_age_days, "D")
    while True:
        going = np.flatnonzero((ended == "") & (next_one < until))
        now = next_one[going]
        loud = said[later[now]] - last[going] <= silence
        next_one[going[~loud]] = until[going[~loud]]
        going, now = going[loud], now[loud]
        if not len(going):
            break
        speaker, row = side[now], later[now]
        former, other = held[speaker, going], held[1 - speaker, going]
        meets = ~apart(rows, row, other) & _comparable(rows, row, other, case)
        flow = np.flatnonzero(rows["basis"].eq("period").to_numpy()[row] & ~meets)
        heard = np.full(len(row), True)
        # What happened in another window ends no dispute about this one.
        heard[flow] = _comparable(rows, row[flow], former[flow], case)
        last[going[heard]] = said[row[heard]]
        day = rows["day"].to_numpy()
        same_day = day[row] <= np.maximum(day[former], day[other])
        how = np.where(same_day & apart(rows, row, former), "conceded", "converged")
        ended[going[meets]] = how[meets]
        held[speaker[heard], going[heard]] = row[heard]
        next_one[going] += 1
    quiet = np.where(when.to_datetime64() - last > silence, "dropped", "open")
    ended = np.where(ended == "", quiet, ended)
    return ended, pd.DatetimeIndex(last).where(ended != "open")


def _later(at: list[np.ndarray], wanted: np.ndarray, rows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What the two of each dispute said after it, of the same at the place of one of them, in order.

    Out: the dispute's number, the position of the row, and which of the two gave it (0 or 1).
    """
    scope = about(rows)
    place = pd.factorize(rows["place_id"])[0]
    # Two of one side are told apart by their names; numbers of actors and of claimants must not meet.
    actor, claimant = (pd.factorize(rows[name])[0] for name in ("actor", "claimant_id"))
    within = actor[at[0]] == actor[at[1]]
    spoken = rows["said_at"].array.asi8
    begun = np.maximum(spoken[at[0]], spoken[at[1]])
    found = []
    for column, mine in ((claimant, within), (actor, ~within)):
        which = np.flatnonzero(wanted & mine)
        asked = [
            pd.DataFrame({"dispute": which, "who": column[at[half]][which], "side": half, "place": place[there][which]})
            for half in (0, 1)
            for there in at
        ]
        wide = pd.concat(asked, ignore_index=True).drop_duplicates(["dispute", "who", "place"])
        wide["scope"] = scope[at[1]][wide["dispute"]]
        theirs = pd.DataFrame({"row": np.arange(len(rows)), "who": column, "place": place, "scope": scope})
        theirs = theirs[np.isin(place, wide["place"]) & np.isin(scope, wide["scope"])]
        joined = wide.merge(theirs, on=["scope", "place", "who"])
        found.append(joined[spoken[joined["row"]] > begun[joined["dispute"]]])
    frame = pd.concat(found).sort_values(["dispute", "row"])
    return frame["dispute"].to_numpy(), frame["row"].to_numpy(), frame["side"].to_numpy()


def _comparable(rows: pd.DataFrame, first: np.ndarray, second: np.ndarray, case: Case) -> np.ndarray:
    asked = rows[ASKED]
    return comparable_pairs(asked.take(first), asked.take(second), case)["answer"].ne("no").to_numpy()
