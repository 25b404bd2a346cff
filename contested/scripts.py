"""Names in any script: what charts write for them, and marks that keep right-to-left names from moving numbers."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pandas as pd
from anyascii import anyascii

from contested.case import Case

LONGEST_NAME = 60
"""Most signs that a chart gives a name; the middle of a longer one is left out, for offices differ at their ends."""

LONGEST_LINE = 150
"""Most signs that a chart gives a line which says what is compared."""

TOLD = 12
"""Most names of a column that an alt text gives in full."""

NAMES = ("claimant", "claimant_a", "claimant_b", "kind", "label", "rule")
"""Columns of a chart's rows that hold names; other texts of the rows are lines."""

HOUSE_FONT = "DejaVu Sans"
_RIGHT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001eeff"
_BETWEEN = "[\\s\\d.'’\"\u200c\u200d-]*"
_QUOTED = "|".join(f"{first}[{_RIGHT}\\s\\d]+{last}" for first, last in (("«", "»"), ("“", "”"), (r"\(", r"\)")))
_RUN = re.compile(f"[{_RIGHT}]+(?:{_BETWEEN}(?:[{_RIGHT}]+|{_QUOTED}))*")
_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")

Form = Callable[[pd.DataFrame, Case], Any]


@functools.cache
def _drawable() -> frozenset[int]:
    """The signs that the house font has, plain and bold: that of Matplotlib, not one of the machine."""
    # Imported here: the command line prints names without drawing any, and the import takes long.
    from matplotlib.font_manager import FontProperties, findfont
    from matplotlib.ft2font import FT2Font

    faces = [
        set(
            FT2Font(findfont(FontProperties(family=HOUSE_FONT, weight=weight), fallback_to_default=False)).get_charmap()
        )
        for weight in ("normal", "bold")
    ]
    return frozenset(faces[0] & faces[1])


def isolated(text: str, whole: bool = False) -> str:
    """Put each right-to-left stretch of a text, or the whole of a name that begins with one, between Unicode isolates.

    Without them a number after such a name is drawn before it. A text without right-to-left signs stays as it is.
    """
    if whole and _RUN.match(text):
        return f"\u2068{text}\u2069"
    return _RUN.sub(lambda run: f"\u2068{run[0]}\u2069", text)


def unmarked(text: str) -> str:
    """A text without isolates and other signs that steer the order of what stands beside them."""
    return _CONTROLS.sub("", text)


def in_page(text: str, escape: Callable[[str], str]) -> str:
    """Escape a text for a page and put each of its right-to-left stretches into an element of its own, ``<bdi>``."""
    parts, at = [], 0
    for run in _RUN.finditer(text):
        parts += [escape(text[at : run.start()]), f"<bdi>{escape(run[0])}</bdi>"]
        at = run.end()
    return "".join([*parts, escape(text[at:])])


def latin(text: str) -> str:
    """Write words that the house font cannot in Latin letters: fonts of machines differ."""
    return re.sub(r"\S+", lambda word: word[0] if _can_draw(word[0]) else anyascii(word[0]).strip() or "\ufffd", text)


def _can_draw(word: str) -> bool:
    # Signs that only steer the layout take no place and need no glyph.
    return all(ord(sign) in _drawable() or unicodedata.category(sign) == "Cf" for sign in word)


def shortened(text: str, most: int) -> str:
    """Leave out the middle of a text of more than ``most`` signs, with an ellipsis in its place."""
    if len(text) <= most:
        return text
    tail = most // 3
    head, end = text[: most - tail - 1], text[-tail:]
    # Between words where there are any: half a number would be another number.
    head = head.rpartition(" ")[0] if " " in head[len(head) // 2 :] else head
    end = end.partition(" ")[2] if " " in end[: tail // 2] else end
    while end and unicodedata.combining(end[0]):
        end = end[1:]
    return f"{head}…{end}"


def spelled(text: str, most: int = LONGEST_LINE) -> str:
    """What a chart shows of a text: without steering signs, in letters that the house font has, and not too long."""
    return shortened(latin(unmarked(text)), most)


def drawn(text: str, most: int = LONGEST_LINE, whole: bool = False) -> str:
    """A text as charts take it: spelled, with isolates, and with no dollar sign that would begin a formula."""
    return isolated(spelled(text, most), whole).replace("$", r"\$")


def fitted(text: str, share: float) -> str:
    """Shorten a text that a chart shows already to a share of its length."""
    plain = unmarked(text).replace(r"\$", "$")
    return drawn(plain, int(len(plain) * share))


def _spellings(texts: Iterable[Any], most: int) -> dict[str, str]:
    """Spell texts so that those which differ still do: the second of two that would look the same is numbered."""
    found: dict[str, str] = {}
    taken: dict[str, int] = {}
    for text in sorted({each for each in texts if isinstance(each, str)}):
        new = spelled(text, most)
        taken[new] = taken.get(new, 0) + 1
        found[text] = new if taken[new] == 1 else f"{new} ({taken[new]})"
    return found


def _columns(rows: pd.DataFrame) -> dict[str, bool]:
    """The columns of text that a chart may write, and whether each holds names."""
    texts = [name for name in rows if any(isinstance(cell, str) for cell in rows[name])]
    return {name: name in NAMES for name in texts}


def written(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of a chart with every text as charts take it."""
    changed = {}
    for name, named in _columns(rows).items():
        spellings = _spellings(rows[name], LONGEST_NAME if named else LONGEST_LINE)
        changed[name] = rows[name].map(
            {text: isolated(new, named).replace("$", r"\$") for text, new in spellings.items()}, na_action="ignore"
        )
    return rows.assign(**changed)


def in_house_letters(form: Form) -> Form:
    """Have a form of chart draw rows and sides whose texts are written as charts take them."""

    @functools.wraps(form)
    def draw(rows: pd.DataFrame, case: Case) -> Any:
        sides = case.tables["sides"]
        labels = _spellings(sides["label"], LONGEST_NAME)
        taken = sides.assign(label=[drawn(labels[text], LONGEST_NAME, whole=True) for text in sides["label"]])
        if not taken["label"].equals(sides["label"]):
            case = replace(case, tables={**case.tables, "sides": taken})
        return form(written(rows), case)

    return draw


def in_full(rows: pd.DataFrame, case: Case) -> str:
    """Say, for an alt text, what the names are in full that a chart shortens or writes in other letters."""
    names: dict[str, str] = {}
    for name in [each for each, named in _columns(rows).items() if named]:
        names |= _spellings(list(dict.fromkeys(rows[name]))[:TOLD], LONGEST_NAME)
    sides = {side for name in ("side", "side_a", "side_b") if name in rows for side in rows[name]}
    names |= _spellings(case.sides.loc[case.sides.index.isin(sides), "label"], LONGEST_NAME)
    told = [f"{new} is {text}" for text, new in sorted(names.items()) if new != text]
    return f" Names in full: {'; '.join(told)}." if told else ""
