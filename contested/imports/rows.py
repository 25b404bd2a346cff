"""One row of a file, cell by cell, into the columns of the ledger; what was changed or guessed is said of each."""

from __future__ import annotations

import re
from datetime import date

from contested.imports.amounts import Amount, amount, plain, qualifier
from contested.imports.days import DAY, YEAR, Span, span
from contested.imports.layout import Draft, Raw
from contested.imports.names import slug
from contested.units import multiple

BASES = {"point": "point state snapshot", "period": "period flow daily", "cumulative": "cumulative total running"}
PEOPLE = ("people", "persons", "individuals", "person", "people.", "civilians")
PERCENT = ("percent", "per cent", "%", "pct", "percentage")
FACTS = {"1": 1.0, "true": 1.0, "yes": 1.0, "asserts": 1.0, "0": 0.0, "false": 0.0, "no": 0.0, "denies": 0.0}


class RefusedError(Exception):
    """A row that cannot become a figure, with the reason in plain words."""

    def __init__(self, column: str, reason: str) -> None:
        self.column = column
        super().__init__(reason)


def draft(raw: Raw) -> Draft:
    """Clean one row; a row that cannot be read is refused with its reason, and never raises."""
    row = Draft(raw)
    try:
        if raw.length:
            raise RefusedError("", f"{raw.length}; mend the line and import again")
        said = {name: plain(cell) for name, cell in raw.cells.items()}
        _names(row, said)
        _unit(row, said)
        _figure(row, said)
        _days(row, said)
        _basis(row, said)
        _page(row, said)
    except RefusedError as error:
        row.refused = str(error)
        row.remark("refused", error.column, str(error))
    return row


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
        cells[name] = side = slug(said.get(column, ""), "_") or "unknown"
        if not said.get(column):
            row.remark("guessed", column, "blank: not known")
        elif side != said[column]:
            row.remark("changed", column, f"'{said[column]}' written as {side}")
    cells["place"] = said.get("place", "") or "place not stated"
    if not said.get("place"):
        row.remark("guessed", "place", "blank: not stated")
    cells["group"] = slug(said.get("group", ""), "_")
    cells["denominator"] = slug(said.get("denominator", ""), "_")


def _unit(row: Draft, said: dict[str, str]) -> None:
    unit = said.get("unit", "")
    shown = " ".join(unit.casefold().split())
    if shown in PERCENT:
        shown = "percent"
    shown = re.sub(r"\s*/\s*(day|week|month)$", r" per \1", shown)
    if shown in PEOPLE:
        shown = "people"
    many, thing = multiple(shown)
    if many != 1:
        shown = f"{shown.split()[0].removesuffix('s')} {'people' if thing in PEOPLE else thing}".strip()
    if not shown:
        raise RefusedError("unit", "no unit is named")
    if shown not in (unit, unit.casefold()):
        row.remark("changed", "unit", f"'{unit}' written as {shown}")
    row.cells["unit"] = shown


def _figure(row: Draft, said: dict[str, str]) -> None:
    written = said.get("qualifier", "")
    word = qualifier(written)
    if written and not word:
        raise RefusedError(
            "qualifier", f"'{written}' is no known qualifier; allowed: exact, about, nearly, at_least, ..."
        )
    if written and word != written:
        row.remark("changed", "qualifier", f"'{written}' read as {word}")
    value, low, high = (_amount(row, said, name) for name in ("value", "low", "high"))
    cells = row.cells
    if cells["unit"] in ("boolean", "yes/no", "true/false"):
        return _fact(row, said, value)
    if value and value.percent and cells["unit"] != "percent":
        row.remark("changed", "unit", f"'{said['value']}' is a share, not a number of {cells['unit']}")
        cells["unit"] = "percent"
    if value and value.qualifier and value.qualifier != word:
        row.remark("changed" if written else "guessed", "qualifier", f"'{said['value']}' read as {value.qualifier}")
        word = value.qualifier
    if value and value.high is not None:
        low, high, value = Amount(value.value), Amount(value.high), None
    if low or high:
        return _range(row, word, value, low, high)
    if value is None:
        raise RefusedError("value", "the cell is blank: no number is made up from the paraphrase")
    if word == "between":
        raise RefusedError("low", "a range lacks both ends")
    if not word:
        word = "exact"
        row.remark("guessed", "qualifier", "blank: exact")
    cells |= {"qualifier": word, "value": digits(value.value), "low": "", "high": ""}


def _amount(row: Draft, said: dict[str, str], column: str) -> Amount | None:
    text = said.get(column, "")
    if not text or (said.get("unit", "").casefold() == "boolean" and text.casefold() in FACTS):
        return Amount(FACTS[text.casefold()]) if text else None
    counted = not re.search(
        r"km|mi|ha|acre|percent|%|per |dunam|feddan|lakh|crore|million", said.get("unit", "").casefold()
    )
    thousands = re.fullmatch(r"\d{1,3}(\.\d{3})+", text) if counted else None
    read = Amount(float(text.replace(".", ""))) if thousands else amount(text)
    if read is None:
        reason = "it is below zero" if re.match(r"[-−]\s*\d", text) else "it gives no number"
        raise RefusedError(column, f"'{text}': {reason}; allowed: digits, or an amount such as 'about 2.5 lakh'")
    printed = row.raw.cells[column].strip()
    if not re.fullmatch(r"[0-9]+(\.[0-9]+)?", printed) and not read.qualifier:
        row.remark("changed", column, f"'{printed}' read as {digits(read.value)}")
    return read


def _fact(row: Draft, said: dict[str, str], value: Amount | None) -> None:
    if value is None or value.value not in (0, 1):
        raise RefusedError("value", f"'{said.get('value', '')}' is no statement of fact; allowed: 1 asserts, 0 denies")
    row.cells |= {"unit": "boolean", "qualifier": "exact", "value": digits(value.value), "low": "", "high": ""}


def _range(row: Draft, word: str, value: Amount | None, low: Amount | None, high: Amount | None) -> None:
    if low is None or high is None:
        one = low or high
        assert one is not None
        found = word if word not in ("", "between", "exact") else "at_least" if low else "at_most"
        row.remark("changed", "qualifier", f"one end of a range only: read as {found} {digits(one.value)}")
        row.cells |= {"qualifier": found, "value": digits(one.value), "low": "", "high": ""}
        return
    ends = sorted((low.value, high.value))
    if [low.value, high.value] != ends:
        row.remark("changed", "low", f"low {digits(low.value)} and high {digits(high.value)} were swapped")
    if word not in ("between", ""):
        row.remark("changed", "qualifier", f"'{word}' with low and high read as between")
    if value is not None:
        note(row, f"The page gives {digits(value.value)} between the two.")
        row.remark("changed", "value", f"{digits(value.value)} stands between low and high and is kept in the note")
    row.cells |= {"qualifier": "between", "value": "", "low": digits(ends[0]), "high": digits(ends[1])}


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
    if told is None or told.precision == YEAR:
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
    if address and not re.match(r"https?://[^\s<>\"]+$", address):
        row.remark("changed", "url", f"'{address}' is no web address: kept in the note")
        note(row, f"Address as recorded: {address}")
        address = ""
    host = re.sub(r"^https?://(www\.)?|[/?#].*$", "", address)
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


def note(row: Draft, text: str) -> None:
    """Add a sentence to the row's note."""
    row.cells["note"] = " ".join(filter(None, [row.cells.get("note", ""), text]))


def digits(value: float) -> str:
    """Write a number as a cell holds it: 121000 or 63.2."""
    return f"{value:.0f}" if float(value).is_integer() else f"{value:.12g}"
