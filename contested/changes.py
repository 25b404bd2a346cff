"""What changed between two days: new, moved, contradicted, settled, withdrawn."""

from __future__ import annotations

import numpy as np
import pandas as pd

from contested import compare, views
from contested.captions import scopes_of
from contested.case import Case
from contested.compare import SAME
from contested.conflicts import conflicts
from contested.figures import worded
from contested.sorting import groups, order, places
from contested.standing import Standing, standing

KINDS = {
    "new": "a claimant gives a figure of something for the first time",
    "moved": "a claimant gives another figure than before",
    "contradicted": "a contradiction between sides that did not stand before",
    "settled": "a dispute that stood and has been conceded or has converged",
    "withdrawn": "a figure that its claimant or the ledger has replaced",
}
"""What can change."""

__all__ = ["KINDS", "Standing", "changes", "standing"]

COLUMNS = ["change", "claimant", "side", "label", "place", "before", "figure", "said", "reports", "former_id", "id"]


def changes(before: Standing, after: Standing, case: Case) -> pd.DataFrame:
    """List what changed from one standing to a later one.

    Out, by ``change`` (see ``KINDS``), then newest and most reported first: ``claimant``, ``side``, ``label``,
    ``place``, ``before`` and ``figure`` in words, ``said``, ``reports``, the ids ``former_id`` and ``id``, ``subject``
    and ``scope``, what it is about in words. Of a dispute ``before`` and ``figure`` are its two figures. Figures of one
    window or another that follow each other (flows) are new, not moved.
    """
    parts = [_statements(before, after), _disputes(before, after), _withdrawn(before, after, case)]
    # An empty part has no types of its own and would take the others' from them.
    found = pd.concat([part for part in parts if len(part)] or parts[:1])
    rank = found["change"].map(list(KINDS).index)
    order = ["_rank", "said", "reports", "id"]
    ranked = found.assign(_rank=rank).sort_values(order, ascending=[True, False, False, True], ignore_index=True)
    rows = case.by_id.loc[ranked["id"]]
    return ranked[COLUMNS].assign(subject=rows["subject"].to_numpy(), scope=scopes_of(rows, case))


def _statements(before: Standing, after: Standing) -> pd.DataFrame:
    told = after.statements
    series = groups(told, ["claimant_id", *views.NUMBERED])
    spoken = np.isin(series, series[told["said"] > before.when])
    rows = told.loc[spoken, ["id", "_row", "said", "said_at", "event_end", "basis"]].assign(_series=series[spoken])
    rows = rows.take(order(rows, "said_at", "event_end", "_row"))
    held = rows["basis"].ne("period")
    former = rows.loc[held, "id"].groupby(rows["_series"][held]).shift().reindex(rows.index)
    fresh = rows["said"] > before.when
    wanted = rows["id"][fresh | rows["id"].isin(former[fresh])]
    figures = worded(told.loc[wanted.index]).set_index("id", drop=False).rename_axis("row")
    fresh = figures.loc[rows.loc[fresh, "id"]].assign(former_id=former[fresh].to_numpy())
    fresh["before"] = fresh["former_id"].map(figures["figure"])
    was = figures.reindex(fresh["former_id"])[["lower", "upper"]].to_numpy()
    same = (was == fresh[["lower", "upper"]].to_numpy()).all(axis=1)
    change = fresh["former_id"].notna().map({True: "moved", False: "new"})
    corrections = fresh["revises"].isin(before.statements["id"]).to_numpy()
    return _shaped(fresh.assign(change=change)[~same & ~corrections])


