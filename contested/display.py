"""What a notebook cell shows: pictures with alt text, tables with captions, prose, each comparable as text."""

from __future__ import annotations

import hashlib
import html
import io
import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from contested.scripts import in_page, isolated, unmarked

LEFT = "text-align: left"
"""Said in the cells: JupyterLab would put text to the right, where it cannot be compared with the line above."""

TIGHT = r"\d{4}-\d{2}-\d{2}|[A-Z]+\d+|[\d.,]+( \S+)?"
Bundle = tuple[dict[str, Any], dict[str, Any]]


def digest(frame: pd.DataFrame) -> str:
    """A short digest of a frame's cells, the same on every machine: floats to nine digits, dates as days."""
    text = frame.to_csv(index=False, float_format="%.9g", date_format="%Y-%m-%dT%H:%M:%S", lineterminator="\n")
    return hashlib.sha256(text.encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Picture:
    """A figure as PNG; its text is the alt text and a digest of the data, so that a test sees what was drawn."""

    figure: Figure
    alt: str
    data: pd.DataFrame

    def png(self) -> bytes:
        """The picture as the bytes of a PNG, the same on every run."""
        stream = io.BytesIO()
        self.figure.savefig(stream, format="png", metadata={"Software": None})
        return stream.getvalue()

    def __repr__(self) -> str:
        return f"{self.alt} [data {digest(self.data)}]"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Bundle:
        return {"image/png": self.png(), "text/plain": repr(self)}, {"image/png": {"alt": self.alt}}


@dataclass(frozen=True)
class Listing:
    """A table of texts with a caption and a source note."""

    frame: pd.DataFrame
    caption: str
    note: str = ""

    def __repr__(self) -> str:
        return "\n".join(filter(None, [self.caption, self.frame.to_string(index=False), self.note]))

    def _html(self) -> str:
        head = "".join(f'<th scope="col" style="{LEFT}">{html.escape(str(name))}</th>' for name in self.frame.columns)
        body = "\n".join(f"<tr>{_cells(row)}</tr>" for row in self.frame.itertuples(index=False, name=None))
        note = f'<p class="note">{in_page(self.note, html.escape)}</p>' if self.note else ""
        caption = f'<caption style="{LEFT}">{in_page(self.caption, html.escape)}</caption>'
        table = f"{caption}\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>"
        return f'<table class="listing">{table}</table>\n{note}'

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Bundle:
        return {"text/html": self._html(), "text/plain": repr(self)}, {}


def _cells(row: tuple[object, ...]) -> str:
    """The cells of a row: the first one heads it; days, numbers and ids are not broken over lines."""
    first, *others = (str(cell) for cell in row)
    head = f'<th scope="row" dir="auto" style="{LEFT}; font-weight: normal">{in_page(first, html.escape)}</th>'
    return head + "".join(f'<td dir="auto" style="{_style(cell)}">{in_page(cell, html.escape)}</td>' for cell in others)


def _style(cell: str) -> str:
    return f"{LEFT}; white-space: nowrap" if re.fullmatch(TIGHT, cell) else LEFT


@dataclass(frozen=True)
class Prose:
    """Generated sentences: a paragraph, or a list when there are several things to tell apart."""

    sentences: tuple[str, ...]
    bullets: bool = False

    def __repr__(self) -> str:
        return "\n".join(self.sentences)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Bundle:
        safe = [in_page(sentence, escape_markdown) for sentence in self.sentences]
        text = "\n".join(f"- {sentence}" for sentence in safe) if self.bullets else " ".join(safe)
        return {"text/markdown": text, "text/plain": repr(self)}, {}


def escape_markdown(text: str) -> str:
    """Keep what pages and names contain from being read as Markdown or as mathematics."""
    for mark in "\\`*_[]<>$#|":
        text = text.replace(mark, f"\\{mark}")
    return text.replace("~", "\\~")


def cells(frame: pd.DataFrame, columns: Mapping[str, str]) -> pd.DataFrame:
    """Pick and rename columns for people; days as 2024-08-14, blanks as a dash, yes or nothing for truth values."""
    shown = {}
    for name, title in columns.items():
        values = frame[name]
        if pd.api.types.is_datetime64_any_dtype(values):
            shown[title] = values.dt.strftime("%Y-%m-%d").fillna("–")
        elif pd.api.types.is_bool_dtype(values):
            shown[title] = values.map({True: "yes", False: ""})
        elif pd.api.types.is_integer_dtype(values):
            shown[title] = values.map("{:,}".format)
        else:
            shown[title] = values.map(lambda value: "–" if pd.isna(value) or value == "" else str(value))
    return pd.DataFrame(shown)


def wrapped(text: str, width: int = 92) -> str:
    """Break a text into lines of at most ``width`` signs, between words; isolates end with their line."""
    lines = textwrap.wrap(unmarked(text), width, break_long_words=False, break_on_hyphens=False)
    return "\n".join(isolated(line) for line in lines)
