# make run: the whole product on this machine.  make test: the whole suite.  Nothing else has to be installed first
# but Python 3.11+ and make (and npm; without it the venv brings its own).
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test test-slow check bench lock

lock:
	$(BIN)/pip-compile -q --no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options --strip-extras -o requirements.txt requirements.in
	$(BIN)/pip-compile -q --no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options --strip-extras -o requirements-dev.txt requirements-dev.in
