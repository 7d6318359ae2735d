# make demo | test | test-all | lint | docs | bench | proofs | clean
#
# Everything happens in a virtual environment of its own, made on first use and refreshed when pyproject.toml changes.
#   VENV=DIR           where that environment lies (default .venv)
#   PYTHON=python      which Python makes it (default python3; 3.11 or newer)
#   TEST_PROFILE=NAME  Hypothesis profile of the tests: default (few examples, the same each time) or thorough
#   TEST_WORKERS=N     parallel test processes (default 2)

VENV ?= .venv
PYTHON ?= python3
TEST_PROFILE ?= default
TEST_WORKERS ?= 2

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
PYTEST := $(BIN)/python -m pytest -n $(TEST_WORKERS) --hypothesis-profile=$(TEST_PROFILE)

.DELETE_ON_ERROR:
.PHONY: help demo test test-all lint docs bench proofs clean

help:
	@sed -n '1,/^$$/s/^# \{0,1\}//p' Makefile

demo: $(VENV)/.installed-core
	$(BIN)/exactrelu demo

test: lint
	$(PYTEST)

test-all: export EXACTRELU_REQUIRE_EXTRAS := 1
test-all: lint $(VENV)/.installed-all
	$(PYTEST)

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

docs: $(VENV)/.installed-docs
	$(BIN)/python -m sphinx -W --keep-going -q -b html docs build/docs
	@echo "build/docs/index.html"

bench: $(VENV)/.installed-all
	$(BIN)/python benchmarks/run.py

# Machine-checks the theorem and builds the verified checker; on Debian as root it installs Coq and OCaml first.
proofs:
	@proofs/install.sh
	@$(MAKE) --no-print-directory -C proofs all check

mutate-checker: $(VENV)/.installed-mutation
	$(BIN)/python tests/certificate/mutate_checker.py --workers $(TEST_WORKERS)

clean:
	@$(MAKE) --no-print-directory -C proofs clean >/dev/null
	rm -rf build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find exactrelu tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
	@if [ -f "$(VENV)/.created" ]; then rm -rf "$(VENV)"; fi

# A working environment that lies there already is used as it is, and `make clean` leaves it alone.
$(VENV)/.python:
	@if ! $(BIN)/python -m pip --version >/dev/null 2>&1; then \
	  $(PYTHON) -c '' 2>/dev/null \
	    || { echo "exactrelu: '$(PYTHON)' does not run; name a Python 3.11 or newer: make PYTHON=/path/to/python3" >&2; exit 1; }; \
	  $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	    || { echo "exactrelu: '$(PYTHON)' is older than 3.11; name a newer Python: make PYTHON=/path/to/python3" >&2; exit 1; }; \
	  $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	    || { echo "exactrelu: '$(PYTHON)' cannot make virtual environments; install python3-venv, or name another Python: make PYTHON=/path/to/python3" >&2; exit 1; }; \
	  echo "making $(VENV)"; \
	  $(PYTHON) -m venv "$(VENV)" && touch "$(VENV)/.created"; \
	fi
	@touch $@

$(VENV)/.installed-core: pyproject.toml $(VENV)/.python
	$(PIP) install --editable .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml $(VENV)/.python
	$(PIP) install --editable '.[dev]'
	@touch $@ $(VENV)/.installed-core

$(VENV)/.installed-docs: pyproject.toml $(VENV)/.python
	$(PIP) install --editable '.[docs]'
	@touch $@

$(VENV)/.installed-all: pyproject.toml $(VENV)/.python
	$(PIP) install --editable '.[all,dev,docs,oracles]'
	@touch $@ $(VENV)/.installed-dev $(VENV)/.installed-docs $(VENV)/.installed-core

$(VENV)/.installed-mutation: pyproject.toml $(VENV)/.python
	$(PIP) install --editable '.[dev,mutation]'
	@touch $@ $(VENV)/.installed-dev $(VENV)/.installed-core
