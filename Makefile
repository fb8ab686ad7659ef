.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin

.venv/ready: requirements.txt requirements-dev.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

.PHONY: help setup run test check lint bench faults attack crash scale score calibrate cleaning
help: ## list these words
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

setup: .venv/ready ## create .venv with the pinned requirements

run: .venv/ready ## read the sample wire into the warehouse and show what was learned
	$(BIN)/dateline run --source wire

test: .venv/ready ## run the whole suite
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

check: .venv/ready ## lint, types and the tests of what changed since the last commit
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m tests.changed

lint: .venv/ready ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: .venv/ready ## speed and memory, as ratios measured side by side
	$(BIN)/python -m tests.bench

faults: .venv/ready ## what becomes of faulty hosts and of a feed of 5,000 items, over two nights
	$(BIN)/python -m tests.faults

attack: .venv/ready ## what becomes of those who mean no good: every attack, what came of it, held or broke
	$(BIN)/python -m tests.attack

crash: .venv/ready ## kill nights of 2,000 pages at random moments and compare what they come to
	$(BIN)/python -m tests.crash

scale: .venv/ready ## the same night on one machine and on many, hash by hash
	$(BIN)/python -m tests.scale

score: .venv/ready ## quality against hand-made annotations, and the change against the committed scorecard
	$(BIN)/python -m tests.scorecard

calibrate: .venv/ready ## fit the weights of confidence on annotated articles, write docs/reliability.md
	$(BIN)/python -m tests.calibrate

cleaning: .venv/ready ## cleaning of real pages beside bare Trafilatura's
	$(BIN)/python -m tests.cleaning
