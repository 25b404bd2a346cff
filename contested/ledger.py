"""The ledger: all figures of a case in one frame, with what follows from its other tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from contested.bounds import bounds, printed_step
from contested.schema import FIGURE_TABLES
from contested.sorting import groups, order
from contested.units import factor
from contested.views import SCOPE
from contested.vocabulary import weapons
from contested.windows import counted_from

if TYPE_CHECKING:
    from contested.case import Case

STRIKE_COLUMNS = ("weapon", "fate", "counting_unit", "origin_id", "target_id")


def build_ledger(case: Case) -> pd.DataFrame:
    """Put all figures of a case into one frame, sorted by id, without those that were taken back.

    Columns: those of the figure tables (those of strikes blank elsewhere); ``table`` and ``_line``; ``said`` (the
    day it was said), ``said_at`` (UTC, the start of the day where no hour is known); ``lower``, ``upper``,
    ``lower_open``, ``upper_open`` in the metric's canonical unit; ``claimant``, ``evidence`` of the claimant, the
    ``side`` that it spoke for and that side's ``camp``; ``dimension``, ``comparability``, ``topic``, ``label``,
    ``canonical_unit`` of the metric; ``publisher``, ``published``, ``language``, ``wire``, ``url`` of the source;
    ``place`` by name; ``since``, the day from which a running count counts; ``corrects``, the row that it corrects
    by relations.csv, or blank;
    ``step``, half a unit of the last printed digit, in the canonical unit. Two numbers stand for texts where many rows
    are compared: ``_row``, the position in the ledger, for the id, and ``_scope`` for the metric, the basis and
    ``views.SCOPE`` together.
    """
    frames = [case.tables[name].assign(table=name) for name in FIGURE_TABLES if name in case.tables]
    ledger = pd.concat(frames, ignore_index=True)
    kept = np.flatnonzero(~ledger["id"].isin(_taken_back(case)))
    # Sorted before the columns of the other tables come to it: those need not be moved.
    ledger = ledger.take(kept[order(ledger[["id"]].take(kept), "id")]).reset_index(drop=True)
    for column in (*STRIKE_COLUMNS, "speaking_for"):
        ledger[column] = ledger[column].fillna("") if column in ledger else ""
    ledger["said"], ledger["said_at"] = _when_said(ledger["said_on"])
    metrics = case.metrics[["dimension", "comparability", "topic", "label", "unit"]]
    metrics = metrics.rename(columns={"unit": "canonical_unit"})
    people = case.claimants[["name", "side", "evidence"]].rename(columns={"name": "claimant"})
    pages = case.tables["sources"].set_index("id")[["publisher", "published", "language", "wire", "url"]]
    ledger = ledger.join(metrics, on="metric_id").join(people, on="claimant_id").join(pages, on="source_id")
    armed = ledger["metric_id"].map(case.metrics["phrase"].str.contains("{weapon}", regex=False)).astype(bool)
    fired = ledger.loc[armed, ["weapon", "fate"]]
    named = fired["weapon"].map(weapons) + " " + fired["fate"].str.replace("_", " ").replace("", "fired")
    ledger["label"] = ledger["label"].mask(armed, named)
    relations = case.tables.get("relations", pd.DataFrame({"from_id": [], "relation": [], "to_id": []}, dtype=object))
    corrects = relations[relations["relation"].eq("corrects")]
    corrected = dict(zip(corrects["from_id"], corrects["to_id"], strict=True))
    ledger["corrects"] = ledger["id"].map(corrected).astype(object).fillna("")
    ledger["side"] = ledger["speaking_for"].where(ledger["speaking_for"].ne(""), ledger["side"])
    ledger["camp"] = ledger["side"].map(case.camps)
    ledger["since"] = counted_from(ledger)
    ledger["place"] = ledger["place_id"].map(case.places["name"])
    stated = bounds(ledger, case.settings)
    scale = _scales(ledger)
    # Twelve digits: 230 ha and 2.3 km2 are the same area, whatever the last bit of their product.
    for name in ("lower", "upper"):
        stated[name] = once_each(stated[name] * scale, lambda bound: float(f"{bound:.12g}"))
    stated["step"] = once_each(ledger["value"], printed_step).to_numpy() * scale
    numbers = {"_row": np.arange(len(ledger)), "_scope": groups(ledger, ["metric_id", "basis", *SCOPE])}
    # The copy lays columns of one type side by side; as many pieces as columns would slow all that follows.
    return ledger.join(stated.assign(**numbers)).copy()


def once_each(numbers: pd.Series, rule: Callable[[float], float]) -> pd.Series:
    """Map numbers, each different one once; missing ones too."""
    place, different = pd.factorize(numbers, use_na_sentinel=False)
    return pd.Series(np.array([rule(each) for each in different.tolist()], dtype=float)[place], index=numbers.index)


def _scales(ledger: pd.DataFrame) -> np.ndarray:
    """What one printed unit of each row is in its metric's canonical unit."""
    measures = ["unit", "canonical_unit", "dimension"]
    place = groups(ledger, measures)
    different = ledger.loc[~pd.Series(place).duplicated().to_numpy(), measures].itertuples(index=False, name=None)
    return np.array([factor(*measure) for measure in different])[place]


def _when_said(said_on: pd.Series) -> tuple[pd.Series, pd.Series]:
    """The day, and the time in UTC, at which figures were said; of a month its last day: by then it was said."""
    # Many rows are said on few days, so each text is read once.
    place, texts = pd.factorize(said_on)
    texts = pd.Series(texts, dtype=object)
    months = texts.str.len().eq(7)
    dated = (texts + pd.Series("-01", index=texts.index).where(months, "")).where(texts.ne(""))
    first = pd.to_datetime(dated.str.slice(0, 10), format="%Y-%m-%d")
    to_end = pd.to_timedelta(np.where(months, first.dt.days_in_month - 1, 0), unit="D")
    times = first + to_end, pd.to_datetime(dated, format="ISO8601", utc=True) + to_end
    return times[0].take(place).set_axis(said_on.index), times[1].take(place).set_axis(said_on.index)


def _taken_back(case: Case) -> set[str]:
    """Ids of rows that left-out.csv takes out of the ledger."""
    table = case.tables.get("left-out")
    return set(table["id"]) if table is not None else set()
