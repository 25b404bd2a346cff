# Two commands do everything on a fresh machine: 'make report' and 'make test'.
PYTHON ?= python3
CASE ?= kursk-2024
BIN := .venv/bin
RUN := MPLCONFIGDIR=$(CURDIR)/.venv/mpl JUPYTER_PREFER_ENV_PATH=1 PYTHONHASHSEED=0 CONTESTED_CASE=$(CASE)
AS_OF ?=
JOBS ?= 2

.PHONY: report bench test lint unit notebooks-test notebooks docs lab lock check clean

report: .venv/run.stamp
	$(RUN) $(BIN)/contested run --jobs $(JOBS) $(if $(AS_OF),--as-of $(AS_OF))

test: lint check unit notebooks-test

lint: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

check: .venv/dev.stamp
	$(RUN) $(BIN)/contested check

unit: .venv/dev.stamp
	$(RUN) $(BIN)/python -m pytest -n 2 --dist loadfile tests

# The stored outputs against a new run; a notebook without stored outputs would pass unseen, tests/test_notebooks.py sees it.
notebooks-test: .venv/dev.stamp
	$(RUN) CONTESTED_BUILD=$(CURDIR)/build/nbval $(BIN)/python -m pytest -n 2 --dist loadscope --nbval --nbval-kernel-name python3 notebooks

# Ratios within one run on this machine; PARTS=report,sweep runs some of the sections, ROUNDS=3 fewer rounds.
bench: .venv/dev.stamp
	$(RUN) $(BIN)/python benchmarks/bench.py

# Run the notebooks with the default parameters and store them with their outputs.
notebooks: .venv/dev.stamp
	$(RUN) $(BIN)/python tools/store_notebooks.py

# The pages that are generated: the codebook and the index of the notebooks.
docs: .venv/run.stamp
	$(RUN) $(BIN)/python -m contested.codebook

lab: .venv/run.stamp
	$(RUN) $(BIN)/jupyter-lab notebooks

lock: .venv/run.stamp
	sh tools/lock.sh

clean:
	rm -rf build .venv .mypy_cache .ruff_cache .pytest_cache

.venv/run.stamp: requirements.txt pyproject.toml tools/setup.sh
	PYTHON="$(PYTHON)" sh tools/setup.sh requirements.txt
	touch $@

.venv/dev.stamp: requirements-dev.txt requirements.txt pyproject.toml tools/setup.sh
	PYTHON="$(PYTHON)" sh tools/setup.sh requirements-dev.txt
	touch .venv/run.stamp $@
