"""What is proposed by rule and written down for a human: what stands until it is mended, and what waits for a yes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from contested.imports import aliases, totals
from contested.imports import metrics as counted
from contested.imports import places as gazetteer
from contested.imports import sides as camps
from contested.imports.layout import Draft
from contested.imports.names import known_as
from contested.imports.store import Row, Store
from contested.schema import FIGURE_TABLES

FROM_METRIC = "from its name, its units and the basis of its figures"
PROPOSED = ("topic", "dimension", "unit", "kind", "comparability", "interest", "phrase")
"""Columns of metrics.csv that are proposed."""


def note(store: Store, table: str, one: str, column: str, value: str, reason: str) -> None:
    """Write down a proposal, once: what a human has rejected or accepted is not proposed again."""
    known = {(row["table"], row["id"], row["column"], row["value"]) for row in store.tables["proposals"]}
    if value and (table, one, column, value) not in known:
        row = {"table": table, "id": one, "column": column, "value": value, "reason": reason}
        store.add("proposals", [row])


def sides(rows: Sequence[Draft], store: Store) -> None:
    """Add new sides, with the roles that their names and their part in the figures speak for."""
    new = camps.propose(rows, store.tables["sides"])
    store.add("sides", new)
    for each in new:
        note(store, "sides", each["id"], "role", each["role"], camps.ROLES[each["role"]])


def places(rows: Sequence[Draft], store: Store) -> None:
    """Add new places, and the larger places that their names put them in."""
    new, parents = gazetteer.propose(rows, store.tables["places"])
    store.add("places", new)
    for one, parent, reason in parents:
        note(store, "places", one, "parent", parent, reason)
    for each in new:
        note(store, "places", each["id"], "level", each["level"], "from the words of its name")


def parents(rows: Sequence[Draft], store: Store, before: set[str]) -> None:
    """Propose in which place new ones lie that are given together with it. ``before``: the places known before."""
    by_id = {each["id"]: each for each in store.tables["places"]}
    for one, parent, reason in gazetteer.within(rows, store.tables["places"], speakers(store)):
        if one not in before:
            by_id[one]["parent"] = parent
            note(store, "places", one, "parent", parent, reason)


def speakers(store: Store) -> dict[str, str]:
    """The claimant for whom each name may stand, by the proposals too: evidence of what is given together."""
    same = {row["id"]: row["value"] for row in store.tables["proposals"] if row["column"] == "aliases"}
    same = {one: other for one, other in same.items() if one != other}
    known = known_as(store.tables["claimants"])
    return {name: same.get(one, one) for name, one in known.items()}


def claimants(rows: Sequence[Draft], new: Sequence[Row], store: Store) -> None:
    """Propose which claimants are one, where at least one of them is new."""
    fresh = {each["id"] for each in new}
    names = [each["name"] for each in store.tables["places"]]
    for other, main, reason in aliases.same(store.tables["claimants"], rows, names):
        if {other, main} & fresh:
            note(store, "claimants", other, "aliases", main, reason)
    for each in new:
        note(store, "claimants", each["id"], "kind", each["kind"], "from the words of its name")
        if each["evidence"] != "claim":
            note(store, "claimants", each["id"], "evidence", each["evidence"], "from the words of its name")


def metrics(rows: Sequence[Draft], store: Store) -> None:
    """Add new metrics and new units of known ones, and say which metrics lie inside another."""
    known = {each["id"]: each for each in store.tables["metrics"]}
    for metric, drafts in counted.by_metric(rows).items():
        if metric not in known:
            made = counted.propose(metric, drafts)
            store.add("metrics", [made])
            for column in PROPOSED:
                note(store, "metrics", metric, column, made[column], FROM_METRIC)
        else:
            for unit in dict.fromkeys(row.cells["unit"] for row in drafts):
                known[metric]["units"] = counted.units_of(known[metric], unit) or known[metric]["units"]
    by_id = {each["id"]: each for each in store.tables["metrics"]}
    for part, whole, breakdown, reason in totals.propose(rows, speakers(store)):
        if part not in known and whole in by_id and by_id[part]["dimension"] == by_id[whole]["dimension"]:
            by_id[part] |= {"subset_of": whole, "breakdown": breakdown}
            note(store, "metrics", part, "subset_of", whole, reason)
            note(store, "metrics", part, "breakdown", breakdown, "disjoint, since they are given side by side")


def decide(store: Store, accept: bool) -> tuple[list[Row], list[tuple[str, str]]]:
    """Carry out the accepted aliases, all of them with ``accept``; give the undecided ones and the merged pairs."""
    there = {each["id"]: each for each in store.tables["claimants"]}
    waiting, merged = [], []
    for row in store.tables["proposals"]:
        if (row["table"], row["column"]) != ("claimants", "aliases") or row["id"] not in there:
            continue
        row["decision"] = row["decision"] or ("accepted" if accept else "")
        main = _main(row["value"], store.tables["proposals"], there)
        if row["decision"] == "accepted" and main and main != row["id"]:
            _merge(store, row["id"], main)
            merged.append((there.pop(row["id"])["name"], there[main]["name"]))
        elif not row["decision"]:
            waiting.append(
                {**row, "name": there[row["id"]]["name"], "same_as": there[main]["name"] if main else row["value"]}
            )
    store.tables["claimants"] = list(there.values())
    return waiting, merged


def _main(one: str, proposals: Iterable[Row], there: dict[str, Row]) -> str:
    """The claimant that an id stands for now: itself, or the one that it was merged into."""
    known = list(proposals)
    seen: set[str] = set()
    while one not in there and one not in seen:
        seen.add(one)
        one = next((row["value"] for row in known if row["id"] == one and row["decision"] == "accepted"), "")
    return one if one in there else ""


def _merge(store: Store, other: str, main: str) -> None:
    """Make the rows of one claimant those of another, which takes its names as aliases; sides stay as they were."""
    by_id = {each["id"]: each for each in store.tables["claimants"]}
    names = [by_id[other]["name"], *filter(None, by_id[other]["aliases"].split("|"))]
    aliases = [*filter(None, by_id[main]["aliases"].split("|")), *names]
    by_id[main]["aliases"] = "|".join(dict.fromkeys(name.replace("|", "/") for name in aliases))
    for table in (*FIGURE_TABLES, "anomalies"):
        for row in store.tables.get(table, []):
            if row.get("relayed_by") == other:
                row["relayed_by"] = main
            if row["claimant_id"] == other:
                row["claimant_id"] = main
                if "speaking_for" in row and by_id[other]["side"] not in (by_id[main]["side"], "unknown"):
                    row["speaking_for"] = row["speaking_for"] or by_id[other]["side"]
