"""Which metrics contain others, proposed from their names and from what pages give together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from contested.imports.layout import Draft
from contested.imports.metrics import size
from contested.imports.names import plain
from contested.imports.vocabulary import OUTCOMES, WHOLES

VAGUE = [["people"], ["civilians"], ["civilian"], ["personnel"], ["persons"], ["soldiers"], ["troops"]]
"""First words that do not make two metrics one family."""

WHO = {"civilians": "civilian", "soldiers": "personnel", "soldier": "personnel", "military": "personnel", "people": ""}


def propose(drafts: Sequence[Draft], who: Mapping[str, str]) -> list[tuple[str, str, str, str]]:
    """Metrics that lie inside another: metric, subset_of, breakdown (blank: they may overlap) and the reason.

    Casualties contain the killed, the wounded and so on of the same people; rockets_launched contains the other metrics
    of rockets; displaced contains displaced_in_shelters. Two or more that one page gives beside the larger one are
    taken as disjoint, unless what they add up to is more on every such page.
    """
    metrics = list(dict.fromkeys(row.cells["metric"] for row in drafts))
    found = []
    for whole in metrics:
        parts = [part for part in metrics if part != whole and _inside(part, whole)]
        together = _together(drafts, whole, parts, who)
        larger = [part for part in parts if any(given[part] > given[whole] for given in together if part in given)]
        parts = [part for part in parts if part not in larger and any(part in given for given in together)]
        sums = [sum(given[part] for part in parts if part in given) for given in together if len(given) > 2]
        breakdown = _name(whole) if len(parts) > 1 and sums else ""
        why = "the names say so" + (", and they are given beside the larger one" if breakdown else "")
        found += [(part, whole, breakdown, why) for part in parts]
    return list({each[0]: each for each in reversed(found)}.values())


def _inside(part: str, whole: str) -> bool:
    one, other = part.split("_"), whole.split("_")
    if other[-1] == "casualties":
        who = [WHO.get(words[0], words[0]) if len(words) > 1 else "" for words in (one, other)]
        return one[-1] in OUTCOMES and (who[1] in ("", who[0]) or not who[0])
    if one[: len(other)] == other:
        return True
    return (
        other[-1] in WHOLES and one[:-1][: len(other) - 1] == other[:-1] and len(other) > 1 and other[:-1] not in VAGUE
    )


def _together(
    drafts: Sequence[Draft], whole: str, parts: Sequence[str], who: Mapping[str, str]
) -> list[Mapping[str, float]]:
    """What each claimant gives of these metrics at one time for one window, place and group, with the whole."""
    pages: dict[tuple[str, ...], dict[str, float]] = defaultdict(dict)
    same = ("said_on", "subject", "place", "group", "basis", "event_start", "event_end")
    for row in drafts:
        cells = row.cells
        if cells["metric"] in (whole, *parts) and cells["value"] and cells["unit"] not in ("percent", "boolean"):
            pages[(who[plain(cells["claimant"])], *(cells[name] for name in same))][cells["metric"]] = size(row)
    return [given for given in pages.values() if whole in given and len(given) > 1]


def _name(whole: str) -> str:
    return f"kinds_of_{whole}"
