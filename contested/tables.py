"""The tables of the notebooks: frames of statements chosen, ranked and put into words."""

from __future__ import annotations

import pandas as pd

from contested.case import Case
from contested.compare import day_of
from contested.spread import KEY, spreads
from contested.units import DISPLAY, MEASURES, factor
from contested.words import interval, quantity

COVERAGE = {
    "claimant": "Claimant",
    "side": "Side",
    "reports": "Reports",
    "origins": "Statements",
    "publishers": "Publishers",
    "metrics": "Metrics",
    "first": "First said",
    "last": "Last said",
}
PUBLISHERS = {
    "publisher": "Publisher",
    "reports": "Reports",
    "origins": "Statements",
    "metrics": "Metrics",
    "first": "First said",
    "last": "Last said",
}
COUNTS = {
    "claimant": "Claimant",
    "label": "Metric",
    "month": "Month",
    "kind": "Weapon and fate",
    "route": "From and to",
    "side": "Side",
    "reports": "Reports",
    "statements": "Statements",
}
EVIDENCE = {
    "dated": "How the day is known",
    "evidence": "Kind of evidence",
    "reliability": "Grade",
    "reports": "Reports",
    "statements": "Statements",
}
RULES = {"rule": "Rule", "claimants": "Claimants", "range": "Range", "moves": "Another range"}
PAIRS = {
    "label": "What",
    "place": "Place",
    "day": "About",
    "claimant_a": "Said first",
    "figure_a": "Figure",
    "claimant_b": "Said second",
    "figure_b": "Figure ",
    "gap_text": "Apart",
    "pairs": "Pairs",
    "a": "Row",
    "b": "Row ",
}
STANCES = {
    "label": "What",
    "place": "Place",
    "day": "About",
    "claimant_a": "Said first",
    "stance_a": "Says",
    "claimant_b": "Said second",
    "stance_b": "Says ",
    "pairs": "Pairs",
    "a": "Row",
    "b": "Row ",
}
DURATION = {
    "label": "What",
    "place": "Place",
    "claimant_a": "One",
    "claimant_b": "Other",
    "since": "Since",
    "until": "Until",
    "days": "Days",
}
AUDIT = {
    "kind": "Kind",
    "claimant": "Claimant",
    "label": "What",
    "place": "Place",
    "day": "Day",
    "what": "Finding",
    "explanation": "Explained by",
    "from_id": "Row before",
    "to_id": "Row after",
}
GROUPS = {
    "label": "What",
    "group_text": "Group",
    "claimant": "Claimant",
    "figure": "Figure",
    "said": "Said",
    "reports": "Reports",
    "id": "Row",
}
PAIRED = {
    "claimant": "Claimant",
    "weapon": "Weapon",
    "target": "Target",
    "event_end": "Day",
    "figure": "Launched",
    "figure_right": "Shot down",
    "reports": "Reports",
    "id": "Row",
    "id_right": "Row ",
}
RESTS = {
    "claimant": "Claimant",
    "label": "What",
    "place": "Place",
    "said": "Said",
    "total_text": "Total",
    "parts_text": "Parts",
    "parts": "Parts counted",
    "rest_text": "Remainder",
    "total": "Row",
}
ECHOES = {
    "claimant": "Claimant",
    "label": "What",
    "figure": "Figure",
    "place": "Place",
    "reports": "Reports",
    "publishers": "Publishers",
    "languages": "Languages",
    "first": "First printed",
    "last": "Last printed",
    "origin": "Row",
}
DRIFTS = {
    "claimant": "Claimant",
    "label": "What",
    "place": "Place",
    "said": "Said",
    "printed as": "Printed as",
    "reports": "Reports",
    "publishers": "Publishers",
    "origin": "Row",
}


def worded(rows: pd.DataFrame, units: str = "metric") -> pd.DataFrame:
    """Add ``figure`` (the quantity in words) and ``day`` (the day it is about) and put the bounds into the reader's units.

    In and out: ledger rows; ``lower``, ``upper`` and ``canonical_unit`` of areas and lengths change with ``units``.
    """
    shown = rows.assign(figure=[quantity(row, units) for row in rows.to_dict("records")], day=day_of(rows))
    for old, new in DISPLAY[units].items():
        mine = shown["canonical_unit"].eq(old) & shown["dimension"].isin(MEASURES)
        scale = factor(old, new, "area" if new.endswith("2") else "length")
        shown.loc[mine, ["lower", "upper"]] *= scale
        shown.loc[mine, "canonical_unit"] = new
    return shown


def coverage(rows: pd.DataFrame, by: str = "claimant") -> pd.DataFrame:
    """Count rows, statements, publishers and days of each claimant (or other column), most rows first."""
    frame = rows.groupby([by, "side"] if by == "claimant" else [by], sort=True).agg(
        reports=("id", "size"), origins=("origin", "nunique"), publishers=("publisher", "nunique"),
        metrics=("metric_id", "nunique"), first=("said", "min"), last=("said", "max"),
    )  # fmt: skip
    return frame.reset_index().sort_values(["reports", by], ascending=[False, True], ignore_index=True)


