# Every target sets up what it needs; `make setup` may be run again at any time.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.set-up
Q ?= Quels projets d'éclairage en province de Namur ?

.PHONY: setup start test test-long ask lint messages lock clean

setup: $(STAMP)

# pip 23, which a bare Python 3.11 brings, resolves for minutes; the lock then leaves nothing to resolve.
$(STAMP): pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit("Passerelle needs Python 3.11 or newer") if sys.version_info < (3, 11) else None'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --editable .
	@touch $(STAMP)

start: setup
	$(BIN)/passerelle ingest
	$(BIN)/passerelle serve

ask: setup
	@$(BIN)/passerelle ingest > /dev/null
	@$(BIN)/passerelle ask "$(Q)"

test: setup
	$(BIN)/python -m pytest

# The assistant in Slack through 1,000 seeds of disorder instead of 100; about half an hour.
test-long: setup
	TEST_LONG=1 $(BIN)/python -m pytest tests/bot/test_chaos.py -s

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/passerelle check

# After changing a text in the code or a template: extract, then translate what is new in corpus/locale/*.po.
messages: setup
	$(BIN)/pybabel --quiet extract --mapping babel.cfg --keyword translate:2 --keyword mark \
	  --keyword translate_plural:2,3 --keyword mark_plural:1,2 --no-location --sort-output --no-wrap --omit-header --output corpus/locale/passerelle.pot .
	for language in nl de en; do $(BIN)/pybabel --quiet update --input-file corpus/locale/passerelle.pot \
	  --output-file corpus/locale/$$language.po --locale $$language --no-fuzzy-matching --no-wrap --ignore-obsolete; done

lock: setup
	$(BIN)/python -m pip freeze --exclude-editable | sed 's/+cpu$$//' > requirements.lock

clean:
	rm -rf $(VENV) var
