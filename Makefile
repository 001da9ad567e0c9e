# `make run` opens the workbench on a demo loop, `make test` checks everything. Both need Python 3.11 or newer, make and a package registry.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
PORT ?= 8765
PACKS ?= 200
WORKERS ?= 2

.PHONY: run test test-all check bench docs lock clean help

help: ## Say what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

run: $(VENV)/.run ## Open the workbench on a simulated battery loop
	$(BIN)/dicycle demo --packs $(PACKS) --port $(PORT)

test: $(VENV)/.dev check ## Check style, types, floors and docs, and run all tests but the longest
	@sh scripts/ensure-chromium
	@sh scripts/ensure-postgres
	$(BIN)/python -m pytest -n $(WORKERS) -m "not full"

test-all: $(VENV)/.full check ## The same with the tests that take minutes
	@sh scripts/ensure-chromium
	@sh scripts/ensure-postgres
	DICYCLE_EXAMPLES=10 $(BIN)/python -m pytest -n $(WORKERS)

check: $(VENV)/.dev ## Style, types, floors, spelling and generated docs
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/codespell
	$(BIN)/python scripts/make_reference.py --check

bench: $(VENV)/.full ## Measure decode, validate, ingest and look-up on this machine
	$(BIN)/python -m benchmarks

docs: $(VENV)/.dev ## Write the generated reference pages again
	$(BIN)/python scripts/make_reference.py

lock: $(VENV)/.dev ## Pin all dependencies again
	$(PIP) install uv
	sh scripts/lock

clean: ## Remove what was made (the demo in var/ too)
	rm -rf $(VENV) var .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Dicycle needs Python 3.11 or newer: make PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements/run.lock pyproject.toml | $(VENV)/bin/python
	@echo "Setting up (about a minute, once) …"
	$(PIP) install --require-hashes -r requirements/run.lock
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements/dev.lock pyproject.toml | $(VENV)/bin/python
	@echo "Setting up with the test tools (about two minutes, once) …"
	$(PIP) install --require-hashes -r requirements/dev.lock
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/.run

$(VENV)/.full: requirements/full.lock $(VENV)/.dev
	@echo "Adding Spark and the peers of the benchmarks (two minutes, once) …"
	$(PIP) install --require-hashes -r requirements/full.lock
	@touch $@
