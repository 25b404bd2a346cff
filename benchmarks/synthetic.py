"""Write synthetic cases of any size, seeded, of which it is known how many statements cannot both hold.

    python -m benchmarks.synthetic FOLDER ROWS [skewed]

writes a case into FOLDER, and beside its tables answers.json: how many rows, statements and findings of each kind
there are by construction, and the ids of each planted pair.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks import made_up, planting
from contested.schema import TEMPLATE

FIRST = pd.Timestamp("2030-01-01")
RECORDED = "2032-06-01"
ROWS_A_PAGE = 20

REPEATED, UNDATED, REVISED = 0.3, 0.02, 0.002
"""Shares of statements that a second page repeats, that stand once more without a day, and that were revised."""

DRIFTED = 100
"""One of so many repetitions prints another number; relations.csv joins it."""

SETTINGS = {
    "main_place": "country", "headlines": made_up.HEADLINES, "tolerances": {"about": 0.05, "nearly": 0.1},
    "near_days": 2, "origin_days": 3, "gap_days": 4, "max_age_days": 30, "change_per_day": 0.2,
}  # fmt: skip


def write_case(folder: Path, rows: int, *, skewed: bool = False, seed: int = 1) -> dict[str, Any]:
    """Write a case of so many rows; return what is written into its answers.json.

    In an even case there is a place for every 400 rows, in a skewed one there are 20.
    """
    random = np.random.default_rng(seed)
    here = planting.world(rows, skewed)
    one, two = planting.planted(max(2, rows // 250), here, random)
    statements = int(rows / (1 + REPEATED + UNDATED + REVISED))
    plain = planting.ordinary(statements - 2 * len(one), here, random)
    told = pd.concat([plain, one, two], ignore_index=True)
    copies, known = _copies(told, len(plain), rows - statements, random)
    cells = pd.concat([told.assign(copy="", of=-1), copies], ignore_index=True)
    ids = np.char.add("R", np.char.zfill(random.permutation(rows).astype(str), 7)).astype(object)
    table, relations = _rows(cells, ids, here, random)
    folder.mkdir(parents=True)
    _write(folder, table, relations, here, rows)
    pairs = np.stack([ids[len(plain) : len(plain) + len(one)], ids[len(plain) + len(one) : statements]], axis=1)
    kinds = one["kind"].replace("drop", "revision")
    answers = {
        "rows": rows, "statements": statements, "undated": known["undated"], "revised": known["revised"],
        "drops": int(one["kind"].eq("drop").sum()), "kinds": kinds.value_counts().sort_index().to_dict(),
        "pairs": [[kind, *sorted(pair)] for kind, pair in zip(kinds, pairs.tolist(), strict=True)],
    }  # fmt: skip
    (folder / "answers.json").write_text(json.dumps(answers) + "\n", encoding="utf-8")
    return answers


def _copies(
    told: pd.DataFrame, plain: int, count: int, random: np.random.Generator
) -> tuple[pd.DataFrame, dict[str, int]]:
    """Rows that carry a statement once more: repetitions a day or two later, rows without a day, and revisions.

    Only ordinary statements that nobody repeats are revised, by another figure that holds the true one.
    """
    many = {"undated": int(len(told) * UNDATED), "revised": int(len(told) * REVISED)}
    of = random.integers(0, len(told), count)
    alone = np.setdiff1d(np.arange(plain), of)
    of[: many["revised"]] = random.permutation(alone)[: many["revised"]]
    copy = np.repeat(["revised", "undated", "repeat"], [many["revised"], many["undated"], count - sum(many.values())])
    drifted = (copy == "repeat") & (np.arange(count) % DRIFTED == 0)
    cells = told.iloc[of].reset_index(drop=True).assign(copy=np.where(drifted, "drifted", copy), of=of)
    cells["said"] += np.where(copy == "repeat", 1 + np.arange(count) % 2, 0)
    cells["true"] += np.where(drifted & (cells["true"] > 1), 37, 0)
    return cells, many


def _rows(
    cells: pd.DataFrame, ids: np.ndarray, here: planting.World, random: np.random.Generator
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows as the tables have them, with ``topic``, and the relations between them."""
    about, kind = here.quantities.iloc[cells["quantity"]].reset_index(drop=True), cells["copy"]
    days = np.array([f"{day:%Y-%m-%d}" for day in FIRST + pd.to_timedelta(np.arange(planting.DAYS + 10), unit="D")])
    day, said = days[cells["day"]], days[cells["said"]]
    timed = (cells["seed"] % 10 == 0) & kind.eq("") & cells["kind"].isna()
    pages = max(1, len(cells) // ROWS_A_PAGE // planting.DAYS)
    page = np.minimum(cells["said"], planting.DAYS - 1) * pages + random.integers(0, pages, len(cells))
    basis = about["basis"].to_numpy()
    fate = about["id"].map({"drones_launched": "launched", "drones_shot_down": "shot_down"}).fillna("")
    weapons = about["metric"].eq("drones")
    fire = np.where(weapons, "weapon", np.where(about["topic"].eq("fire"), "strike", ""))
    undated, human = kind.eq("undated"), kind.eq("drifted")
    original = ids[cells["of"]]
    table = planting.printed(cells, here).assign(
        id=ids, source_id=np.char.add("page-", page.to_numpy().astype(str)), topic=about["topic"],
        claimant_id=here.claimants["id"].to_numpy()[cells["claimant"]], metric_id=about["metric"],
        subject=np.array(made_up.SUBJECTS)[cells["subject"]], place_id=here.places["id"].to_numpy()[cells["place"]],
        group=np.array(["", *made_up.GROUPS["id"]])[cells["group"]], basis=np.where(basis == "fact", "point", basis),
        event_start=np.where(basis == "cumulative", days[0], day), event_end=day, date_precision=1,
        said_on=np.where(undated, "", np.where(timed, np.char.add(said, "T10:30Z"), said)),
        said_on_basis=np.where(undated, "unknown", np.where(cells["seed"] % 7 == 0, "inferred", "page")),
        denominator=np.where(about["dimension"].eq("share"), "territory", ""), paraphrase="As the page has it.",
        revises=np.where(kind.eq("revised"), original, ""), recorded_on=RECORDED,
        fate=fate, weapon=np.where(weapons, "drone", ""), counting_unit=fire,
    )  # fmt: skip
    told = {"from_id": ids[human], "relation": "repeats", "to_id": original[human], "drift": "other_number"}
    return table, pd.DataFrame({**told, "reason": "The page miscopied it.", "recorded_on": RECORDED})


def _write(folder: Path, table: pd.DataFrame, relations: pd.DataFrame, here: planting.World, rows: int) -> None:
    package = json.loads((TEMPLATE / "datapackage.json").read_text(encoding="utf-8"))
    package |= {"name": "synthetic", "title": f"A synthetic case of {rows:,} rows", "contested": SETTINGS}
    fire = table["topic"].eq("fire")
    tables = {
        "claims": table[~fire], "strikes": table[fire], "relations": relations, "sides": made_up.SIDES,
        "groups": made_up.GROUPS, "metrics": made_up.metrics(), "claimants": here.claimants, "places": here.places,
        "sources": made_up.sources(len(table) // ROWS_A_PAGE, FIRST, planting.DAYS),
    }  # fmt: skip
    (folder / "datapackage.json").write_text(json.dumps(package, indent=1), encoding="utf-8")
    for resource in package["resources"]:
        columns = [field["name"] for field in resource["schema"]["fields"]]
        content = tables.get(resource["name"], pd.DataFrame()).reindex(columns=columns)
        content.to_csv(folder / resource["path"], index=False, lineterminator="\n")


if __name__ == "__main__":
    done = write_case(Path(sys.argv[1]), int(sys.argv[2]), skewed="skewed" in sys.argv[3:])
    print({name: value for name, value in done.items() if name != "pairs"})
