# Two commands for everyone: `make demo` and `make test`. Each installs what it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
DEMO ?=
PYTEST ?=

.PHONY: demo test test-fast check record fix lock clean

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing what the program needs (once)…"
	$(PIP) install --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing what the tests need (once)…"
	$(PIP) install --require-hashes -r requirements-dev.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/.run

demo: $(VENV)/.run          ## the program with simulated phones, in the browser
	$(BIN)/python -m bot demo $(DEMO)

test: $(VENV)/.dev          ## every test; says what it skipped and why
	$(BIN)/python -m pytest -n auto $(PYTEST)

test-fast: $(VENV)/.dev     ## everything that needs no process, browser or server
	$(BIN)/python -m pytest -m "not slow" $(PYTEST)

check: $(VENV)/.dev         ## format, lint, types, contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

record: $(VENV)/.dev        ## write the dialogues anew; read the diff before you commit it
	$(BIN)/python -m pytest tests/dialogues --record $(PYTEST)

fix: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock:                       ## needs uv; keeps names, versions and hashes, no host names
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet --upgrade --extra dev -o requirements-dev.lock pyproject.toml
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet -c requirements-dev.lock -o requirements.lock pyproject.toml

clean:
	rm -rf $(VENV) build .mypy_cache .ruff_cache .pytest_cache .hypothesis artefacts
