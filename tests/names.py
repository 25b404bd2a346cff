"""Names in many scripts, and a made-up case whose sides, claimants, places and publishers bear them."""

from __future__ import annotations

from typing import Any

from make_case import METRICS, Row, figure, table

from contested.palette import JOINT_LOOK, LOOKS, UNKNOWN_LOOK

LONG = "Ministry for Emergency Situations, Civil Defence and Relief of the Northern Confederation, Press Office"
SIDES = [
    "الجيش (Army) 3", "צבא ההגנה", "ارتش جمهوری ۳", "उत्तरी सेना", "မြောက်ပိုင်းတပ်", "北方集团军", "Північна армія", LONG,
]  # fmt: skip
CLAIMANTS = [
    "قيادة الجيش (Army) 3", "דובר צה\"ל 7", "وزارت دفاع «ایران»", "रक्षा मंत्रालय | प्रवक्ता", "ကာကွယ်ရေး ဝန်ကြီးဌာန",
    "国防部 <b>发言人</b> $5", "Генеральний штаб_і_$", LONG,
]  # fmt: skip
PLACES = ["الوادي الطويل", "כפר האלון", "Cafe\u0301 des é́toiles $1 to $2"]
PUBLISHERS = ["صحيفة الشمال", "朝日新聞", 'Paper <b>_bold_</b> | "x"']


def cells() -> dict[str, Any]:
    """The tables of a case with eight sides, a claimant on each, all with these names."""
    parties = [
        {"id": f"side{at}", "label": label, "role": "party" if at < 2 else "observer", "colour": look[0],
         "marker": look[1]}
        for at, (label, look) in enumerate(zip(SIDES, LOOKS, strict=True))
    ]  # fmt: skip
    fixed = [
        {"id": "unclear", "label": "غير معروف", "role": "unknown", "colour": UNKNOWN_LOOK[0], "marker": "X"},
        {"id": "both", "label": "双方", "role": "joint", "colour": JOINT_LOOK[0], "marker": "*"},
    ]
    claimants = [
        {"id": f"c{at}", "name": name, "side": f"side{at}", "kind": "military", "evidence": "claim", "reliability": "F"}
        for at, name in enumerate(CLAIMANTS)
    ]
    places = table(
        "id name parent level coord_precision",
        f"valley; {PLACES[0]}; ; region; none",
        f"hamlet; {PLACES[1]}; valley; village; none",
        f"coast; {PLACES[2]}; ; region; none",
    )
    sources = [
        {"id": f"page-{at + 1}", "publisher": name, "url": f"https://example.org/{at}", "published": "2030-05-12",
         "language": "en"}
        for at, name in enumerate(PUBLISHERS)
    ]  # fmt: skip
    grey = METRICS[2] | {"id": "grey", "label": "land contested", "topic": "contest", "comparability": "grey"}
    return {"sides": [*parties, *fixed], "claimants": claimants, "places": places, "sources": sources,
            "metrics": [*METRICS, grey], "settings": {"headlines": ["held"]}}  # fmt: skip


def rows(metric: str = "held") -> list[Row]:
    """Of every claimant one figure on two pages, and one of another day; between them they have all qualifiers."""
    words = ["exact 300", "about 1000", "more_than 110", "at_most 500", "between 200 400", "nearly 900", "150", "1050"]
    found = []
    for day in (10, 11, 14):
        for at, text in enumerate(words):
            told = {"subject": "side1", "source_id": f"page-{(at + day) % 3 + 1}"}
            text = text if day < 14 else str(1000 + at)
            told["paraphrase"] = f"As {CLAIMANTS[at]} said."
            found.append(figure(f"r{day}-{at}", f"c{at}", metric, text, f"2030-05-{day}", **told))
    return found
