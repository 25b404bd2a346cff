"""Which columns the tables of the notebooks show, and what they are called there.

Where two columns of a table share a title, a space at the end tells them apart.
"""

COVERAGE = {
    "claimant": "Claimant",
    "side": "Side",
    "reports": "Reports",
    "origins": "Statements",
    "publishers": "Publishers",
    "metrics": "Metrics",
    "first": "First said",
    "last": "Last said",
}
PUBLISHERS = {
    "publisher": "Publisher",
    "reports": "Reports",
    "origins": "Statements",
    "metrics": "Metrics",
    "first": "First said",
    "last": "Last said",
}
COUNTS = {
    "claimant": "Claimant",
    "label": "Metric",
    "month": "Month",
    "kind": "Weapon and fate",
    "route": "From and to",
    "side": "Side",
    "reports": "Reports",
    "statements": "Statements",
}
APART = {
    "label": "Metric",
    "topic": "Topic",
    "reports": "Reports",
    "statements": "Statements",
    "claimants": "Claimants",
    "claimant": "Latest by",
    "figure": "Figure",
    "place": "Place",
    "said": "Said",
    "id": "Row",
}
EVIDENCE = {
    "dated": "How the day is known",
    "evidence": "Kind of evidence",
    "reliability": "Grade",
    "reports": "Reports",
    "statements": "Statements",
}
PAIRS = {
    "label": "What",
    "place": "Place",
    "day": "About",
    "claimant_a": "Said first",
    "figure_a": "Figure",
    "claimant_b": "Said second",
    "figure_b": "Figure ",
    "gap_text": "Apart",
    "pairs": "Pairs",
    "a": "Row",
    "b": "Row ",
}
GROUPS = {
    "label": "What",
    "group_text": "Group",
    "claimant": "Claimant",
    "figure": "Figure",
    "said": "Said",
    "reports": "Reports",
    "id": "Row",
}
PAIRED = {
    "claimant": "Claimant",
    "weapon": "Weapon",
    "target": "Target",
    "event_end": "Day",
    "figure": "Launched",
    "figure_right": "Shot down",
    "reports": "Reports",
    "id": "Row",
    "id_right": "Row ",
}
RESTS = {
    "claimant": "Claimant",
    "label": "What",
    "place": "Place",
    "said": "Said",
    "total_text": "Total",
    "parts_text": "Parts",
    "parts": "Parts counted",
    "rest_text": "Remainder",
    "total": "Row",
}
RULES = {
    "headline": "Headline",
    "rule": "Rule",
    "claimants": "Claimants",
    "range": "Range",
    "moves": "Another range",
    "flips": "Another conclusion",
}
USE = {
    "headline": "Headline",
    "range": "Range",
    "claimants": "Claimants",
    "origins": "Origins",
    "reports": "Reports",
    "conclusion": "What the figures say together",
    "use": "May be used",
    "carried_by": "Carried by",
    "flips_under": "Another conclusion under",
}
DISPUTES = {
    "scope": "What",
    "claimant_a": "Said first",
    "figure_a": "Figure",
    "mark_a": "Weighs more",
    "claimant_b": "Said second",
    "figure_b": "Figure ",
    "mark_b": "Weighs more ",
    "gap_text": "Apart",
    "doubts": "Doubts",
    "reports": "Reports",
    "origins": "Origins",
    "a": "Row",
    "b": "Row ",
}
STANCES = {
    "scope": "What",
    "claimant_a": "Said first",
    "figure_a": "Is",
    "claimant_b": "Said second",
    "figure_b": "Is ",
    "reports": "Reports",
    "origins": "Origins",
    "since": "Since",
    "until": "Until",
    "ending": "How it ended",
    "a": "Row",
    "b": "Row ",
}
ENDED = {
    "scope": "What",
    "claimant_a": "One",
    "claimant_b": "Other",
    "since": "Since",
    "until": "Until",
    "days": "Days",
    "ending": "How it ended",
    "reports": "Reports",
    "origins": "Origins",
}
REFUSED = {"reason": "Not comparable, because", "pairs": "Pairs", "a": "For example row", "b": "and row"}
CHANGES = {
    "change": "Change",
    "scope": "What",
    "claimant": "Claimant",
    "before": "Before",
    "figure": "Now",
    "said": "Said",
    "reports": "Reports",
    "id": "Row",
}
AUDIT = {
    "kind": "Kind",
    "claimant": "Claimant",
    "label": "What",
    "place": "Place",
    "day": "Day",
    "what": "Finding",
    "explanation": "Explained by (blank: open)",
    "from_id": "Row before",
    "to_id": "Row after",
}
ECHOES = {
    "claimant": "Claimant",
    "label": "What",
    "figure": "Figure",
    "place": "Place",
    "reports": "Reports",
    "publishers": "Publishers",
    "languages": "Languages",
    "first": "First printed",
    "last": "Last printed",
    "drifted": "Drifted",
    "why": "One statement, because",
    "origin": "Row",
}
DRIFTS = {
    "claimant": "Claimant",
    "label": "What",
    "figure": "Figure",
    "printed_as": "Printed as",
    "publisher": "By",
    "kind": "Drift",
    "reason": "Why",
    "first": "Row",
    "id": "Row ",
}
GRADES = {
    "credibility": "Credibility",
    "meaning": "Meaning",
    "statements": "Statements",
    "reports": "Reports",
    "example": "For example row",
}
MEASURED = {
    "claimant": "Claimant",
    "label": "What",
    "measured_by": "Measured by",
    "off": "Off",
    "ratio_text": "Times the yardstick",
    "id": "Row",
    "by": "Yardstick",
}
ZONES = {
    "claimant": "Claimant",
    "day": "About",
    "place": "Place",
    "figure": "Held",
    "figure_contested": "Contested",
    "reports": "Reports",
    "id": "Row",
    "id_contested": "Row ",
}
