"""The template of cases: the same columns as every case that is stored, and a worked row in each of its tables."""

import csv
import json
from pathlib import Path

import pytest

from contested.folders import data_folder
from contested.schema import TEMPLATE

COLUMNS = {
    each["name"]: each["schema"] for each in json.loads((TEMPLATE / "datapackage.json").read_text())["resources"]
}
CASES = [
    *sorted(data_folder().glob("[!.]*/datapackage.json")),
    Path(__file__).parent / "made_up_war" / "datapackage.json",
]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.parent.name)
def test_every_case_has_the_columns_of_the_template(path: Path) -> None:
    for each in json.loads(path.read_text(encoding="utf-8"))["resources"]:
        assert each["schema"] == COLUMNS[each["name"]], each["name"]


@pytest.mark.parametrize("path", sorted(TEMPLATE.glob("*.csv")), ids=lambda path: path.stem)
def test_a_table_of_the_template_has_its_columns_and_a_row(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as handle:
        header, *rows = csv.reader(handle)
    assert header == [field["name"] for field in COLUMNS[path.stem]["fields"]]
    assert rows
