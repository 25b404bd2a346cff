"""Sides proposed from who speaks and whom figures are about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from contested.imports.layout import Draft
from contested.imports.vocabulary import CIVILIAN, JOINT, OBSERVERS, PARTIES, UNKNOWN
from contested.palette import JOINT_LOOK, UNKNOWN_LOOK, next_look

ROLES = {
    "joint": "the name speaks of the parties together",
    "unknown": "the name says that it is not known",
    "observer": "the name, or that no figure is about it, speaks of one without a stake",
    "party": "it speaks, or figures are about it",
}
FIXED = {"joint": JOINT_LOOK, "unknown": UNKNOWN_LOOK}
NO_SIDE = "no_side"
LABELS = {"no_side": "no side", "joint": "both parties", "unknown": "side not known", "un": "United Nations"}


def without(drafts: Sequence[Draft], known: Sequence[dict[str, str]]) -> None:
    """Where a file names no side at all, as for a flood, take all claimants for observers of one side.

    Then those who disagree show discrepancies; of claimants whose side is not known nothing could be said.
    """
    named = {row.cells[name] for row in drafts for name in ("side", "subject")} | {each["id"] for each in known}
    if named <= {"unknown", NO_SIDE}:
        for row in drafts:
            row.cells |= {"side": NO_SIDE, "subject": NO_SIDE}
            row.remark(
                "guessed", "claimant_side", "no row of the file names a side: all are taken for observers of one"
            )


def propose(drafts: Sequence[Draft], known: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    """Rows of sides.csv for the sides that the case does not know yet, in the order in which they appear.

    In: drafts and the sides that there are, whose colours and markers are taken. Raises ContestedError when there are
    more sides than can be told apart.
    """
    sides = {each["id"]: each for each in known}
    speaking = {row.cells["side"] for row in drafts}
    about = {row.cells["subject"] for row in drafts}
    named = dict.fromkeys(side for row in drafts for side in (row.cells["side"], row.cells["subject"]))
    new: list[dict[str, str]] = []
    for side in sorted(named, key=lambda name: _role(name, speaking, about) != "party"):
        if side in sides:
            continue
        role = _role(side, speaking, about)
        looks = [(each["colour"], each["marker"]) for each in [*sides.values(), *new]]
        colour, marker = FIXED[role] if role in FIXED and FIXED[role] not in looks else next_look(looks)
        label = LABELS.get(role) or LABELS.get(side) or _label(side, drafts)
        if label in {each["label"] for each in [*sides.values(), *new]}:
            label = side.replace("_", " ")
        new.append({"id": side, "label": label, "role": role, "ally_of": "", "colour": colour, "marker": marker})
    return new


def _label(side: str, drafts: Sequence[Draft]) -> str:
    """The side's words, each spelt as claimants and paraphrases mostly spell it: rsf becomes RSF."""
    text = " ".join(f"{row.cells['claimant']} {row.cells['paraphrase']}" for row in drafts)
    words = []
    for word in side.split("_"):
        forms = Counter(re.findall(rf"\b{re.escape(word)}\b", text, flags=re.IGNORECASE))
        forms.pop(word, None)
        words.append(forms.most_common(1)[0][0] if forms else word.upper() if len(word) < 4 else word.title())
    return " ".join(words)


def _role(side: str, speaking: set[str], about: set[str]) -> str:
    words = set(side.split("_"))
    if side == NO_SIDE:
        return "observer"
    if side in UNKNOWN or words & UNKNOWN:
        return "unknown"
    if side in JOINT:
        return "joint"
    if words & OBSERVERS or (words & CIVILIAN and side not in speaking):
        return "observer"
    return "party" if side in about or words & PARTIES else "observer"
