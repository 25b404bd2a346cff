"""The numbers that stand for ids and scopes where many rows are compared: the same rows are alike as by their texts."""

from functools import cached_property

import numpy as np
import pandas as pd
import pytest
from make_case import figure

from contested import origins, parameters, views
from contested.compare import SAME, about
from contested.sorting import mapped, nunique, places
from contested.standing import Standing


def test_places_of_numbers_among_others():
    assert places([7, 3, 5], [5, 9, 7, -1, 0]).tolist() == [2, -1, 0, -1, -1]
    assert places([], [4, -1]).tolist() == [-1, -1]
    assert places([4], []).tolist() == []


def test_different_values_are_counted_under_each_number_and_missing_ones_are_none():
    values = pd.Series(["a", "b", "a", "a", None, "b"], dtype=object)
    assert nunique(np.array([0, 0, 1, 1, 1, 3]), values, 5).tolist() == [2, 1, 0, 1, 0]
    assert nunique(np.array([], dtype=int), values.iloc[:0], 2).tolist() == [0, 0]


def test_a_table_says_of_each_text_what_it_says_and_of_others_nothing():
    texts = pd.Series(["n", "s", "x", None, "n"], index=[5, 4, 3, 2, 1], dtype=object)
    found = mapped(texts, pd.Series({"n": "north", "s": "south"}, dtype=object))
    assert found.fillna("?").to_dict() == {5: "north", 4: "south", 3: "?", 2: "?", 1: "north"}
    assert mapped(texts, pd.Series(dtype=object)).fillna("?").tolist() == ["?"] * 5


def alike(one, other):
    """Whether two numberings of the same rows put the same ones together."""
    pairs = pd.DataFrame({"one": one, "other": other}).drop_duplicates()
    return not pairs["one"].duplicated().any() and not pairs["other"].duplicated().any()


def test_rows_have_one_scope_exactly_where_all_that_makes_one_is_the_same(kursk):
    ledger = kursk.ledger
    by_texts = ledger.groupby(["metric_id", "basis", *views.SCOPE], dropna=False).ngroup()
    assert alike(ledger["_scope"], by_texts)
    assert alike(about(ledger), ledger.groupby(list(SAME), dropna=False).ngroup())
    assert not alike(about(ledger), by_texts)


def test_rows_are_found_by_their_ids_in_the_ledger(kursk):
    assert kursk.ledger["_row"].tolist() == list(range(len(kursk.ledger)))
    asked = kursk.ledger["id"].iloc[[7, 0, 9]].tolist()
    assert kursk.positions([*asked, "nobody"]).tolist() == [7, 0, 9, -1]


@pytest.mark.parametrize("when", ["2024-08-20", "2025-03-15"])
def test_the_number_of_an_origin_is_that_of_the_row_with_its_id(kursk, when):
    rows = origins.with_origins(views.as_of(kursk.ledger, pd.Timestamp(when)), kursk)
    assert kursk.ledger["id"].to_numpy()[rows["_origin"]].tolist() == rows["origin"].tolist()
    assert rows["origin"].ne(rows["id"]).any()


def test_a_notebook_that_is_alone_works_out_what_it_looks_at_and_no_more(world):
    case = world(figure("a", "north-army", "lost", "5", "2030-05-01"))
    derived = {name for name, each in vars(Standing).items() if isinstance(each, cached_property)}
    given = {"case": str(case.folder)}
    now = parameters.read(parameters.load(str(case.folder))).standing()
    parameters.share(given, alone=True)
    assert not derived & vars(now).keys()
    parameters.share(given)
    assert derived <= vars(now).keys()
