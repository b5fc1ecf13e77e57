# Every verb of the repository. `make` or `make help` prints them.
#
# A verb starts by making sure that .venv fits the lock files; when it does, that costs nothing
# (make compares the stamps in .venv with requirements/*.txt).

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

HOST ?= 127.0.0.1
PORT ?= 8000
SIZE ?= small
ARGS ?=

export PYTHON

RUN := .venv/stamp-run
TEST := .venv/stamp-test
CHECK := .venv/stamp-check
FAULTS := .venv/stamp-faults

.PHONY: help setup run test check fix bench faults fuzz demo docs lock gs1-suite messages vendor clean

help: ## Print this list
	@echo "make VERB, where VERB is one of:"
	@echo ""
	@sed -n 's/^\([a-z0-9-]*\):[^#]*## \(.*\)/  \1|\2/p' $(firstword $(MAKEFILE_LIST)) \
		| while IFS='|' read -r verb text; do printf '%-12s %s\n' "$$verb" "$$text"; done
	@echo ""
	@echo "Change a default like this: make run PORT=8080"

setup: $(CHECK) ## Build .venv with everything: to run, to test and to check
	@echo ".venv is ready: .venv/bin/txng --help"

run: $(RUN) ## Serve on 127.0.0.1:8000, with the demonstration province if the database is new
	@.venv/bin/txng init
	@.venv/bin/txng demo load --size $(SIZE) --if-empty
	@.venv/bin/txng serve --host $(HOST) --port $(PORT)

test: $(TEST) ## Run every test on SQLite and on PostgreSQL (ARGS="-k lot" narrows both)
	@.venv/bin/python -m tools.run_tests $(ARGS)

check: $(CHECK) ## Lint, format, types, floors and house rules
	@.venv/bin/python -m tools.run_checks

fix: $(CHECK) ## Mend what ruff can mend: format, imports, simple lint
	@.venv/bin/ruff check --fix-only --quiet .
	@.venv/bin/ruff format .

bench: $(TEST) ## Measure capture, HTTP, queries and traces beside the raw speed of the database
	@.venv/bin/python -m bench $(ARGS)

faults: $(FAULTS) ## Kill, cut the power and fuzz for an hour: what is too long for `make test`
	@PYTEST_TIMEOUT=0 TXNG_TEST_LONG=1 TXNG_TEST_KILLS=200 .venv/bin/python -m tools.run_tests tests/faults $(ARGS)

fuzz: $(FAULTS) ## Send generated nonsense to every parser and every operation (ARGS="--seconds 600 json")
	@.venv/bin/python -m tools.fuzz $(ARGS)

demo: $(RUN) ## Load the demonstration province into the database (SIZE=province for a million events)
	@.venv/bin/txng init
	@.venv/bin/txng demo load --size $(SIZE)

docs: $(TEST) ## Check that the pages of docs/ name things that exist and that their links resolve
	@TXNG_TEST_ENGINE=sqlite .venv/bin/python -m pytest -q tests/house/test_docs.py

lock: ## Resolve pyproject.toml again and write requirements/*.txt (needs uv; ARGS=--upgrade)
	@python3 tools/lock.py $(ARGS)

gs1-suite: $(TEST) ## Run GS1's resolver test suite against ours (SUITE=/path/to/its/checkout)
	@.venv/bin/python -m tools.gs1_suite "$(SUITE)"

messages: $(TEST) ## Collect the sentences on screen into the English catalogue and compile it
	@.venv/bin/python -m tools.messages $(ARGS)

vendor: ## Fetch the front-end files again and compare them with the manifest (needs npm)
	@python3 tools/vendor.py $(ARGS)

clean: ## Remove .venv and caches; the data in var/ stays
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache build dist
	find src tests tools bench -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUN): requirements/run.txt pyproject.toml tools/setup.sh
	@sh tools/setup.sh run

$(TEST): requirements/test.txt pyproject.toml tools/setup.sh
	@sh tools/setup.sh test

$(FAULTS): requirements/faults.txt pyproject.toml tools/setup.sh
	@sh tools/setup.sh faults

$(CHECK): requirements/check.txt pyproject.toml tools/setup.sh
	@sh tools/setup.sh check
