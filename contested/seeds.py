"""Seeds: the documents a collection grew from, and how a text that the user has is held against them."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from contested.case import load
from contested.figures import worded
from contested.folders import ROOT
from contested.problems import ContestedError, one_of
from contested.words import number

SEEDS = ROOT / "seeds"
WORDS = {
    1: "one",
    2: "two",
    3: "three",
    4: "four",
    5: "five",
    6: "six",
    7: "seven",
    8: "eight",
    9: "nine",
    10: "ten",
    74: "seventy-four",
}
"""Numbers that pages print as words."""


NOT_COMPARED = "a statement without a number: its line is there, its words are for a reader to compare"


def seed_names() -> list[str]:
    """Names of all documents that have a card."""
    return sorted(path.name.removesuffix(".card.yaml") for path in SEEDS.glob("*.card.yaml"))


def card(name: str) -> dict[str, Any]:
    """Read a seed's card. Raises ContestedError for an unknown seed."""
    known = seed_names()
    chosen = name or (known[0] if len(known) == 1 else "")
    if chosen not in known:
        raise ContestedError(f"seed: '{name}' is unknown; allowed: {one_of(known)}")
    described = yaml.safe_load((SEEDS / f"{chosen}.card.yaml").read_text(encoding="utf-8"))
    return {"name": chosen, **described}


def paragraphs(text: str) -> list[str]:
    """The non-blank lines of a text, in order: the locator 'line 3' is the third of them."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def verify(file: str, name: str, case: str) -> pd.DataFrame:
    """Hold a text against a seed's card and each figure read from it.

    Out: one row for the text itself and one a figure: ``id``, ``locator``, ``figure``, ``finding``, which is "as
    printed" when the line that the locator names holds the figure's numbers, in digits or in words. A statement of
    fact has no number to look for: the finding says that its line is there and that nothing was compared. Raises
    ContestedError for a file that cannot be read.
    """
    described = card(name)
    try:
        raw = Path(file).read_bytes()
        lines = paragraphs(raw.decode("utf-8"))
    except FileNotFoundError:
        raise ContestedError(f"file: there is no '{file}'; allowed: a text in UTF-8") from None
    except (UnicodeDecodeError, OSError) as error:
        raise ContestedError(f"file: '{file}' cannot be read ({error}); allowed: a text in UTF-8") from None
    same = hashlib.sha256(raw).hexdigest() == described["sha256"]
    text = {
        "id": described["name"],
        "locator": "whole text",
        "figure": "SHA-256",
        "finding": "as printed" if same else "the text differs from the one that was read",
    }
    ledger = load(case or described["case"]).ledger
    rows = worded(ledger[ledger["source_id"].eq(described["source_id"])])
    found = [
        {"id": row["id"], "locator": row["locator"], "figure": row["figure"], "finding": _finding(row, lines)}
        for row in rows.to_dict("records")
    ]
    return pd.DataFrame([text, *found])


def _finding(row: dict[str, Any], lines: list[str]) -> str:
    places = [int(each) for each in re.findall(r"\d+", row["locator"])]
    if not places or max(places) > len(lines):
        return f"there is no {row['locator'] or 'line'}: the text has {len(lines)} lines that are not blank"
    if row["dimension"] == "boolean":
        return NOT_COMPARED
    said = " ".join(lines[place - 1] for place in places).lower()
    wanted = [value for value in (row["value"], row["low"], row["high"]) if pd.notna(value)]
    missing = [number(value) for value in wanted if not _holds(said, value)]
    return f"{row['locator']} does not hold {' and '.join(missing)}" if missing else "as printed"


def _holds(text: str, value: float) -> bool:
    forms = {number(value), f"{value:g}", WORDS.get(int(value), "") if value == int(value) else ""}
    return any(re.search(rf"(?<![\d,.]){re.escape(form)}(?![\d]|[,.]\d)", text) for form in forms if form)
