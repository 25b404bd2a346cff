"""Every notebook runs headless at three days and for the seed, and tells different things where it must."""

import json

import pytest
import yaml

from contested.execution import Order, execute_all, notebook_names
from contested.seeds import SEEDS, seed_names

DAYS = ("2024-08-14", "2024-11-30", "2025-05-01")


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """Results of all notebooks by day (and by seed) and name."""
    told = {}
    given = {day: {"case": "kursk-2024", "as_of": day} for day in DAYS}
    given |= {seed: yaml.safe_load((SEEDS / f"{seed}.yaml").read_text(encoding="utf-8")) for seed in seed_names()}
    for key, parameters in given.items():
        order = Order(notebook_names(), parameters, tmp_path_factory.mktemp(f"run-{key}"), jobs=2)
        assert {each.name: each.error for each, _ in execute_all(order) if each.error} == {}
        results = [json.loads(path.read_text(encoding="utf-8")) for path in order.build.rglob("results.json")]
        told[key] = {result["notebook"]: result for result in results}
    return told


def test_every_notebook_ran_at_every_day_and_for_every_seed(runs):
    assert set(runs) == {*DAYS, *seed_names()}
    assert all(sorted(results) == notebook_names() for results in runs.values())


@pytest.mark.parametrize("name", notebook_names())
def test_another_day_tells_other_things(runs, name):
    parts = ("tables", "charts", "sentences")
    told = [json.dumps([runs[day][name][part] for part in parts], sort_keys=True) for day in DAYS]
    assert len(set(told)) == len(DAYS)


@pytest.mark.parametrize("name", notebook_names())
def test_more_is_known_on_a_later_day(runs, name):
    rows = [runs[day][name]["counts"]["rows"] for day in DAYS]
    assert rows[0] < rows[1] < rows[2]


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("name", notebook_names())
def test_every_number_of_every_sentence_leads_to_rows_or_to_what_was_counted(runs, day, name):
    said = runs[day][name]["sentences"]
    assert sum(len(each["numerals"]) for each in said) > 20
    for each in said:
        assert [number for number, where in each["numerals"].items() if not where] == [], each["text"]
        assert {place for where in each["numerals"].values() for place in where} <= {*each["ids"], *each["facts"]}


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("name", notebook_names())
def test_nothing_said_later_is_told(runs, day, name):
    result = runs[day][name]
    rows = [row for table in [*result["tables"].values(), *result["charts"].values()] for row in table["rows"]]
    said = [row[column] for row in rows for column in ("said", "said_a", "said_b", "last", "since") if row.get(column)]
    assert result["as_of"] == day
    assert said
    assert max(said) <= day


def test_a_seed_adds_its_own_figures_to_the_day_and_changes_no_other_notebook(runs):
    for seed in seed_names():
        day = runs[seed]["00-what-is-known"]["as_of"]
        seeded, plain = ({text["text"] for text in runs[key]["00-what-is-known"]["sentences"]} for key in (seed, day))
        assert plain < seeded
        assert runs[seed]["02-how-much-ground"]["sentences"] == runs[day]["02-how-much-ground"]["sentences"]
