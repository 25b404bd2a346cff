"""Amounts as people write them: separators, words, ranges, signs and qualifiers around a number."""

from __future__ import annotations

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

QUALIFIER_OF = {word: name for name, words in QUALIFIERS.items() for word in words.split()} | OTHER_WORDS

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
_ONES += "seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
WORDS = {word: float(number) for number, word in enumerate(_ONES.split())}
WORDS |= {word: 10.0 * number for number, word in enumerate(_TENS.split(), 2)} | {"a": 1.0, "an": 1.0, "no": 0.0}
SHORT = {"k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "bn": 1e9, "cr": 1e7}
"""Letters that stand right behind a number: 5k, 1.2m."""

INVISIBLE: dict[int, str | None] = {
    ord(mark): None for mark in "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
}
SPACES = {ord(mark): " " for mark in "\u00a0\u2007\u2009\u202f\t"}
GROUPED = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?|\d{1,3}(?:[ '’]\d{3})+(?:\.\d+)?"
NUMBER = rf"(?:{GROUPED}|\d+(?:\.\d+)?|\.\d+)"


@dataclass(frozen=True)
class Amount:
    """A number, or a range with ``high``; ``qualifier`` blank where the words give none, ``percent`` where they say
    %."""

    value: float
    high: float | None = None
    qualifier: str = ""
    percent: bool = False


def plain(text: str) -> str:
    """A cell without invisible marks and with ordinary spaces and digits: Arabic, Indic and other digits as 0 to 9."""
    visible = text.translate({**INVISIBLE, **SPACES}).replace("٫", ".").replace("٬", ",")
    digits = [str(unicodedata.digit(mark)) if mark.isdigit() and not mark.isascii() else mark for mark in visible]
    return " ".join("".join(digits).split())


def qualifier(text: str) -> str:
    """The qualifier that a word or sign stands for, blank where none: "OVER" is more_than."""
    return QUALIFIER_OF.get(re.sub(r"[\s_-]+", "_", plain(text).casefold()).strip("_."), "")


def amount(text: str) -> Amount | None:
    """Read an amount; None where the words give no number, such as "dozens" or "several hundred"."""
    rest = plain(text).casefold().strip()
    said = ""
    for words in sorted(QUALIFIER_OF, key=len, reverse=True):
        shape = words.replace("_", " ")
        if rest.startswith(shape) and (not shape[-1].isalpha() or rest[len(shape) : len(shape) + 1] in (" ", "")):
            said, rest = QUALIFIER_OF[words], rest[len(shape) :].strip()
            break
    percent = bool(re.search(r"(%|per ?cent)$", rest))
    rest = re.sub(r"\s*(%|per ?cent)$", "", rest)
    if rest.endswith("+"):
        said, rest = said or "at_least", rest[:-1].strip()
    ends = re.fullmatch(r"(.+?)\s*(?:-|–|—|\bto\b|\band\b)\s*(.+)", rest) if said in ("", "between") else None
    if ends and (said == "between" or re.search(r"[-–—]|\bto\b", rest)):
        low, high = (number(part) for part in ends.groups())
        if low is not None and high is not None and re.search(r"\d", rest):
            return Amount(min(low, high), max(low, high), "between", percent)
    value = number(rest)
    return None if value is None or said == "between" else Amount(value, None, said, percent)


def number(text: str) -> float | None:
    """Read one number in digits or English words, with words such as lakh, million or dozen behind it."""
    found = re.fullmatch(rf"({NUMBER})\s*([a-z]*)", text)
    if found:
        many = SHORT.get(found[2]) or MULTIPLES.get(found[2].removesuffix("s")) if found[2] else 1.0
        return None if many is None else float(f"{_digits(found[1]) * many:.12g}")
    comma = re.fullmatch(r"(\d+),(\d{1,2})", text)
    return float(f"{comma[1]}.{comma[2]}") if comma else _in_words(text)


def _digits(text: str) -> float:
    return float(re.sub(r"[, '’]", "", text))


def _in_words(text: str) -> float | None:
    words = text.replace("-", " ").split()
    if words[:1] == ["half"]:
        whole = _in_words(" ".join(words[1:]))
        return None if whole is None else whole / 2
    total, current, seen = 0.0, 0.0, False
    for word in words:
        if word == "and" and seen:
            continue
        if word in WORDS:
            current, seen = current + WORDS[word], True
        elif word in MULTIPLES and seen:
            current *= MULTIPLES[word]
            if MULTIPLES[word] >= 1000:
                total, current = total + current, 0.0
        else:
            return None
    return total + current if seen else None
