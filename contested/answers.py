"""What the verbs do that say what figures mean together: disputes, audit, origins, headlines, changes, the brief."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Callable
from typing import Any

import pandas as pd

from contested import headlines, tables, track, views
from contested.brief import brief
from contested.changes import changes
from contested.compare import comparable
from contested.export import plain, records
from contested.numerals import accounted
from contested.parts import as_findings
from contested.printing import emit
from contested.problems import ContestedError
from contested.scripts import isolated
from contested.standing import Standing, standing
from contested.verbs import filtered, opened, stood
from contested.words import Sentence, quantity

PAIR = ["kind", "a", "b", "metric_id", "place", "subject", "day", "gap", "ratio", "unit", "answer", "reason"]
DISPUTE = ["dispute", "doubts", "since", "until", "ended", "days", "pairs", "claimants", "origins", "reports"]
SHORT = ["kind", "scope", "claim_a", "claim_b", "ratio", "pairs", "reports", "origins", "since", "ended"]


def compare(options: Namespace) -> int:
    """Say whether two rows are comparable, and why not; 1 when they are not."""
    case = opened(options)
    for name in (options.a, options.b):
        if name not in case.by_id.index:
            raise ContestedError(f"row: there is no row '{name}'; allowed: an id of claims, evacuations or strikes")
    verdict = comparable(case.by_id.loc[options.a].to_dict(), case.by_id.loc[options.b].to_dict(), case)
    row = pd.DataFrame([{"a": options.a, "b": options.b, "answer": verdict.answer, "reason": verdict.reason}])
    emit(row, options, list(row), records(row)[0])
    return 0 if verdict else 1


def contradictions(options: Namespace) -> int:
    """Print disputes for people, one line each; for programs every pair of figures with the dispute it belongs to."""
    now = stood(options)
    found = filtered(now.disputes.assign(dispute=range(1, len(now.disputes) + 1)), options, now.case)
    found = found[found["kind"].eq(options.kind)] if options.kind else found
    told = _claims(found, now)
    if options.format == "table":
        return emit(told, options, SHORT)
    members = found.assign(member=found["members"].str.split("|")).explode("member")
    ends = members["member"].str.split("+", expand=True, n=1) if len(members) else pd.DataFrame(columns=[0, 1])
    keyed = members[[*DISPUTE, "kind"]].assign(a=ends[0], b=ends[1])
    pairs = now.conflicts.merge(keyed, on=["kind", "a", "b"], how="inner").sort_values("dispute", kind="stable")
    told = _claims(pairs, now)
    return emit(told.assign(reason=[_reason(row) for row in told.to_dict("records")]), options, [])


def _claims(pairs: pd.DataFrame, now: Standing) -> pd.DataFrame:
    """Add what both claimants said, in how many reports."""
    by_id = now.statements.set_index("id")
    for half in "ab":
        picked = by_id.loc[pairs[half]]
        text = [f"{row['claimant']}: {quantity(row)} ({row['said']:%Y-%m-%d})" for row in picked.to_dict("records")]
        pairs = pairs.assign(**{f"claim_{half}": text, f"reports_{half}": picked["reports"].to_numpy()})
    return pairs


def _reason(row: dict[str, Any]) -> str:
    """One sentence: what cannot both hold, and the gate's warning if it gave one."""
    if row["kind"] == "stance":
        said = f"one asserts what the other denies: {row['claim_a']} against {row['claim_b']}"
    else:
        said = f"the bounds do not meet: {row['claim_a']} against {row['claim_b']}"
    return f"{said}; with a warning: {row['reason']}" if row["reason"] else said


def audit(options: Namespace) -> int:
    """Print what is odd in running counts, totals with their parts, and subsets larger than their whole."""
    now = stood(options)
    over = now.subsets[now.subsets["finding"].eq("exceeds")]
    whole = now.rows.set_index("id")["claimant_id"].reindex(over["whole"]).to_numpy()
    inner = over.assign(kind="subset", claimant_id=whole, from_id=over["id"], to_id=over["whole"], explanation="")
    inner = inner.assign(what="a figure that the other contains is larger than it").drop(columns=["id", "whole", "by"])
    both = [each for each in (now.audit, as_findings(now.remainders, now.rows), inner) if len(each)]
    found = filtered(pd.concat(both, ignore_index=True) if both else now.audit, options, now.case)
    found = found.assign(state=found["explanation"].fillna("").ne("").map({True: "explained", False: "open"}))
    return emit(found, options, ["kind", "claimant_id", "metric_id", "to_id", "what", "state"])


