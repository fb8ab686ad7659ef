.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin

.venv/ready: requirements.txt requirements-dev.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

.PHONY: help setup run test check lint docs bench faults attack crash scale large score calibrate cleaning
help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

setup: .venv/ready ## create .venv with the pinned requirements

run: .venv/ready ## read the sample wire into the warehouse and print a summary
	$(BIN)/dateline run --source wire

test: .venv/ready ## run the test suite
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

check: .venv/ready ## lint, type-check and test the files changed since the last commit
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m tests.changed

lint: .venv/ready ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

docs: .venv/ready ## build the documentation into site/, warnings are errors
	$(BIN)/mkdocs build --config-file docs/site/mkdocs.yml

bench: .venv/ready ## measure speed and memory as ratios
	$(BIN)/python -m tests.bench

faults: .venv/ready ## fetch from faulty hosts and a feed of 5,000 items over two nights
	$(BIN)/python -m tests.faults

attack: .venv/ready ## run every attack and print whether the defence held
	$(BIN)/python -m tests.attack

crash: .venv/ready ## kill runs of 2,000 pages at random and compare the results
	$(BIN)/python -m tests.crash

scale: .venv/ready ## compare a run on one machine with a distributed run, by hash
	$(BIN)/python -m tests.scale

large: .venv/ready ## measure questions to a lake of 20,000 articles as ratios
	$(BIN)/python -m tests.large

score: .venv/ready ## score against manual annotations and compare with the committed scorecard
	$(BIN)/python -m tests.scorecard

calibrate: .venv/ready ## fit the confidence weights on annotated articles and write docs/reliability.md
	$(BIN)/python -m tests.calibrate

cleaning: .venv/ready ## compare cleaning of real pages with plain Trafilatura
	$(BIN)/python -m tests.cleaning