def by_month(rows: pd.DataFrame) -> pd.DataFrame:
    """Count statements by the month in which they were said and by the claimant's side."""
    month = rows["said"].dt.strftime("%Y-%m")
    counted = (
        rows.assign(month=month)
        .groupby(["month", "side"], sort=True)
        .agg(reports=("id", "size"), origins=("origin", "nunique"))
    )
    return counted.reset_index()


def evidence(rows: pd.DataFrame, case: Case) -> pd.DataFrame:
    """Count reports by how their day is known, by kind of evidence and by their claimant's reliability grade."""
    graded = rows.assign(
        dated=rows["said_on_basis"], reliability=rows["claimant_id"].map(case.claimants["reliability"])
    )
    counted = graded.groupby(["dated", "evidence", "reliability"], sort=True).agg(
        reports=("id", "size"), statements=("origin", "nunique")
    )
    return counted.reset_index().sort_values(
        ["reports", "dated", "evidence"], ascending=[False, True, True], ignore_index=True
    )


def weapons(rows: pd.DataFrame) -> pd.DataFrame:
    """Count reports of weapons by kind and fate, and by side."""
    armed = rows[rows["weapon"].ne("")]
    fate = armed["fate"].where(armed["fate"].ne(""), "not stated")
    return counted(armed.assign(kind=(armed["weapon"] + ", " + fate).str.replace("_", " ")), "kind")


def routes(rows: pd.DataFrame, case: Case) -> pd.DataFrame:
    """Count reports of fire by origin and target, and by side; where one is not named, that is said."""
    names = case.places["name"]
    ends = [rows[end].map(names).fillna("not named") for end in ("origin_id", "target_id")]
    return counted(rows.assign(route=ends[0] + " to " + ends[1]), "route")


def counted(rows: pd.DataFrame, by: str) -> pd.DataFrame:
    """Count reports and statements by a column and by the claimant's side, most reports first."""
    frame = (
        rows.groupby([by, "side"], sort=True)
        .agg(reports=("id", "size"), statements=("origin", "nunique"))
        .reset_index()
    )
    order = frame.groupby(by)["reports"].transform("sum")
    return (
        frame.assign(_all=order)
        .sort_values(["_all", by, "side"], ascending=[False, True, True], ignore_index=True)
        .drop(columns="_all")
    )


def main_metric(statements: pd.DataFrame, topics: list[str], dimensions: tuple[str, ...] = ()) -> str:
    """Name the metric of these topics that most claimants speak about; '' when none does."""
    rows = statements[statements["topic"].isin(topics) & statements["dimension"].ne("boolean")]
    rows = rows[rows["dimension"].isin(dimensions)] if dimensions else rows
    if rows.empty:
        return ""
    counted = rows.groupby("metric_id", sort=True).agg(claimants=("claimant_id", "nunique"), n=("id", "size"))
    return str(counted.sort_values(["claimants", "n"], ascending=False).index[0])


def spread(
    statements: pd.DataFrame, metric: str, when: pd.Timestamp, case: Case, units: str = "metric"
) -> pd.DataFrame:
    """The latest figure of each claimant in the scope of a metric that most claimants speak about, lowest first."""
    if not metric or not statements["metric_id"].eq(metric).any():
        return worded(statements.iloc[:0].assign(age_days=0, stale=False), units)
    return worded(spreads(statements, metric, when, case)[0][1], units)


def history(statements: pd.DataFrame, metric: str, units: str = "metric") -> pd.DataFrame:
    """All statements in the scope of a metric that most statements are about, oldest first."""
    rows = statements[statements["metric_id"].eq(metric) & statements["said"].notna()]
    if len(rows):
        scope = rows.groupby(KEY, dropna=False, sort=True).ngroup()
        rows = rows[scope.eq(scope.value_counts().sort_index().idxmax())]
    return worded(rows, units).sort_values(["day", "said_at", "id"], ignore_index=True)


def newest(
    statements: pd.DataFrame, topics: list[str], units: str = "metric", *, group: bool | None = None
) -> pd.DataFrame:
    """The latest statement of each claimant, metric and scope in these topics, best backed first."""
    rows = statements[statements["topic"].isin(topics) & statements["said"].notna()]
    if group is not None:
        rows = rows[rows["group"].ne("") == group]
    ordered = rows.sort_values(["said_at", "reports", "id"], ascending=[False, False, True])
    newest = ordered.drop_duplicates(["claimant_id", *KEY])
    return worded(
        newest.sort_values(["reports", "said_at", "id"], ascending=[False, False, True], ignore_index=True), units
    )


