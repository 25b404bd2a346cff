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
EVIDENCE = {
    "dated": "How the day is known",
    "evidence": "Kind of evidence",
    "reliability": "Grade",
    "reports": "Reports",
    "statements": "Statements",
}
RULES = {"rule": "Rule", "claimants": "Claimants", "range": "Range", "moves": "Another range"}
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
STANCES = {
    "label": "What",
    "place": "Place",
    "day": "About",
    "claimant_a": "Said first",
    "stance_a": "Says",
    "claimant_b": "Said second",
    "stance_b": "Says ",
    "pairs": "Pairs",
    "a": "Row",
    "b": "Row ",
}
DURATION = {
    "label": "What",
    "place": "Place",
    "claimant_a": "One",
    "claimant_b": "Other",
    "since": "Since",
    "until": "Until",
    "days": "Days",
}
AUDIT = {
    "kind": "Kind",
    "claimant": "Claimant",
    "label": "What",
    "place": "Place",
    "day": "Day",
    "what": "Finding",
    "explanation": "Explained by",
    "from_id": "Row before",
    "to_id": "Row after",
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
    "origin": "Row",
}
DRIFTS = {
    "claimant": "Claimant",
    "label": "What",
    "place": "Place",
    "said": "Said",
    "printed as": "Printed as",
    "reports": "Reports",
    "publishers": "Publishers",
    "origin": "Row",
}
