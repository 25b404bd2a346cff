"""Import figures in the research layout into a case, and say row by row what was done."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from contested.imports import claimants, corrections, groups, metrics, places, proposals, shares, sides, sources
from contested.imports.cells import note
from contested.imports.layout import Draft, Raw, Remark, read_rows
from contested.imports.lineage import Changes, compare
from contested.imports.names import known_as, plain
from contested.imports.report import Report, told
from contested.imports.rows import draft
from contested.imports.store import Store, locked, opened, target
from contested.problems import ContestedError
from contested.schema import FIGURE_TABLES


def import_figures(file: Path, into: str, accept: bool, day: str) -> Report:
    """Read a file in the layout and put its rows into a case, which is made where there is none."""
    raws, remarks = read_rows(file)
    return import_rows(raws, remarks, file.name, into, accept, day)


def import_rows(raws: Sequence[Raw], remarks: list[Remark], name: str, into: str, accept: bool, day: str) -> Report:
    """Put rows into a case, which is made where there is none; nothing is written when the result has problems.

    Raises ContestedError when there is nothing to read, or the sides are too many to be told apart.
    """
    if not raws:
        raise ContestedError(f"file: '{name}' has no rows; allowed: a line of column names and one row a figure")
    with locked(target(into)):
        store = opened(into)
        _refuse_earlier(store, day)
        return _imported(raws, remarks, name, store, accept, day)


def _refuse_earlier(store: Store, day: str) -> None:
    """Refuse a day before the last one on which the ledger was added to: what it knew on a day must stay."""
    tables = [rows for name, rows in store.tables.items() if "recorded_on" in store.columns(name)]
    last = max((row["recorded_on"] for rows in tables for row in rows), default="")
    if day < last:
        raise ContestedError(f"recorded_on: {day} is before {last}, when rows were recorded; allowed: {last} or later")


def _imported(raws: Sequence[Raw], remarks: list[Remark], name: str, store: Store, accept: bool, day: str) -> Report:
    changes = compare(raws, name, store.tables)
    report = Report(name, store.folder, changes.older, list(remarks), read=len(raws))
    before = {table: len(rows) for table, rows in store.tables.items()}
    drafts = _drafts(changes, store)
    kept = [row for row in drafts if not row.refused]
    _resolve(kept, store)
    _put(kept, changes, store, day)
    _leave_out(drafts, changes, store, name, day)
    report.aliases, report.merged = proposals.decide(store, accept)
    _correct(kept, store, day)
    _settle(store)
    report.remarks += told(drafts, changes, store, name)
    report.new = {table: len(rows) - before.get(table, 0) for table, rows in store.tables.items()}
    _record(drafts, changes, store, name, day)
    if drafts or changes.withdrawn or report.merged or store.is_new:
        store.save()
    return report


def _drafts(changes: Changes, store: Store) -> list[Draft]:
    """New and changed rows, cleaned, with the ids that they will have, in the order of the file."""
    raws = sorted([*changes.added, *(raw for raw, _ in changes.changed)], key=lambda raw: raw.line)
    taken = [each["id"] for name in (*FIGURE_TABLES, "left-out", "imports") for each in store.tables.get(name, [])]
    last = max((int(found[1]) for name in taken if (found := re.fullmatch(r"F(\d+)", name))), default=0)
    seen: dict[str, int] = {}
    rows = []
    for number, raw in enumerate(raws, last + 1):
        row = draft(raw)
        row.id = f"F{number:04d}"
        row.remarks = [Remark(each.line, row.id, each.what, each.column, each.text) for each in row.remarks]
        if raw.digest in seen and not row.refused:
            row.refused = f"the same row stands in line {seen[raw.digest]}"
            row.remark("refused", "", row.refused)
        seen.setdefault(raw.digest, raw.line)
        rows.append(row)
    return rows


def _resolve(rows: list[Draft], store: Store) -> None:
    """Find or propose what the rows name: metrics, groups, sides, places, claimants and pages."""
    tables = store.tables
    metrics.separate(rows, {each["id"]: each for each in tables["metrics"]})
    groups.assign(rows, [each["id"] for each in tables["metrics"]])
    shares.assign(rows)
    sides.without(rows, tables["sides"])
    proposals.sides(rows, store)
    before = {each["id"] for each in tables["places"]}
    proposals.places(rows, store)
    observers = {each["id"] for each in tables["sides"] if each["role"] == "observer"}
    unclear = {each["id"] for each in tables["sides"] if each["role"] == "unknown"}
    new = claimants.propose(rows, tables["claimants"], observers, unclear)
    store.add("claimants", new)
    proposals.claimants(rows, new, store)
    proposals.parents(rows, store, before)
    proposals.metrics(rows, store)
    used = dict.fromkeys(row.cells["group"] for row in rows if row.cells["group"])
    store.add("groups", groups.propose(list(used), {each["id"] for each in tables["groups"]}))
    store.add("sources", sources.propose(rows, tables["sources"]))


def _put(rows: list[Draft], changes: Changes, store: Store, day: str) -> None:
    """Add the rows to the tables of figures; a changed row names the one that it revises."""
    tables = store.tables
    known = known_as(tables["claimants"])
    spoken = {each["id"]: each["side"] for each in tables["claimants"]}
    topics = {each["id"]: each["topic"] for each in tables["metrics"]}
    named = known_as(tables["places"])
    pages = sources.known_as(tables["sources"])
    stands = {row["id"]: name for name in FIGURE_TABLES for row in tables.get(name, [])}
    revises = {raw.digest: old for raw, old in changes.changed}
    unclear = {each["id"] for each in tables["sides"] if each["role"] == "unknown"}
    for row in rows:
        cells = row.cells
        who = known[plain(cells["claimant"])]
        table = metrics.table_of(topics[cells["metric"]])
        table = table if table in tables else next(name for name in FIGURE_TABLES if name in tables)
        old = revises.get(row.raw.digest, "")
        if old and stands[old] != table:
            table = stands[old]
        figure = {
            **cells,
            **_where(row, named, table),
            "id": row.id,
            "source_id": pages[sources.key(cells)],
            "claimant_id": who,
            "relayed_by": known.get(plain(cells["relayed_by"]), ""),
            "speaking_for": _speaking_for(row, spoken[who], unclear),
            "metric_id": cells["metric"],
            "revises": old,
            "recorded_on": day,
        }
        if cells["relayed_by"] and not figure["relayed_by"]:
            figure["note"] = note(row, f"Relayed by {cells['relayed_by']}.")
            row.remark("changed", "relayed_by", f"'{cells['relayed_by']}' is no claimant of the case: kept in the note")
        store.add(table, [figure])


def _speaking_for(row: Draft, usual: str, unclear: set[str]) -> str:
    """The side that the claimant spoke for where it is not its usual one; blank where the row does not know it."""
    side = row.cells["side"]
    if side == usual:
        return ""
    if side in unclear:
        row.remark("guessed", "claimant_side", f"not known here: that of the claimant's other rows, {usual}")
        return ""
    row.remark("changed", "claimant_side", f"speaks for {side} here, mostly for {usual}")
    return side


def _where(row: Draft, named: dict[str, str], table: str) -> dict[str, str]:
    """The places of a row; where fire came from is kept in the note of a table that has no origin."""
    where = places.ids_of(row, named)
    if "origin_id" in where and table != "strikes":
        where["note"] = note(row, f"As printed: {row.cells['place']}.")
        row.remark("changed", "place", "only strikes have an origin: it is kept in the note")
    return where


def _leave_out(drafts: list[Draft], changes: Changes, store: Store, name: str, day: str) -> None:
    """Keep refused rows, with their reason, and take withdrawn ones out of the ledger from this day on."""
    store.add(
        "left-out",
        [{"id": row.id, "reason": f"{name}, line {row.raw.line}: {row.refused}"} for row in drafts if row.refused],
    )
    reason = f"{name} no longer has it."
    store.add("left-out", [{"id": one, "reason": reason, "recorded_on": day} for one in changes.withdrawn])


def _record(drafts: list[Draft], changes: Changes, store: Store, name: str, day: str) -> None:
    """Keep which line each row was read from; rows of a newer version stand under the name of the older one."""
    file = changes.older or name
    others = {each["file"] for each in store.tables["imports"]}
    if not changes.older and file in others:
        file = next(one for number in range(2, 10_000) if (one := f"{name} ({number})") not in others)
    hashes = [(row.id, row.raw) for row in drafts]
    rows = [
        {"id": one, "line": str(raw.line), "digest": raw.digest, "record": raw.record, "series": raw.series}
        for one, raw in hashes
    ]
    store.add("imports", [{**each, "file": file, "recorded_on": day} for each in rows])


def _correct(rows: list[Draft], store: Store, day: str) -> None:
    """Relate rows that say that they correct an earlier figure to the row that has it."""
    known = known_as(store.tables["claimants"])
    ids = {row.cells["claimant"]: known[plain(row.cells["claimant"])] for row in rows}
    related = [each["from_id"] for each in store.tables["relations"]]
    for one, other, reason in corrections.propose(rows, ids, related):
        pair = {"from_id": one, "relation": "corrects", "to_id": other, "reason": reason, "recorded_on": day}
        store.add("relations", [pair])


def _settle(store: Store) -> None:
    """Choose the main place and the headlines of a case that has none: what most is said about, by most sides."""
    settings = store.settings
    figures = [row for name in FIGURE_TABLES for row in store.tables.get(name, [])]
    if figures and not settings.get("main_place"):
        settings["main_place"] = Counter(row["place_id"] for row in figures).most_common(1)[0][0]
    if figures and not settings.get("headlines"):
        facts = {each["id"] for each in store.tables["metrics"] if each["dimension"] == "boolean"}
        counted = [row for row in figures if row["metric_id"] not in facts and not row["group"]]
        size = Counter(row["metric_id"] for row in counted)
        voices = {name: len({row["claimant_id"] for row in counted if row["metric_id"] == name}) for name in size}
        settings["headlines"] = sorted(size, key=lambda name: (-voices[name], -size[name], name))[:5]
    store.package["contested"] = settings
