# One command for each thing to do; `make` alone lists them. PYTHON=python3.12 chooses a Python.
.DEFAULT_GOAL := help
.PHONY: help setup demo dashboard test check types examples format floors schema bench speed coverage generated accept requirements readme findings answers audit-all causes pictures
SHELL := bash
export VENV ?= .venv
export PYTHON
# Tests start many processes, each of which would compile everything it imports.
unexport PYTHONDONTWRITEBYTECODE
BIN := "$(VENV)/bin"
PYTEST := $(BIN)/python -m pytest --no-header
SLOWEST := -rs --durations=12 --durations-min=5

help:
	@echo 'make demo          set up, then simulate Idlib, January 2018, and four what-ifs; report in results/demo'
	@echo 'make test          set up, check, run all tests; prints the minutes of each stage'
	@echo 'make dashboard     set up, then see, run and compare scenarios in a browser'
	@echo 'make check         format, lint, types, floors, schema current, doctests'
	@echo 'make types         part of check: the type checker'
	@echo 'make examples      part of check: the examples in docstrings and pages'
	@echo 'make format        part of check: format and lint, nothing is changed'
	@echo 'make floors        part of check: imports go down only'
	@echo 'make schema        part of check: the schemas for editors are current'
	@echo 'make bench         speed beside the plain one-world engine'
	@echo 'make speed         renew docs/explanation/speed.md; half an hour, nothing else running'
	@echo 'make coverage      which branches no test takes; fails under 95 %, and under 100 % where results are read or written'
	@echo 'make generated     twenty thousand generated scenarios: two engines, slices, parts, laws; half an hour'
	@echo 'make accept        accept new golden numbers, showing what changed'
	@echo 'make requirements  resolve the hashed requirements from pyproject.toml'
	@echo 'make readme        renew the marked parts of the README'
	@echo 'make findings      renew the tables of docs/explanation/findings.md'
	@echo 'make causes        renew the tables of docs/explanation/causes.md'
	@echo 'make answers       run the shipped sweeps and renew docs/explanation/answers.md'
	@echo 'make pictures      renew the pictures of the dashboard; needs a Chromium'
	@echo 'make audit-all     audit all shipped scenarios and renew docs/reference/audit.md; some minutes'

setup:
	@.ci/setup

demo: setup
	@$(BIN)/deescalate compare idlib-2018-01 no-drone-raid russia-withholds-air posts-on-time sochi-cancelled --worlds 1000 --out results/demo --replace

dashboard: setup
	@$(BIN)/deescalate dashboard

test:
	@.ci/stages \
	  'set-up' '.ci/setup' \
	  'check' '$(MAKE) --no-print-directory check' \
	  'quick tests' '$(PYTEST) -m "not (slow or browser)" -n 3 --dist worksteal --hypothesis-profile=ci $(SLOWEST)' \
	  'slow tests' '$(PYTEST) -m "slow or browser" -n 4 --dist worksteal --hypothesis-profile=ci $(SLOWEST)'
	@command -v chromium chromium-browser >/dev/null || echo 'The browser tests were skipped: no Chromium here (Debian, Ubuntu: apt install chromium).'

check:
	@$(MAKE) --no-print-directory -j 2 -O types examples format floors schema

types: setup
	$(BIN)/basedpyright --level error

examples: setup
	$(PYTEST) -q --doctest-modules --doctest-glob='*.md' sim docs scenarios README.md

format: setup
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .

floors: setup
	$(BIN)/lint-imports --no-logo

schema: setup
	$(BIN)/deescalate schema | diff -u scenarios/schema.json -
	$(BIN)/deescalate schema --sweep | diff -u scenarios/sweeps/schema.json -

bench: setup
	@$(BIN)/deescalate bench

speed: setup
	@$(BIN)/python -m benchmarks.speed

# Loader, chance, writers, resume: no branch of these may go untested.
WHOLE := sim/scenario/read.py,sim/scenario/load.py,sim/scenario/merge.py,sim/scenario/tree.py,sim/scenario/decode.py,$\
	sim/scenario/structure.py,sim/engine/chance.py,sim/engine/draws.py,sim/experiment/store.py,sim/experiment/folder.py,$\
	sim/experiment/part.py,sim/experiment/sweep/store.py,sim/experiment/sweep/record.py,$\
	sim/experiment/sweep/carry.py,sim/experiment/sweep/manifest.py

coverage: setup
	@$(BIN)/coverage erase
	@$(BIN)/coverage run -m pytest --no-header -q -m 'not browser' -n 2 --hypothesis-profile=ci || echo 'Measuring slows tests down: those that watch the time may fail here.'
	@$(BIN)/coverage combine -q
	@$(BIN)/coverage report --fail-under=95
	@$(BIN)/coverage report --fail-under=100 --include='$(WHOLE)'

# Ten seeds, each told as it ends: what was played before a stop is not lost.
generated: setup
	@for seed in $$(seq 10); do $(PYTEST) -q tests/laws/test_generated.py -n 2 --dist worksteal \
	  --hypothesis-profile=long --hypothesis-seed=$$seed --hypothesis-show-statistics || exit 1; done

accept: setup
	@$(BIN)/python -m tests.golden

requirements: setup
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet --output-file requirements.txt
	echo uv | $(BIN)/uv pip compile - --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet --output-file requirements-uv.txt

findings: setup
	@$(BIN)/python -m benchmarks.findings

answers: setup
	@$(BIN)/python -m benchmarks.answers

audit-all: setup
	@$(BIN)/python -m benchmarks.audits

readme: setup
	@$(BIN)/python -m benchmarks.readme

causes: setup
	@$(BIN)/python -m benchmarks.causes

pictures: setup
	@$(BIN)/python -m benchmarks.pictures