def origins(options: Namespace) -> int:
    """Print statements with what stands behind each; or the reports that drifted from theirs."""
    now = stood(options)
    if options.drifts:
        found = tables.drifts(now.rows, now.drifts)
        found = found[found["id"].isin(filtered(now.rows, options, now.case)["id"])]
        return emit(found, options, ["drift", "claimant", "figure", "printed_as", "publisher", "by", "reason", "id"])
    grades = now.graded.set_index("origin")[["id", "witnesses", "against", "grade", "meaning"]]
    rows = filtered(now.rows, options, now.case)
    found = tables.echoes(rows, now.when, now.case, now.drifts)
    found = found.join(grades.rename(columns={"id": "speaks"}), on="origin")
    return emit(found, options, ["claimant", "figure", "label", "reports", "publishers", "drifted", "grade", "origin"])


def headline_cards(options: Namespace) -> int:
    """Print whether each headline may be used; for programs also its range under every rule."""
    now = stood(options)
    told = headlines.verdicts(now.heads, now.case)
    rules = headlines.cards(now.heads, now.case)
    cards = [{**row, "rules": records(rules[rules["headline"].eq(row["headline"])])} for row in records(told)]
    document = {"as_of": f"{now.when:%Y-%m-%d}", "headlines": cards}
    return emit(told, options, ["headline", "range", "claimants", "reports", "use", "carried_by"], document)


def track_record(options: Namespace) -> int:
    """Print how far claimants were off where enough cases allow to say so; --cases prints the cases."""
    now = stood(options)
    cases = filtered(now.measured, options, now.case)
    if options.cases:
        return emit(cases, options, ["claimant", "label", "id", "by", "measured_by", "off", "ratio"])
    found = track.named(track.track_record(cases), now.case)
    columns = ["claimant", "label", "measured_by", "cases", "within", "above", "below", "ratio"]
    return emit(found, options, columns)


def diff(options: Namespace) -> int:
    """Print what changed from one day to another."""
    case = opened(options)
    first, last = views.day("from", options.from_day), views.day("to", options.to_day)
    if first > last:
        raise ContestedError(f"from: {first:%Y-%m-%d} is after to {last:%Y-%m-%d}; allowed: a day on or before it")
    options.missing = views.missing(case.ledger, last)
    found = changes(standing(case, first), standing(case, last), case)
    found = found[found["change"].eq(options.change)] if options.change else found
    return emit(found, options, ["change", "claimant", "scope", "before", "figure", "said", "id"])


def brief_verb(options: Namespace) -> int:
    """Print the brief of a day: three sentences, then the long form."""
    now = stood(options)
    told = brief(now)
    if options.format == "table":
        short, long = ([isolated(each.text) for each in said] for said in (told.short, told.long))
        print(" ".join(short), "", *(f"- {each}" for each in long), sep="\n")
        return 0
    forms = {"short": told.short, "long": told.long}
    document = {name: [_sentence(each, now) for each in said] for name, said in forms.items()}
    if options.format == "json":
        json.dump({"as_of": f"{now.when:%Y-%m-%d}", **document}, sys.stdout, indent=1, ensure_ascii=False)
        print()
        return 0
    rows = [
        {"form": name, "text": each.text, "ids": "|".join(each.ids)} for name, said in forms.items() for each in said
    ]
    return emit(pd.DataFrame(rows), options, [])


def _sentence(sentence: Sentence, now: Standing) -> dict[str, Any]:
    facts = {name: plain(value) for name, value in sentence.facts.items()}
    numbers = accounted(sentence, now.case)
    return {"text": sentence.text, "ids": list(sentence.ids), "facts": facts, "numerals": numbers}


VERBS: dict[str, Callable[[Namespace], int]] = {
    "compare": compare,
    "contradictions": contradictions,
    "audit": audit,
    "origins": origins,
    "headlines": headline_cards,
    "track-record": track_record,
    "diff": diff,
    "brief": brief_verb,
}
