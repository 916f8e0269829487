# Skoleporten. `make` lists the words; none needs another first.
SHELL := /bin/sh
PYTHON := .venv/bin/python
# Those that scripts/texts.py compiles; another language is compiled where it is switched on (config/languages.py).
LOCALES := $(patsubst %,skoleporten/web/locale/%/LC_MESSAGES/django.po,nb nn)
VENDOR := skoleporten/web/static/vendor/designsystemet/index.css
SOURCES := skoleporten tests scripts $(wildcard benchmarks)

.DEFAULT_GOAL := help
.PHONY: help setup run test check fix lock bench dumps access offline signins mutants
.DELETE_ON_ERROR:

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' Makefile

setup: .venv/.installed $(VENDOR) $(LOCALES:.po=.mo)  ## make .venv with the skoleporten command, the assets and the texts; quick when nothing changed

run: setup  ## start a made-up municipality and print its address
	@exec .venv/bin/skoleporten demo $(WITH)

test: setup  ## every test: on SQLite, on PostgreSQL and in a browser (make test STAGES="plain browser" for some)
	@$(PYTHON) scripts/test.py $(STAGES)

check: setup  ## lint, format, types, layers and the fast tests
	$(PYTHON) -m ruff check --quiet $(SOURCES)
	$(PYTHON) -m ruff format --check --quiet $(SOURCES)
	SKOLEPORTEN_VAR=build/check $(PYTHON) -m mypy
	.venv/bin/lint-imports --no-cache
	$(PYTHON) scripts/texts.py missing
	$(PYTHON) scripts/test.py fast

fix: setup  ## put the code in order, and write the generated pages anew
	$(PYTHON) -m ruff check --quiet --fix $(SOURCES)
	$(PYTHON) -m ruff format --quiet $(SOURCES)
	$(PYTHON) scripts/docs.py

lock: .venv/.installed  ## write the locks anew (make lock WITH=--upgrade for newer versions)
	scripts/lock.sh $(WITH)

bench: setup  ## speed and memory, as ratios within one run
	$(PYTHON) -m benchmarks $(WITH)

mutants: setup  ## plants every access bug and shows that the tests find each
	@SKOLEPORTEN_MUTANTS=all $(PYTHON) -m pytest tests/access/test_planted_bugs.py -q -n auto

dumps: setup  ## every released version's database, migrated on both engines
	@for engine in sqlite postgres; do SKOLEPORTEN_DUMPS=all SKOLEPORTEN_TEST_DATABASE=$$engine $(PYTHON) -m pytest tests/migrations -q -n 2 || exit 1; done

N := 1000000
access: setup  ## random access checks, the gate against its oracle (make access N=1000000)
	@$(PYTHON) scripts/access.py $(N)

accessibility: setup  ## every page as each role in all languages, widths and colours (make accessibility WITH="--pages mine/")
	@$(PYTHON) scripts/accessibility.py $(WITH)

offline: N := 100000
offline: setup  ## taps at the door through a bad line to a server that is killed (make offline N=100000)
	@$(PYTHON) scripts/offline.py $(N)

signins: N := 1000
signins: setup  ## guardians who log in at once, within five minutes a thousand (make signins N=1000)
	@$(PYTHON) scripts/signins.py $(N)

.venv/.installed: requirements/dev.txt pyproject.toml scripts/make-venv.sh
	@scripts/make-venv.sh
	@touch $@

$(VENDOR): .venv/.installed package-lock.json scripts/assets.py
	@$(PYTHON) scripts/assets.py
	@touch $@

%.mo: %.po .venv/.installed
	@$(PYTHON) scripts/texts.py build
	@touch $@
