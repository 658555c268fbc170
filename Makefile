# Every target makes its own environment when it is absent; nothing else has to be installed first.
PYTHON ?= python3.11
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt

.DEFAULT_GOAL := help
.PHONY: help install ask chat test check lint gate evals bench bench-peers bench-finding msdrg test-model clean

help:              ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null 2>&1 || { echo "codecite needs Python 3.11; set PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing codecite (once; a few minutes) ..." >&2
	@$(PIP) -e . && touch $@

$(VENV)/installed-dev: $(VENV)/installed
	@echo "Installing what the tests need ..." >&2
	@$(PIP) -e '.[dev]' && touch $@

$(VENV)/installed-bench: $(VENV)/installed
	@echo "Installing what codecite is measured beside ..." >&2
	@$(PIP) -e '.[bench]' && touch $@

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

bench: $(VENV)/installed-bench  ## measure the budgets of ARCHITECTURE.md on this machine, then the peers
	@$(BIN)/python -m evals.benchmarks.budgets
	@$(BIN)/python -m evals.benchmarks.edits
	@$(BIN)/python -m evals.benchmarks.peers

bench-peers: $(VENV)/installed-bench  ## codecite beside what you would pick instead: make bench-peers [PHRASES=file.jsonl]
	@$(BIN)/python -m evals.benchmarks.peers $(if $(PHRASES),--phrases "$(PHRASES)")

bench-finding: $(VENV)/installed  ## what each step of code finding is worth: make bench-finding [PHRASES=file.jsonl]
	@$(BIN)/python -m evals.benchmarks.ablations $(if $(PHRASES),--phrases "$(PHRASES)")

msdrg: $(VENV)/installed-dev    ## our attribute edits beside another Medicare Code Editor, on 20,000 claims (Linux)
	@$(BIN)/python -m evals.benchmarks.mce_agreement

$(VENV)-model/installed: pyproject.toml constraints.txt
	@command -v $(PYTHON) >/dev/null 2>&1 || { echo "codecite needs Python 3.11; set PYTHON=/path/to/python3.11" >&2; exit 1; }
	@echo "Installing a small language model; llama.cpp is compiled (once; five to ten minutes) ..." >&2
	@$(PYTHON) -m venv $(VENV)-model
	@$(VENV)-model/bin/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[small-model]' && touch $@

test-model: $(VENV)-model/installed  ## let a small language model word 100 answers; fails when an unsupported statement got out
	@$(VENV)-model/bin/python -m evals.benchmarks.small_model

clean:                          ## remove the environment (the index stays in your cache folder)
	@rm -rf $(VENV) $(VENV)-model

export Q
