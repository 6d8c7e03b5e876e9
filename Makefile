# Needs Python 3.11 or newer, pip, git and make. Everything else is put in .venv, by scripts/bootstrap, the first time.
# Only `.venv/bin/python -m ...` is used, never the scripts beside it: those break in a directory with a space in its name.

RUN := .venv/bin/python -m
# The time zones of the locked tzdata rather than the machine's, so that everyone has the same ones.
export PYTHONTZPATH :=
export PYTHONUTF8 := 1
unexport PYTHONDONTWRITEBYTECODE PYTHONPATH PYTHONHOME PYTHONSAFEPATH PYTHONOPTIMIZE
ARGS ?=

.PHONY: help demo test faults test-faults lint types migrations browser bench run lock clean setup setup-browser
.DEFAULT_GOAL := help

help: ## say what there is
	@echo 'make TARGET, where TARGET is'
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-11s %s\n", $$1, $$2 }' Makefile
	@echo 'ARGS="..." is handed on, as in: make test ARGS="-k agenda"'

demo: setup ## try it: a council month in a local stand-in for Slack, in your web browser
	@exec $(RUN) playground $(ARGS)

test: setup ## run the tests (all but those of `make faults` and `make browser`)
	@$(RUN) pytest -q -n 3 --dist worksteal $(ARGS)

faults: setup ## run the tests of lost answers, several processes and killed ones
	@$(RUN) pytest -q -n 3 -m faults $(ARGS)

test-faults: setup ## live through two hundred mornings on which workers are killed and calls go wrong
	@$(RUN) tests.faults $(ARGS)

lint: setup ## check style and who imports whom
	@$(RUN) ruff check .
	@$(RUN) ruff format --check .
	@.venv/bin/python -c 'from importlinter.cli import lint_imports_command as check; check()' --no-logo

types: setup ## check types
	@$(RUN) mypy --strict $(ARGS)

migrations: setup ## run the migrations on both databases and hold them against the models
	@$(RUN) pytest -q tests/store -k migrat $(ARGS)

browser: setup-browser ## run the tests that drive a real Chromium (it must be installed)
	@$(RUN) pytest -q -n 2 --dist worksteal -m browser tests/browser $(ARGS)

bench: setup ## measure what is promised about speed
	@$(RUN) benchmarks $(ARGS)

run: setup ## run the bot in your Slack workspace, with the settings in .env
	@exec sh scripts/with-env $(RUN) bot run $(ARGS)

lock: ## renew requirements/*.txt from requirements/*.in (needs uv; ARGS=--upgrade for the newest versions)
	@command -v uv >/dev/null || { echo 'This needs uv: pip install uv' >&2; exit 1; }
	@for name in bot dev browser; do \
	    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header $(ARGS) \
	        "requirements/$$name.in" -o "requirements/$$name.txt" || exit; \
	done

clean: ## remove what was installed or derived; databases and .env stay
	rm -rf .venv build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find bot playground tests benchmarks -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

setup:
	@sh scripts/bootstrap dev $(firstword $(MAKECMDGOALS))

setup-browser:
	@sh scripts/bootstrap browser $(firstword $(MAKECMDGOALS))
