"""Amounts as people write them: separators, words, ranges, signs and qualifiers around a number."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass

from contested.units import MULTIPLES

QUALIFIERS = {
    "exact": "exact exactly precisely = equal equals total",
    "about": "about approximately approx around roughly some circa ca c ~ ≈ estimated",
    "nearly": "nearly almost",
    "at_least": "at_least minimum min ≥ >= from",
    "more_than": "more_than over above exceeding upwards_of > greater_than",
    "at_most": "at_most up_to maximum max ≤ <= no_more_than not_more_than to",
    "less_than": "less_than under below fewer_than < just_under",
    "between": "between range from_to",
}
"""The words and signs that are read as each qualifier."""

OTHER_WORDS = {"no_fewer_than": "at_least", "no_less_than": "at_least", "not_less_than": "at_least"}
OTHER_WORDS |= {"close_to": "nearly", "just_over": "more_than", "well_over": "more_than", "in_excess_of": "more_than"}
OTHER_WORDS |= {"as_many_as": "at_most"}

QUALIFIER_OF = {word: name for name, words in QUALIFIERS.items() for word in words.split()} | OTHER_WORDS

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
_ONES += "seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
WORDS = {word: float(number) for number, word in enumerate(_ONES.split())}
WORDS |= {word: 10.0 * number for number, word in enumerate(_TENS.split(), 2)} | {"a": 1.0, "an": 1.0, "no": 0.0}
SHORT = {"k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "bn": 1e9, "cr": 1e7}
"""Letters that stand right behind a number: 5k, 1.2m."""
_MANY = rf"(?:{'|'.join((*MULTIPLES, *SHORT))})s?$"

INVISIBLE: dict[int, str | None] = {
    ord(mark): None for mark in "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
}
SPACES = {ord(mark): " " for mark in "\u00a0\u2007\u2009\u202f\t"}
GROUPED = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?|\d{1,3}(?:[ '’]\d{3})+(?:\.\d+)?"
NUMBER = rf"(?:{GROUPED}|\d+(?:\.\d+)?|\.\d+)"
COMMA = r"(\d{1,3}(?:[. '’]\d{3})+|\d+),(\d{1,2})(?!\d)|(\d{1,3}(?:\.\d{3}){2,})(?![\d.])"
"""Numbers with a comma for decimals, or points between three and more groups: 1,5 and 1.234,56 and 1.234.567."""
PERCENT = r"\s*(?:%|per ?cent|pct)$"


@dataclass(frozen=True)
class Amount:
    """A number, or a range with ``high``; ``qualifier`` blank where the words give none, ``percent`` where they say
    %."""

    value: float
    high: float | None = None
    qualifier: str = ""
    percent: bool = False


def plain(text: str) -> str:
    """A cell without invisible marks and with ordinary spaces and digits: Arabic, Indic and other digits as 0 to 9.

    The raised 2 of km² becomes a 2; behind a figure it is a footnote, no digit, and stays.
    """
    visible = text.translate({**INVISIBLE, **SPACES}).replace("٫", ".").replace("٬", ",")
    level = re.sub(r"(?<=[^\W\d_])[²³]", lambda mark: {"²": "2", "³": "3"}[mark[0]], visible)
    digits = [str(unicodedata.digit(mark)) if mark.isdecimal() and not mark.isascii() else mark for mark in level]
    return " ".join("".join(digits).split())


def qualifier(text: str) -> str:
    """The qualifier that a word or sign stands for, blank where none: "OVER" is more_than."""
    return QUALIFIER_OF.get(re.sub(r"[\s_-]+", "_", plain(text).casefold()).strip("_."), "")


def amount(text: str) -> Amount | None:
    """Read an amount; None where the words give no number, such as "dozens" or "several hundred"."""
    said, rest = _qualified(plain(text).casefold())
    percent = bool(re.search(PERCENT, rest))
    rest = re.sub(PERCENT, "", rest)
    ends = _range(rest, said) if said in ("", "between", "from") else None
    if ends:
        return Amount(*ends, "between", percent)
    more = re.fullmatch(r"(.+?)(?:\s*\+| or more)", rest)
    if more:
        said, rest = said or "at_least", more[1]
    value = number(rest)
    if value is None or said == "between":
        return None
    return Amount(value, None, "at_least" if said == "from" else said, percent)


def _qualified(text: str) -> tuple[str, str]:
    """The qualifier before a number and the rest: "ca. 300" is about 300. "from" can begin a range, and stays."""
    for words in sorted(QUALIFIER_OF, key=len, reverse=True):
        shape = re.escape(words.replace("_", " ")) + (r"\.?(?= |$)" if words[-1].isalpha() else "")
        found = re.match(shape, text)
        if found:
            return ("from" if words == "from" else QUALIFIER_OF[words]), text[found.end() :].strip()
    return "", text


def _range(text: str, said: str) -> tuple[float, float] | None:
    """Both ends of "5-10", "five to ten", "between 5 and 10" or "2 to 3 million", which begins at 2 million."""
    joint = r"\bto\b|\band\b" if said == "between" else r"\bto\b"
    found = re.fullmatch(rf"(.+?)\s*(?:[-–—]|{joint})\s*(.+)", text)
    words = found is not None and not re.search(r"\d", text)
    if words and not re.search(rf"(?:{joint})", text):
        return None  # twenty-four is one number
    if words:
        found = re.fullmatch(rf"(.+?)\s*(?:{joint})\s*(.+)", text)
    if found is None:
        return None
    low, high = (number(re.sub(PERCENT, "", part)) for part in found.groups())
    many = re.fullmatch(rf"(.+?)\s*{_MANY}", found[2])
    bare = number(many[1]) if many else None
    if low is not None and high is not None and bare and low < bare and not re.search(_MANY, found[1]):
        low = low * high / bare
    return None if low is None or high is None else (min(low, high), max(low, high))


def number(text: str) -> float | None:
    """Read one number in digits or English words, with words such as lakh, million or dozen behind it.

    None where it is no number, or too large for a computer to hold.
    """
    value: float | None
    found = re.fullmatch(rf"({NUMBER})\s*([a-z]*)", text)
    comma = re.fullmatch(rf"(?:{COMMA})\s*([a-z]*)", text)
    if found:
        value, word = float(re.sub(r"[, '’]", "", found[1])), found[2]
    elif comma:
        whole = re.sub(r"[. '’]", "", comma[1] or comma[3])
        value, word = float(f"{whole}.{comma[2] or 0}"), comma[4]
    else:
        value, word = _in_words(text), ""
    many = (SHORT.get(word) or MULTIPLES.get(word.removesuffix("s"))) if word else 1.0
    if value is None or many is None or not math.isfinite(value * many):
        return None
    return value if many == 1 else float(f"{value * many:.12g}")


def _in_words(text: str) -> float | None:
    """A number in English words: "two hundred and fifty thousand"; None where the words are no one number."""
    words = text.replace("-", " ").split()
    if words[:1] == ["half"]:
        whole = _in_words(" ".join(words[1:]))
        return None if whole is None else whole / 2
    total, current, last, before = 0.0, 0.0, math.inf, ""
    for place, word in enumerate(words):
        if word == "and" and before in MULTIPLES and place + 1 < len(words):
            continue
        if word in WORDS and _follows(word, before, words[place + 1 : place + 2]):
            current += WORDS[word]
        elif word in MULTIPLES and 0 < current < MULTIPLES[word] < last:
            current *= MULTIPLES[word]
            if MULTIPLES[word] >= 1000:
                total, current, last = total + current, 0.0, MULTIPLES[word]
        else:
            return None
        before = word
    return total + current if before else None


def _follows(word: str, before: str, after: list[str]) -> bool:
    """Whether a word for a number can stand behind another word: twenty four, hundred twenty, but not five three."""
    if word in ("a", "an"):
        return not before and bool(after) and after[0] in MULTIPLES
    tens = WORDS.get(before, 0.0) >= 20 and 0 < WORDS[word] < 10
    return not before or before in MULTIPLES or tens
