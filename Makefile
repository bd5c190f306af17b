# Needs Python 3.11 to 3.13, git and make; fetches the rest into .venv. `make help` lists what there is.
SHELL := /usr/bin/env bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

YEAR ?= 2017
PROFILE ?=
ARGS ?=

PYTHON ?= python3
UV_VERSION := 0.13.9
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

# The machine's own Python serves; nothing here reports home.
export UV_PYTHON_DOWNLOADS := never
export UV_NO_PROGRESS := 1
export AIRFLOW__USAGE_DATA_COLLECTION__ENABLED := False
export DBT_SEND_ANONYMOUS_USAGE_STATS := false
export GX_ANALYTICS_ENABLED := false
export DO_NOT_TRACK := 1

.PHONY: help run test lint lock up down docs bench clean install

help: ## list the commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

run: install ## evaluate a year, from sources to report: the demonstration of 2017, or make run YEAR=2024 PROFILE=rehearsal
	@$(BIN)/olshem run --year $(YEAR) $(if $(PROFILE),--profile $(PROFILE)) $(ARGS)

test: install ## run the whole suite, on as many cores as there are up to four; the last lines name what was not run
	@$(BIN)/python -m pytest -n logical --maxprocesses 4 --no-loadscope-reorder $(ARGS)

lint: install ## formatting, lint, types, the rule of imports, YAML
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/yamllint --strict $$(git ls-files '*.yml' '*.yaml')

lock: install ## resolve the dependencies of pyproject.toml again into requirements.lock
	@$$(command -v uv || echo .uv/bin/uv) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	  --no-emit-index-url --no-emit-find-links --extra dev pyproject.toml -o requirements.lock

up: install ## start Postgres and Airflow on 127.0.0.1 and print how to log in
	@$(BIN)/olshem up

down: install ## stop what was started here
	@$(BIN)/olshem down

docs: install ## write the generated pages anew
	@$(BIN)/python -m olshem.evidence.pages
	@$(BIN)/python -m olshem.airflow.dag_table

bench: install ## measure beside baselines: make bench ARGS="load kills --rows 2000000"
	@$(BIN)/python -m benchmarks $(ARGS)

clean: ## stop what runs and remove the environment and caches; the data under .olshem/ stay
	@if [ -x $(BIN)/olshem ]; then $(BIN)/olshem down; fi
	@rm -rf $(VENV) .uv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	@find . -name __pycache__ -not -path './.git/*' -prune -exec rm -rf {} +

install: $(STAMP)

# uv does not read pip's configuration: a mirror or certificates that pip is told to use are handed on. The hashes of the lock decide
# what is installed, whichever index it came from. The stamp is made last: what was interrupted is begun again.
$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info < (3, 14) else "Python 3.11, 3.12 or 3.13 is needed; this is " + sys.version.split()[0] + ". Name one: make PYTHON=python3.12 ...")'
	@echo "Installing into $(VENV) ..."
	@if ! command -v uv >/dev/null && [ ! -x .uv/bin/uv ]; then \
	  $(PYTHON) -m venv .uv && .uv/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION); \
	fi
	@uv=$$(command -v uv || echo .uv/bin/uv); \
	told() { $(PYTHON) -m pip config get "global.$$1" 2>/dev/null || true; }; \
	main=$${PIP_INDEX_URL:-$$(told index-url)}; more=$${PIP_EXTRA_INDEX_URL:-$$(told extra-index-url)}; \
	cert=$${PIP_CERT:-$$(told cert)}; \
	if [ -n "$$cert" ]; then export SSL_CERT_FILE=$${SSL_CERT_FILE:-$$cert}; \
	elif [ -e /etc/ssl/certs/ca-certificates.crt ]; then export UV_SYSTEM_CERTS=$${UV_SYSTEM_CERTS:-1}; fi; \
	if [ -n "$$main" ]; then export UV_DEFAULT_INDEX=$${UV_DEFAULT_INDEX:-$$main}; fi; \
	if [ -n "$$more" ]; then export UV_INDEX=$${UV_INDEX:-$$(echo $$more)} UV_INDEX_STRATEGY=unsafe-best-match; fi; \
	$$uv venv --quiet --allow-existing --python "$$(command -v $(PYTHON))" $(VENV); \
	$$uv pip sync --quiet --compile-bytecode --python $(BIN)/python --require-hashes requirements.lock; \
	$$uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --offline --editable .
	@touch $(STAMP)
