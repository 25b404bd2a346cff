"""Days as people write them: to the day, the month or the year, with or without an hour."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime

from contested.imports.amounts import plain

MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if name}
MONTHS |= {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}
WEEKDAYS = {name.casefold() for name in (*calendar.day_name, *calendar.day_abbr)}
DAY, MONTH, YEAR = 1, 4, 5
"""UCDP's precisions: to the day, to the month, to the year."""


@dataclass(frozen=True)
class Span:
    """The first and last day that a cell can mean, UCDP's precision, and the time as printed where it has an offset.

    ``remark`` says what was done to a cell that was not written as YYYY-MM-DD.
    """

    first: date
    last: date
    precision: int = DAY
    time: str = ""
    remark: str = ""


def span(text: str) -> Span | None:
    """Read a day, a month or a year; None where the cell cannot be read in one way only, such as 03/04/2024."""
    said = plain(text).replace("−", "-")
    try:
        return _iso(said) or _yearly(said) or _named(said) or _numbered(said)
    except ValueError:
        return None


def _iso(said: str) -> Span | None:
    found = re.fullmatch(
        r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ](\d{1,2}:\d{2})(:\d{2})?(?:\.\d+)?\s*(.*))?", said
    )
    if not found:
        return None
    year, month, day, hour, seconds, zone = found.groups()
    if not day:
        return _span(int(year), int(month) if month else None) if not hour else None
    one = date(int(year), int(month), int(day))
    written = "" if re.match(r"\d{4}-\d\d-\d\d", said) else f"'{said}' read as {one}"
    if not hour:
        return Span(one, one, remark=written)
    offset = _offset(zone)
    if not offset:
        return Span(one, one, remark=f"the hour {hour} has no time zone and is left out")
    time = f"{one}T{hour:0>5}{seconds or ''}{offset}"
    try:
        datetime.fromisoformat(time)
    except ValueError:
        return Span(one, one, remark=f"no clock shows {hour}{seconds or ''} {zone}: the hour is left out")
    # The end of a day is the first moment of the next: from Python 3.13 on fromisoformat takes 24:00.
    if hour.startswith("24"):
        return Span(one, one, remark=f"no clock shows {hour}{seconds or ''} {zone}: the hour is left out")
    return Span(one, one, DAY, time, written)


def _yearly(said: str) -> Span | None:
    """Days with the year first that are not written as in ISO: 2024/05/13, 2024.5.13 and 20240513."""
    found = re.fullmatch(r"(\d{4})([/.]?)(\d{1,2})\2(\d{1,2})", said)
    if not found or (not found[2] and len(said) != 8):
        return None
    one = date(int(found[1]), int(found[3]), int(found[4]))
    return Span(one, one, remark=f"'{said}' read as {one}")


def _offset(zone: str) -> str:
    zone = zone.upper()
    if zone in ("Z", "UTC", "GMT"):
        return "Z"
    found = re.fullmatch(r"(?:UTC|GMT)? ?([+-])(\d{1,2}):?(\d{2})?", zone)
    return f"{found[1]}{found[2]:0>2}:{found[3] or '00'}" if found else ""


def _named(said: str) -> Span | None:
    plainly = re.sub(r"^(\d{1,2})([-/])([a-z]+)\2(\d{4})$", r"\1 \3 \4", said.casefold())
    words = re.sub(r"(?<=\d)(st|nd|rd|th)\b|[,.]|\bof\b", " ", plainly).split()
    words = words[1:] if words and words[0] in WEEKDAYS else words
    months = [MONTHS[word] for word in words if word in MONTHS]
    numbers = [word for word in words if word.isdigit()]
    years = [int(word) for word in numbers if len(word) == 4]
    days = [int(word) for word in numbers if len(word) < 3]
    if len(months) != 1 or len(years) != 1 or len(days) > 1 or len(words) != 2 + len(days):
        return None
    if not days:
        return _span(years[0], months[0], f"'{said}' read as a month")
    one = date(years[0], months[0], days[0])
    return Span(one, one, remark=f"'{said}' read as {one}")


def _numbered(said: str) -> Span | None:
    """13.05.2024 is the day first by custom; 13/05/2024 only where one of the two cannot be a month."""
    found = re.fullmatch(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})", said)
    if not found:
        return None
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    if found[2] != "." and first <= 12 and second <= 12 and first != second:
        return None
    day, month = (first, second) if second <= 12 else (second, first)
    one = date(year, month, day)
    return Span(one, one, remark=f"'{said}' read as {one}")


def _span(year: int, month: int | None, remark: str = "") -> Span:
    if month is None:
        return Span(date(year, 1, 1), date(year, 12, 31), YEAR, remark=remark)
    return Span(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), MONTH, remark=remark)
