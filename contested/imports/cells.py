"""The figure of a row: its unit, qualifier and numbers, as cells of the ledger."""

from __future__ import annotations

import re

from contested.imports.amounts import Amount, amount, qualifier
from contested.imports.layout import Draft
from contested.units import MULTIPLES, measured_as, multiple

PEOPLE = ("people", "persons", "individuals", "person", "people.", "civilians")


PERCENT = ("percent", "per cent", "%", "pct", "percentage")


FACTS = {"1": 1.0, "true": 1.0, "yes": 1.0, "asserts": 1.0, "0": 0.0, "false": 0.0, "no": 0.0, "denies": 0.0}


class RefusedError(Exception):
    """A row that cannot become a figure, with the reason in plain words."""

    def __init__(self, column: str, reason: str) -> None:
        self.column = column
        super().__init__(reason)


def unit_cell(row: Draft, said: dict[str, str]) -> None:
    unit = said.get("unit", "")
    shown = " ".join(unit.casefold().split())
    if shown in PERCENT:
        shown = "percent"
    if shown in ("yes/no", "true/false", "bool"):
        shown = "boolean"
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


def figure_cells(row: Draft, said: dict[str, str]) -> None:
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
    if cells["unit"] == "boolean":
        return _fact(row, said, value)
    _unit_in_value(row, said, [each for each in (value, low, high) if each])
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


def _unit_in_value(row: Draft, said: dict[str, str], read: list[Amount]) -> None:
    """Mend a unit that the number has already said: per cent, or lakh in "2.5 lakh" of lakh people."""
    cells, printed = row.cells, next(filter(None, (said.get(name, "") for name in ("value", "low", "high"))), "")
    if any(each.percent for each in read) and cells["unit"] != "percent":
        row.remark("changed", "unit", f"'{printed}' is a share, not a number of {cells['unit']}")
        cells["unit"] = "percent"
    many, thing = multiple(cells["unit"])
    if many != 1 and re.search(rf"\b({'|'.join(MULTIPLES)})s?\b|\d[kmb]n?\b", printed.casefold()):
        row.remark(
            "changed", "unit", f"'{printed}' says {cells['unit'].split()[0]} already: counted in {thing or 'people'}"
        )
        cells["unit"] = thing or "people"


def _amount(row: Draft, said: dict[str, str], column: str) -> Amount | None:
    text = said.get(column, "")
    if not text or (row.cells["unit"] == "boolean" and text.casefold() in FACTS):
        return Amount(FACTS[text.casefold()]) if text else None
    thousands = re.fullmatch(r"[1-9]\d{0,2}(\.\d{3})+", text) if _counts(said.get("unit", "")) else None
    read = amount(text.replace(".", "") if thousands else text)
    if read is None:
        reason = "it is below zero" if re.match(r"[-−]\s*\d", text) else "it gives no number"
        raise RefusedError(column, f"'{text}': {reason}; allowed: digits, or an amount such as 'about 2.5 lakh'")
    printed = row.raw.cells[column].strip()
    if (thousands or not re.fullmatch(r"[0-9]+(\.[0-9]+)?", printed)) and not read.qualifier:
        row.remark("changed", column, f"'{printed}' read as {digits(read.value)}")
    return read


def _counts(unit: str) -> bool:
    """Whether a unit counts things one by one, so that 1.500 of them can only be 1,500."""
    shown = unit.casefold().strip()
    return not (shown in PERCENT or " per " in shown or "/" in shown or multiple(shown)[0] != 1 or measured_as(shown))


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


def note(row: Draft, text: str) -> str:
    """Add a sentence to the row's note, and give the whole of it."""
    row.cells["note"] = " ".join(filter(None, [row.cells.get("note", ""), text]))
    return row.cells["note"]


def digits(value: float) -> str:
    """Write a number as a cell holds it: 121000 or 63.2."""
    return f"{value:.0f}" if float(value).is_integer() else f"{value:.12g}"