def paired(statements: pd.DataFrame, left: str, right: str, units: str = "metric") -> pd.DataFrame:
    """Launched beside shot down: statements of one claimant about one window that differ only in fate, newest first."""
    keys = ["claimant_id", "metric_id", "weapon", "group", "subject", "target_id", "event_start", "event_end"]
    rows = worded(statements[statements["fate"].isin([left, right]) & statements["event_end"].notna()], units)
    rows = rows.sort_values(["reports", "id"], ascending=[False, True]).drop_duplicates([*keys, "fate"])
    both = rows[rows["fate"].eq(left)].merge(rows[rows["fate"].eq(right)], on=keys, suffixes=("", "_right"))
    both["target"] = both["place"]
    return both.sort_values(["event_end", "claimant_id", "id"], ascending=[False, True, True], ignore_index=True)


def as_pairs(both: pd.DataFrame) -> pd.DataFrame:
    """Shape ``paired`` rows as pairs for a chart: a is the left figure, b the right one."""
    halves = {
        f"{name}_{half}": both[name if half == "a" else f"{name}_right"]
        for name in ("figure", "qualifier", "lower", "upper", "side", "claimant")
        for half in "ab"
    }
    name = [
        f"{row.weapon.replace('_', ' ')}, {row.target}, {row.event_end.day} {row.event_end:%B %Y}"
        for row in both.itertuples()
    ]
    return pd.DataFrame({**halves, "id": both["id"], "name": name, "gap_text": ""}, index=both.index)


def as_counts(rows: pd.DataFrame) -> pd.DataFrame:
    """Shape echoes for a bar chart: the statement in words, its side and its reports."""
    first = [f"{row.claimant}: {row.figure}, {row.label} [{row.origin}]" for row in rows.itertuples()]
    return pd.DataFrame(
        {"statement": first, "side": rows["side"], "reports": rows["reports"], "origin": rows["origin"]}
    )


def rests(remainders: pd.DataFrame, ledger: pd.DataFrame, topics: list[str]) -> pd.DataFrame:
    """Put totals on these topics, and what their parts leave, into words; those that do not close come first."""
    rows = ledger.set_index("id")
    mine = remainders[rows["topic"].reindex(remainders["total"]).isin(topics).to_numpy()]
    base = rows.reindex(mine["total"])
    sums = [
        {"lower": row.parts_lower, "upper": row.parts_upper, "lower_open": False, "upper_open": False}
        for row in mine.itertuples()
    ]
    said = mine.assign(
        claimant=base["claimant"].to_numpy(), label=base["label"].to_numpy(), said=base["said"].to_numpy(),
        total_text=[quantity(row) for row in base.to_dict("records")], parts_text=[interval(each, "", "count") for each in sums],
        rest_text=[row.finding if row.finding in ("closes", "exceeds") else interval(row._asdict(), "", "count") for row in mine.itertuples()],
    )  # fmt: skip
    said["name"] = [
        f"{row.claimant}: {row.label}, {row.place}, {row.said.day} {row.said:%B %Y}" for row in said.itertuples()
    ]
    order = said["finding"].map({name: place for place, name in enumerate(("exceeds", "remainder", "open", "closes"))})
    ranked = said.assign(_o=order).sort_values(
        ["_o", "parts", "total"], ascending=[True, False, True], ignore_index=True
    )
    return ranked.drop(columns="_o")


def drifts(rows: pd.DataFrame) -> pd.DataFrame:
    """Statements that pages printed with different numbers or qualifiers: the variants, most reported first."""
    figures = worded(rows)
    variants = figures.groupby("origin", sort=True)["figure"].agg(lambda each: each.value_counts().index.tolist())
    several = variants[variants.map(len) > 1]
    base = figures[figures["id"].isin(several.index)].set_index("id")
    counted = (
        figures[figures["origin"].isin(several.index)]
        .groupby("origin")
        .agg(reports=("id", "size"), publishers=("publisher", "nunique"))
    )
    frame = base[["claimant", "side", "label", "place", "said"]].join(counted)
    frame["printed as"] = [" | ".join(several[name]) for name in frame.index]
    return (
        frame.rename_axis("origin")
        .reset_index()
        .sort_values(["reports", "origin"], ascending=[False, True], ignore_index=True)
    )


def echoes(rows: pd.DataFrame) -> pd.DataFrame:
    """Statements by how many pages carried them: reports, publishers, languages, first and last day printed."""
    dated = rows.assign(printed=rows["published"].fillna(rows["said"]))
    counted = dated.groupby("origin", sort=True).agg(
        reports=("id", "size"), publishers=("publisher", "nunique"), languages=("language", lambda each: each[each.ne("")].nunique()),
        first=("printed", "min"), last=("printed", "max"),
    )  # fmt: skip
    base = worded(rows[rows["id"].isin(counted.index)]).set_index("id")[
        ["claimant", "side", "label", "figure", "place"]
    ]
    frame = base.join(counted).rename_axis("origin").reset_index()
    return frame.sort_values(["reports", "origin"], ascending=[False, True], ignore_index=True)
