# What a developer or a curious reader types. Needs Python 3.11 or newer, git and make; brings the rest itself.

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
SYNCED := .venv/.synced
export PORT

.PHONY: demo test test-services bench screenshots lint sync

demo: $(SYNCED)  ## the demo county on http://127.0.0.1:$(PORT)/ until Ctrl-C
	@exec $(BIN)/sunshine demo

test: $(SYNCED)  ## every test that needs no server; says what it skipped and why
	@exec $(BIN)/python -m pytest -n 2 $(ARGS)

test-services: $(SYNCED)  ## the tests that a server could change, on those named by DATABASE_URL, REDIS_URL, ELASTICSEARCH_URL
	@exec $(BIN)/python -m tests.services.run $(ARGS)

bench: $(SYNCED)  ## speeds, printed as tables, never asserted
	@exec $(BIN)/python -m tests.benchmarks.run $(ARGS)

screenshots: $(SYNCED)  ## each page in each look into docs/pictures; fails on overflow, console errors, other hosts
	@exec $(BIN)/python -m tests.screenshots.run $(ARGS)

lint: $(SYNCED)  ## style, types, import rules, migrations, deployment check, translations
	@PATH="$(CURDIR)/$(BIN):$$PATH" exec tests/tooling/lint.sh

sync: $(SYNCED)

# Repeated only when the locked dependencies change; an interrupted run leaves no stamp and is done again.
# Compiled once here: where Python may write no bytecode, as in many containers, each start would compile all of Django.
$(SYNCED): uv.lock
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv sync --frozen --system-certs --quiet --compile-bytecode
	@touch $@