def _disputes(before: Standing, after: Standing) -> pd.DataFrame:
    found = after.disputes
    sided = found["kind"].isin(["contradiction", "stance"])
    over = found["kind"].ne("revision") & found["ended"].isin(["conceded", "converged"])
    over &= pd.to_datetime(found["until"]) > before.when
    # A dispute is known again on another day by its pairs; what began after the earlier day did not stand on it.
    begun = (sided | over) & (found["since"] <= before.when)
    known_pairs = stood(before, after) if begun.any() else frozenset()
    members = zip(begun, found["members"], strict=True)
    known = np.array([old and not known_pairs.isdisjoint(str(pairs).split("|")) for old, pairs in members], dtype=bool)
    change = pd.Series(np.select([over & known, sided & ~known], ["settled", "contradicted"], ""), index=found.index)
    told = found.assign(change=change)[change.ne("")]
    leads = after.statements["id"].isin({*told["a"], *told["b"]})
    figures = worded(after.statements[leads]).set_index("id", drop=False)
    rows = figures.reindex(told["b"]).reset_index(drop=True)
    said = told["until"].where(told["change"].eq("settled"), told["since"])
    first = {"before": figures["figure"].reindex(told["a"]), "former_id": told["a"], "said": said}
    others = {name: column.to_numpy() for name, column in (first | dict(told[["change", "reports"]].items())).items()}
    return _shaped(rows.assign(**others))


def stood(before: Standing, after: Standing) -> frozenset[str]:
    """The conflicts of the later day that stood on the earlier one too, as a+b.

    Whether two figures are at odds follows from them and from what was said of the same at their places. So only where
    that is not the same on both days conflicts are found anew.
    """
    then, now = before.statements, after.statements
    place = places(now["_row"], then["_row"])
    both = place >= 0
    since = then["since"].to_numpy()[both] == now["since"].to_numpy()[place[both]]
    asked = [*SAME, "_scope", "place_id"]
    told = pd.concat([now[asked], then.loc[~both, asked]])
    about = groups(told.assign(_about=compare.about(told)), ["_about", "place_id"])
    fresh: np.ndarray = np.full(len(about), True)
    fresh[place[both][since]] = False
    known: np.ndarray = np.full(len(about), False)
    known[place[both]] = True
    pairs = after.conflicts[["a", "b"]]
    halves = np.stack([places(now["_row"], after.case.positions(pairs[half])) for half in "ab"])
    doubtful = np.isin(about[halves], about[fresh]).any(axis=0)
    asked = about[halves[:, doubtful & known[halves].all(axis=0)]]
    place[~both] = np.arange(len(now), len(about))
    anew = conflicts(then[np.isin(about[place], asked)], before.case)
    kept = pd.concat([pairs[~doubtful], anew[["a", "b"]]])
    return frozenset(kept["a"] + "+" + kept["b"])


def _withdrawn(before: Standing, after: Standing, case: Case) -> pd.DataFrame:
    """Figures that stood before and have been replaced: by a row that revises or corrects them, or by a revision."""
    told = case.ledger.loc[case.ledger["said"] <= after.when, ["id", "said", "revises"]]
    revising = told["revises"].ne("")
    replaced = dict(zip(told.loc[revising, "revises"], told.loc[revising, "id"], strict=True))
    if "relations" in case.tables:
        corrects = case.tables["relations"].query("relation == 'corrects'")
        replaced |= dict(zip(corrects["to_id"], corrects["from_id"], strict=True))
    revised = after.disputes[after.disputes["kind"].eq("revision")]
    replaced |= dict(zip(revised["a"], revised["b"], strict=True))
    stood = set(before.statements["id"][before.statements["id"].isin(list(replaced))])
    known = set(told.loc[told["said"] > before.when, "id"])
    pairs = [(old, new) for old, new in replaced.items() if old in stood and new in known]
    shown = case.ledger["id"].isin({name for pair in pairs for name in pair})
    figures = worded(case.ledger[shown]).set_index("id", drop=False)
    gone, by = (figures.loc[[pair[half] for pair in pairs]].rename_axis("row").reset_index() for half in (0, 1))
    reports = before.statements.set_index("id")["reports"].reindex(gone["id"]).to_numpy()
    told = gone.assign(reports=reports, former_id=gone["id"], before=gone["figure"], change="withdrawn")
    return _shaped(told.assign(**{name: by[name] for name in ("figure", "said", "id")}))


def _shaped(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[COLUMNS].reset_index(drop=True)
