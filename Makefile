# Two commands for a newcomer: `make demo` and `make test`. Everything else is for people who change the program.
PYTHON ?= python3
BIN := .venv/bin
LOCK := .venv-lock/bin/uv pip compile --universal --generate-hashes --no-header --quiet

.PHONY: demo test check lint types imports bench soak messages pictures snapshots lock clean

demo: .venv/ready
	@$(BIN)/oclient demo

test: .venv/ready
	$(BIN)/python -m pytest -n auto $(ARGS)

check: lint types imports test

lint: .venv/ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: .venv/ready
	$(BIN)/mypy
	$(BIN)/pyright --pythonpath $(BIN)/python --warnings

imports: .venv/ready
	$(BIN)/lint-imports --no-logo

bench: .venv/ready
	$(BIN)/python -m benchmarks $(ARGS)

soak: .venv/ready
	$(BIN)/python -m pytest -n auto -m soak $(ARGS)

messages: .venv/ready
	$(BIN)/pybabel -q extract --no-location --sort-output --omit-header -k tr -o oclient_tui/locale/oclient.pot oclient_tui screens storage
	$(BIN)/pybabel -q update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date -D oclient -i oclient_tui/locale/oclient.pot -d oclient_tui/locale
	$(BIN)/pybabel compile --statistics -D oclient -d oclient_tui/locale

pictures: .venv/ready
	TEXTUAL_COLOR_SYSTEM=truecolor TEXTUAL_ANIMATIONS=none $(BIN)/python -m tests.pictures

snapshots: .venv/ready
	SNAPSHOTS=new $(BIN)/python -m pytest -n auto tests/screens/test_snapshots.py

.venv/ready: requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@touch $@

lock:
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/pip install --quiet uv
	cd requirements && ../$(LOCK) $(ARGS) ../pyproject.toml -o runtime.txt
	cd requirements && ../$(LOCK) $(ARGS) ../pyproject.toml --group ../pyproject.toml:dev -c runtime.txt -o dev.txt

clean:
	rm -rf .venv .venv-lock .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build dist
