"""The generated pages are current, and what the README says of the data is so."""

import csv
import re

import pytest

from contested.codebook import pages
from contested.folders import ROOT, data_folder

README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.parent.name)
def test_generated_page_is_current(path):
    assert path.read_text(encoding="utf-8") == pages()[path], f"run make docs: {path.name} is older than its sources"


def test_every_link_of_the_readme_leads_to_a_file():
    links = [link for link in re.findall(r"\]\(([^)]+)\)", README) if not link.startswith("http")]
    assert len(links) > 8
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_readme_counts_the_figures_pages_and_languages_of_the_case():
    folder = data_folder() / "kursk-2024"
    rows = {path.stem: list(csv.DictReader(path.open(encoding="utf-8"))) for path in folder.glob("*.csv")}
    figures = sum(len(rows[name]) for name in ("claims", "evacuations", "strikes"))
    languages = {row["language"] for row in rows["sources"]} - {""}
    text = " ".join(README.split())
    assert f"{figures:,} figures" in text
    assert f"{len(rows['sources']):,} publications in {len(languages)} languages" in text
