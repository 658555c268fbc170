# Every target makes its own environment when it is absent; nothing else has to be installed first.
PYTHON ?= python3.11
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt

.DEFAULT_GOAL := help
.PHONY: help install ask chat test check lint gate evals bench clean

help:              ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null 2>&1 || { echo "codecite needs Python 3.11; set PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing codecite (once; a few minutes) ..." >&2
	@$(PIP) -e . && touch $@

$(VENV)/installed-dev: $(VENV)/installed
	@echo "Installing what the tests need ..." >&2
	@$(PIP) -e '.[dev]' && touch $@

install: $(VENV)/installed      ## make .venv and install codecite into it

ask: $(VENV)/installed          ## answer one question: make ask Q="is M53.82 billable?"
	@test -n "$$Q" || { echo 'Ask like this: make ask Q="is M53.82 billable?"' >&2; exit 2; }
	@$(BIN)/codecite ask -- "$$Q"

chat: $(VENV)/installed         ## talk to codecite in the terminal
	@$(BIN)/codecite chat

test: $(VENV)/installed-dev     ## run the tests (needs PyPI alone)
	@$(BIN)/python -m pytest -n 2

lint: $(VENV)/installed-dev     ## style, types and the house's import rules
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

check: lint test gate           ## everything CI runs
	@$(BIN)/codecite knowledge lint

gate: $(VENV)/installed         ## run every suite; fails when a must-pass case or accuracy fell
	@$(BIN)/codecite eval run --gate --fresh

evals: $(VENV)/installed        ## run every suite and write the report page
	@$(BIN)/codecite eval run

bench: $(VENV)/installed-dev    ## measure the budgets of ARCHITECTURE.md on this machine
	@$(BIN)/python -m evals.benchmarks.budgets

clean:                          ## remove the environment (the index stays in your cache folder)
	@rm -rf $(VENV)

export Q
