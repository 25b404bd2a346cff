"""What an import did, row by row, in plain words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from contested.imports.layout import Draft, Remark
from contested.imports.lineage import Changes
from contested.imports.store import Row, Store


@dataclass
class Report:
    """What an import did: the file, the case, remarks on rows, new ids a table, and what a human has to decide."""

    file: str
    folder: Path
    older: str
    remarks: list[Remark] = field(default_factory=list)
    new: dict[str, int] = field(default_factory=dict)
    aliases: list[Row] = field(default_factory=list)
    merged: list[tuple[str, str]] = field(default_factory=list)
    read: int = 0

    @property
    def counts(self) -> dict[str, int]:
        """How many rows each thing was done with; a row with several remarks of one kind counts once."""
        rows = {(each.what, each.id or each.line) for each in self.remarks if each.id or each.line > 1}
        return dict(Counter(what for what, _ in rows))


def told(drafts: list[Draft], changes: Changes, store: Store, name: str) -> list[Remark]:
    """The remarks on all rows, by line; a row without any is taken as it stands."""
    lines = {row["id"]: int(row["line"]) for row in store.tables["imports"]}
    out = {row["id"] for row in store.tables["left-out"]}
    told = [
        Remark(raw.line, one, "known", "", "it was refused before" if one in out else "it stands in the case already")
        for raw, one in changes.known
    ]
    told += [
        Remark(0, one, "withdrawn", "", f"read before from line {lines.get(one, 0)}; {name} no longer has it")
        for one in changes.withdrawn
    ]
    revised = {raw.digest: old for raw, old in changes.changed}
    refused = {row.id for row in drafts if row.refused}
    for row in drafts:
        told += row.remarks
        if row.id not in refused:
            old = revised.get(row.raw.digest)
            said = f"takes the place of {old}, which is kept" if old else "taken"
            told.append(Remark(row.raw.line, row.id, "revised" if old else "taken", "", said))
    return sorted(told, key=lambda each: (each.line, each.id))
