# Everything a fresh machine needs is Python 3.11 and make. The system's own Python comes first, where
# it can make environments: most others are built with less optimisation (a tenth of the suite's time).
PYTHON ?= $(shell for python in /usr/bin/python3.11 python3.11; do \
	$$python -c "import ensurepip, venv" 2>/dev/null && command -v $$python && exit; done; command -v python3)
PORT ?= 5000
VENV := .venv
BIN := $(VENV)/bin
SHELL := /bin/bash
export PORT RESET DEMO_PASSWORD TIMES
# Containers often forbid Python to keep what it has compiled: each process of demo, tests and
# measures would compile everything again, two thirds of the time it takes to start.
unexport PYTHONDONTWRITEBYTECODE

# uv is used for speed where it is there; pip checks the same hashes. The lists are whole, so
# nothing is to be worked out (--no-deps): older pips look for the newest `coverage[toml]` otherwise.
UV := $(shell command -v uv 2>/dev/null)
ifeq ($(UV),)
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r
else
INSTALL = uv pip install --quiet --python $(BIN)/python --no-deps --require-hashes -r
endif

.PHONY: help demo test check format migrate seed courses bench drill calendar journeys hunt holidays lock clean

help:
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /  /'

$(BIN)/python:
	@[ -n "$(PYTHON)" ] && $(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" || { echo "Install Python 3.11 first."; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements/runtime.txt | $(BIN)/python
	@echo "Installing what the service needs …"
	@$(INSTALL) requirements/runtime.txt
	@touch $@

$(VENV)/.dev: requirements/dev.txt | $(BIN)/python
	@echo "Installing what the tests need …"
	@$(INSTALL) requirements/dev.txt
	@touch $@ $(VENV)/.runtime

demo: $(VENV)/.runtime ## a believable demo on http://127.0.0.1:5000 (PORT=, RESET=1, DEMO_PASSWORD=)
	@bash bin/demo

test: $(VENV)/.dev ## all checks and all tests, on SQLite and on PostgreSQL
	@bash bin/check
	@bash bin/test

check: $(VENV)/.dev ## format, lint, types, imports, courses and migrations, then the tests
	@bash bin/check
	@bash bin/test

format: $(VENV)/.dev ## put the code in its format
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

courses: $(VENV)/.dev ## check the courses and print their figures
	@LEARNING_SECRET_KEY=only-for-checking-the-courses-here $(BIN)/flask --app wsgi check-courses

migrate: $(VENV)/.runtime ## bring the database of the settings up to date
	@$(BIN)/flask --app wsgi db upgrade

seed: $(VENV)/.runtime ## fill an empty database with the demo
	@$(BIN)/flask --app wsgi seed

bench: $(VENV)/.dev ## measures, as ratios in one run
	@$(BIN)/python -m bench

drill: $(VENV)/.dev ## checks taken and e-mail sent while processes are killed: nothing may be lost
	@$(BIN)/python -m drills

calendar: $(VENV)/.dev ## the suite as at moments when years, months, leap days and summer time begin
	@bash bin/calendar

journeys: $(VENV)/.dev ## the browser journeys on PostgreSQL with two web processes, as in service
	@bash bin/test --journeys require --served-on postgresql tests/journeys

hunt: $(VENV)/.dev ## every property on 20 times as many examples as the suite draws (TIMES=)
	@bash bin/hunt

holidays: $(VENV)/.dev ## write down the bank holidays that the pinned library knows
	@$(BIN)/python bin/bank_holidays.py > learning/bank_holidays.json

lock: ## pin the newest allowed versions, with hashes and without addresses (needs uv)
	@uv pip compile -q --upgrade --universal --generate-hashes --no-header --no-annotate --python-version 3.11 pyproject.toml -o requirements/runtime.txt
	@uv pip compile -q --upgrade --universal --generate-hashes --no-header --no-annotate --python-version 3.11 --extra postgres -c requirements/runtime.txt pyproject.toml -o requirements/postgres.txt
	@uv pip compile -q --upgrade --universal --generate-hashes --no-header --no-annotate --python-version 3.11 --extra postgres --extra dev -c requirements/postgres.txt pyproject.toml -o requirements/dev.txt

clean: ## take away what make put here
	@rm -rf $(VENV) instance
	@find . -name __pycache__ -prune -exec rm -rf {} +
