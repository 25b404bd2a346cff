"""Propose the map of a CSV from the names of its columns and what stands in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import yaml

from contested.imports.amounts import amount
from contested.imports.layout import Raw, table
from contested.imports.names import slug
from contested.problems import ContestedError

NAMES = {
    "said_on": "said_on date report_date date_reported source_date day date_of_report displacement_date",
    "event_start": "event_start date_start start_date displacement_start_date event_start_date from",
    "event_end": "event_end date_end end_date displacement_end_date event_end_date until",
    "claimant": "claimant source report_source source_office organisation organization reported_by attribution who",
    "claimant_side": "claimant_side source_side",
    "subject_side": "subject_side subject victim_side side party side_a belligerent",
    "metric": "metric indicator stat_id type displacement_type measure variable category",
    "qualifier": "qualifier modifier precision",
    "value": "value figure estimate best amount",
    "low": "low estimate_low minimum min lower",
    "high": "high estimate_high maximum max upper",
    "unit": "unit units unit_of_measure",
    "place": "place location geography where_coordinates locality adm_2 adm_1 admin1 region country",
    "publisher": "publisher outlet source_original media newspaper",
    "url": "url link source_url address href",
    "published": "published publication_date date_published created_at",
    "where_in_page": "where_in_page locator page paragraph",
    "paraphrase": "paraphrase description notes note source_headline summary comment label",
}
"""Names that columns of other people's files have, in the order in which they are looked for."""

NO_FIGURE = re.compile(
    r"(^|_)(id|year|lat|latitude|lon|longitude|code|prec|period|number_of_sources|new_id|priogrid_gid)(_|$)"
)
"""Columns of numbers that are no figures."""

HEAD = """# Proposed from the names of the columns: check every line before you import with it.
# columns: a column of the layout, and the file's column that holds it. constants: what stands in every row; {name}
# stands for the cell of that column. values: how words are to be read. figures: where one row holds several figures.
"""


def guess(path: Path) -> str:
    """The proposed map of a file as YAML, with comments."""
    header, rows = table(path)
    header = [name for name in header if name]
    if not rows:
        raise ContestedError(f"file: '{path}' has no rows; allowed: a line of column names and rows below it")
    skipped = sum(1 for row in rows[:2] if any(cell.strip().startswith("#") for cell in row.cells.values()))
    body = rows[skipped:]
    columns = _columns(header)
    wide = _wide(header, body, columns)
    if wide and "value" not in columns:
        columns = {name: column for name, column in columns.items() if name not in ("metric", "low", "high")}
        columns |= {"event_end": columns["said_on"]} if "said_on" in columns and "event_end" not in columns else {}
    made: dict[str, object] = {"columns": columns, "constants": _constants(path, columns, wide)}
    words = _values(columns, body)
    if words:
        made["values"] = words
    if wide and "value" not in columns:
        made["figures"] = [{"value": name, "metric": _metric(name), "basis": _basis(name)} for name in wide]
    made |= {"days": _order(columns, body), "skip_rows": skipped}
    return HEAD + yaml.safe_dump(made, sort_keys=False, allow_unicode=True, width=100)


def _columns(header: Sequence[str]) -> dict[str, str]:
    """The file's column for each column of the layout, each used once."""
    plain = {slug(name, "_"): name for name in reversed(header)}
    found: dict[str, str] = {}
    for target, names in NAMES.items():
        name = next((each for each in names.split() if each in plain and plain[each] not in found.values()), "")
        if name:
            found[target] = plain[name]
    return found


def _wide(header: Sequence[str], rows: Sequence[Raw], columns: dict[str, str]) -> list[str]:
    """Columns that hold numbers only and are not used otherwise."""
    found = []
    for name in header:
        cells = [row.cells.get(name, "").strip() for row in rows]
        given = [cell for cell in cells if cell]
        numbers = given and all(amount(cell) is not None for cell in given)
        if numbers and name not in columns.values() and not NO_FIGURE.search(slug(name, "_")):
            found.append(name)
    return found


def _metric(name: str) -> str:
    """killed_cum is the running count of killed."""
    return re.sub(r"_(cum|cumulative|total|so_far)$", "", slug(name, "_"))


def _basis(name: str) -> str:
    return "cumulative" if re.search(r"cum|total|so_far", name.casefold()) else "period"


def _constants(path: Path, columns: dict[str, str], wide: Sequence[str]) -> dict[str, str]:
    made = {}
    if "metric" not in columns and not (wide and "value" not in columns):
        made["metric"] = slug(path.stem, "_") or "figures"
    if "unit" not in columns:
        made["unit"] = "people"
    if not (wide and "value" not in columns):
        made["basis"] = "period" if "event_start" in columns else "point"
    if "claimant" not in columns:
        made["claimant"] = "unattributed"
    if "publisher" not in columns:
        made["publisher"] = path.name
    return made


def _values(columns: dict[str, str], rows: Sequence[Raw]) -> dict[str, dict[str, str]]:
    """Words of the qualifier column that are read otherwise than they stand there."""
    if "qualifier" not in columns:
        return {}
    words = sorted({row.cells.get(columns["qualifier"], "").strip() for row in rows} - {""})
    known = {"total": "exact", "approximately": "about", "more than": "more_than", "less than": "less_than"}
    return {"qualifier": {word: known.get(word, slug(word, "_")) for word in words}}


def _order(columns: dict[str, str], rows: Sequence[Raw]) -> str:
    """Whether days such as 31/01/2024 stand with the day first, by those of which one number cannot be a month."""
    days = [columns[name] for name in ("said_on", "event_start", "event_end", "published") if name in columns]
    cells = [row.cells.get(name, "") for name in days for row in rows]
    found = [numbers for cell in cells if (numbers := re.match(r"\s*(\d{1,2})[/.-](\d{1,2})[/.-]\d{4}", cell))]
    if not found:
        return "iso"
    return "month-first" if any(int(each[2]) > 12 for each in found) else "day-first"
