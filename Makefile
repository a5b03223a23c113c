# Two commands for everyone: `make demo` and `make test`. Each installs what it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check --no-input
DEMO ?=
PYTEST ?=
FAST := tests/rules tests/dialogues tests/test_speech.py
# The compiled form of the tests is kept: it halves the start of the next run.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test test-fast check record fix anonymity bench lock clean

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 …")'
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/.run: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing what the program needs (once)…"
	@$(PIP) install --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing what the tests need (once)…"
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/.run

demo: $(VENV)/.run          ## the program with simulated phones, in the browser
	@$(BIN)/python -m bot demo $(DEMO)

# Three at once on two cores: a third of their time the browser and the processes are waited for.
test: $(VENV)/.dev          ## every test; says what it skipped and why
	$(BIN)/python -m pytest -n 3 --dist loadgroup $(PYTEST)

test-fast: $(VENV)/.dev     ## rules, sentences and the two main stories: an answer within ten seconds
	$(BIN)/python -m pytest -m "not slow" $(FAST) $(PYTEST)

check: $(VENV)/.dev         ## format, lint, types, contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

record: $(VENV)/.dev        ## write the dialogues anew; read the diff before you commit it
	$(BIN)/python -m pytest tests/dialogues --record $(PYTEST)

fix: $(VENV)/.dev           ## format, and repair what can be repaired without thought
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

anonymity: $(VENV)/.dev     ## the engines at full size, and what each finds in a build that leaks: 18 minutes of CPU, some ten on two free cores
	@$(BIN)/python -m tests.anonymity

bench: $(VENV)/.dev         ## how many updates a second the whole program takes, and what grows with what waits
	@$(BIN)/python -m tests.bench
	@$(BIN)/python -m tests.bench_due

lock:                       ## needs uv; keeps names, versions and hashes, no host names
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet --upgrade --extra dev -o requirements-dev.lock pyproject.toml
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet -c requirements-dev.lock -o requirements.lock pyproject.toml

clean:                      ## everything that can be made again; demo-data stays
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis artefacts
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
