"""One row of a file, cell by cell, into the columns of the ledger; what was changed or guessed is said of each."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from contested.imports.amounts import plain
from contested.imports.cells import RefusedError, figure_cells, note, unit_cell
from contested.imports.days import DAY, YEAR, Span, span
from contested.imports.layout import Draft, Raw
from contested.imports.names import slug

BASES = {"point": "point state snapshot", "period": "period flow daily", "cumulative": "cumulative total running"}


def draft(raw: Raw) -> Draft:
    """Clean one row; a row that cannot be read is refused with its reason, and never raises."""
    row = Draft(raw)
    try:
        if raw.length:
            raise RefusedError("", f"{raw.length}; mend the line and import again")
        said = {name: _cell(row, name, cell) for name, cell in raw.cells.items()}
        _names(row, said)
        unit_cell(row, said)
        figure_cells(row, said)
        _days(row, said)
        _basis(row, said)
        _page(row, said)
    except RefusedError as error:
        row.refused = str(error)
        row.remark("refused", error.column, str(error))
    return row


def _cell(row: Draft, name: str, cell: str) -> str:
    """A cell without what no table can hold: control characters, and in names the sign that parts a list."""
    shown = "".join(mark for mark in cell if mark in "\n\r\t" or unicodedata.category(mark) != "Cc")
    if shown != cell:
        row.remark("changed", name, "control characters were taken out")
    text = plain(shown)
    if name in ("claimant", "place", "relayed_by", "unit") and re.search(r"[|{}]", text):
        row.remark("changed", name, f"'{text}': | and brackets stand for lists here; written with /")
        text = re.sub(r"[|{}]", "/", text)
    return text


def _names(row: Draft, said: dict[str, str]) -> None:
    cells = row.cells
    metric = slug(said.get("metric", ""), "_")
    if not metric:
        raise RefusedError("metric", "no metric is named")
    cells["metric"] = metric if metric[0].isalpha() else f"m_{metric}"
    if cells["metric"] != said["metric"]:
        row.remark("changed", "metric", f"'{said['metric']}' written as {cells['metric']}")
    publisher = said.get("publisher", "")
    cells["claimant"] = said.get("claimant", "") or f"unattributed ({publisher or 'page not named'})"
    if not said.get("claimant"):
        row.remark("guessed", "claimant", "blank: the page itself, unattributed, stands for it")
    for column, name in (("claimant_side", "side"), ("subject_side", "subject")):
        cells[name] = side = slug(said.get(column, ""), "_", "side") or "unknown"
        if not said.get(column):
            row.remark("guessed", column, "blank: not known")
        elif side != said[column]:
            row.remark("changed", column, f"'{said[column]}' written as {side}")
    cells["place"] = said.get("place", "") or "place not stated"
    if not said.get("place"):
        row.remark("guessed", "place", "blank: not stated")
    cells["group"] = slug(said.get("group", ""), "_", "aged")
    cells["denominator"] = slug(said.get("denominator", ""), "_", "of")


def _span(row: Draft, said: dict[str, str], column: str) -> Span | None:
    text = said.get(column, "")
    if not text:
        return None
    found = span(text)
    if found is None:
        row.remark("changed", column, f"'{text}' is no day that can be read in one way only: left blank")
        note(row, f"{column} is printed as {text}.")
    elif found.remark:
        row.remark("changed", column, found.remark)
    return found


def _days(row: Draft, said: dict[str, str]) -> None:
    told, start, end = (_span(row, said, name) for name in ("said_on", "event_start", "event_end"))
    cells = row.cells
    cells["said_on"] = _said(row, told)
    cells["said_on_basis"] = "unknown" if not cells["said_on"] else "page"
    if not cells["said_on"]:
        row.remark("guessed", "said_on", "undated: kept, and left out of every answer about a day")
    elif re.search(r"\b(sibling|cross-matched|inferred)\b", said.get("paraphrase", "") + said.get("where_in_page", "")):
        cells["said_on_basis"] = "inferred"
    first, last = (start.first if start else None), (end.last if end else None)
    if first and last and first > last:
        raise RefusedError("event_start", f"the window ends ({last}) before it starts ({first})")
    cells |= {"event_start": str(first or ""), "event_end": str(last or "")}
    precisions = [each.precision for each in (start, end) if each]
    cells["date_precision"] = str(max(precisions)) if precisions else ""
    _odd_days(row, told, last)


def _said(row: Draft, told: Span | None) -> str:
    if told is None:
        return ""
    if told.precision == YEAR:
        row.remark("changed", "said_on", f"known to the year {told.first:%Y} only: kept in the note")
        note(row, f"Said in {told.first:%Y}.")
        return ""
    if told.precision == DAY:
        return told.time or str(told.first)
    row.remark("changed", "said_on", "known to the month: it counts from the month's last day on")
    return f"{told.first:%Y-%m}"


def _odd_days(row: Draft, told: Span | None, last: date | None) -> None:
    if told and last and last > told.last:
        row.remark("guessed", "event_end", f"{last} is after the day it was said: kept as printed")


def _basis(row: Draft, said: dict[str, str]) -> None:
    written = said.get("basis", "").casefold()
    found = next((name for name, words in BASES.items() if written in words.split()), "") if written else ""
    if written and not found:
        raise RefusedError("basis", f"'{said['basis']}' is not known here; allowed: point, period, cumulative")
    if not found:
        cells = row.cells
        flow = cells["event_start"] and cells["event_end"] and cells["event_start"] != cells["event_end"]
        found = "period" if flow and cells["unit"] != "boolean" else "point"
        row.remark("guessed", "basis", f"blank: {found}, from its window")
    row.cells["basis"] = found


def _page(row: Draft, said: dict[str, str]) -> None:
    cells = row.cells
    address = said.get("url", "")
    if address and not re.match(r"https?://[^\s<>\"]+$", address, re.IGNORECASE):
        row.remark("changed", "url", f"'{address}' is no web address: kept in the note")
        note(row, f"Address as recorded: {address}")
        address = ""
    host = re.sub(r"^https?://(www\.)?|[/?#].*$", "", address.casefold())
    cells["publisher"] = said.get("publisher", "") or host or "publisher not named"
    if not said.get("publisher"):
        row.remark("guessed", "publisher", f"blank: {cells['publisher']}")
    page_day = _span(row, said, "published")
    cells |= {"url": address, "published": str(page_day.first) if page_day and page_day.precision == DAY else ""}
    cells |= {"locator": said.get("where_in_page", ""), "paraphrase": said.get("paraphrase", "")}
    cells["relayed_by"] = said.get("relayed_by", "")
    if said.get("note"):
        note(row, said["note"])
    if not cells["paraphrase"]:
        figure = " to ".join(filter(None, [cells["value"], cells["low"], cells["high"]]))
        cells["paraphrase"] = f"{cells['claimant']}: {cells['metric'].replace('_', ' ')}, {figure} {cells['unit']}."
        row.remark("guessed", "paraphrase", "blank: written from the other cells")
