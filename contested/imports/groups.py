"""Groups of people that are not all of those counted: read from the metric's name, the unit or the paraphrase."""

from __future__ import annotations

import re
from collections.abc import Sequence

from contested.imports.layout import Draft
from contested.imports.metrics import by_metric, measure, topic_of
from contested.imports.vocabulary import GROUPS

WHOM = ("people", "civilians", "civilian", "persons", "residents")
"""Words that a metric may have where the group's name stands in that of a group: people_killed, children_killed."""


def assign(drafts: Sequence[Draft], known: Sequence[str]) -> None:
    """Make groups a dimension: children_killed is people_killed of the group children, where people_killed is there.

    In: drafts, which are changed, and the metrics that the case knows. A group that stands only in the paraphrase,
    right behind the figure ("40 children"), or as the unit, is a guess and is said.
    """
    metrics = {*known, *by_metric(drafts)}
    for metric, rows in by_metric(drafts).items():
        group, base = _base(metric, rows, drafts, metrics)
        for row in rows:
            if base:
                row.cells["group"] = row.cells["group"] or group
                row.cells["metric"] = base
                row.remark("changed", "metric", f"{metric} taken as {base} of the group {group}")
            elif not row.cells["group"] and not set(metric.split("_")) & set(GROUPS):
                _guess(row)


def _base(metric: str, rows: Sequence[Draft], drafts: Sequence[Draft], metrics: set[str]) -> tuple[str, str]:
    """The group in a metric's name and the metric without it, blank where there is none."""
    words = metric.split("_")
    group = next((word for word in words if word in GROUPS), "")
    if not group or measure(rows[0].cells["unit"])[0] != "people":
        return "", ""
    rest = {*words} - {group}
    bases = [
        each for each in metrics if each != metric and {*each.split("_")} in (rest, *(rest | {who} for who in WHOM))
    ]
    pages = {row.cells["url"] for row in rows}
    beside = {row.cells["metric"] for row in drafts if row.cells["url"] in pages}
    return group, min(bases, key=lambda each: (each not in beside, len(each), each), default="")


def _guess(row: Draft) -> None:
    cells = row.cells
    unit = cells["unit"].split()[-1]
    if unit in GROUPS:
        cells["group"] = unit
        row.remark("guessed", "group", f"counted in {unit}: taken as the group {unit}")
    elif measure(cells["unit"])[0] == "people" and cells["value"]:
        figure = rf"(?<![\d.,]){re.escape(cells['value'])}(?![\d.,]\d)"
        found = re.search(rf"{figure}\s+(?:(?:were|are|of them|of whom)\s+)*({'|'.join(GROUPS)})\b", _unseparated(row))
        if found and found[1] == "men" and topic_of(cells["metric"], "people") in ("personnel", "forces"):
            return  # 8,000 men are 8,000 soldiers.
        if found and not set(cells["metric"].split("_")) & {found[1]}:
            cells["group"] = found[1]
            row.remark("guessed", "group", f"the paraphrase says '{found[0]}': taken as the group {found[1]}")


def _unseparated(row: Draft) -> str:
    """The paraphrase with numbers as cells have them: 12,500 as 12500."""
    return re.sub(r"(?<=\d)[, ](?=\d{3}\b)", "", row.cells["paraphrase"].casefold())


def propose(used: Sequence[str], known: set[str]) -> list[dict[str, str]]:
    """Rows of groups.csv for groups that the case does not know, with the breakdown in which they are disjoint."""
    new = [group for group in used if group not in known]
    return [{"id": group, "label": group.replace("_", " "), "breakdown": GROUPS.get(group, "")} for group in new]
