# Every target sets up what it needs by itself; a second call finds it done.
PYTHON ?= python3
VENV := .venv/bin
PREPARE := $(PYTHON) -I deploy/prepare.py
WORKERS ?= 3

.DEFAULT_GOAL := help
.PHONY: help run setup devices test lint fuzz pinyin bench lock clean python

help: ## list every target
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

run: python ## open the kiosk on the demo site
	@$(PREPARE) run
	@$(VENV)/python run.py demo

setup: python ## set up .venv for running and testing, nothing else
	@$(PREPARE) dev

devices: python ## set up what serial, Linux input and camera scanners need as well
	@$(PREPARE) devices

test: lint ## check the code, run every test, hold the coverage gates
	@$(VENV)/python -m pytest -p tests.gates -n $(WORKERS) --dist loadgroup --cov --cov-report=

lint: setup ## check style, types and the walls between the floors
	@$(VENV)/ruff check
	@$(VENV)/ruff format --check
	@$(VENV)/mypy
	@$(VENV)/lint-imports

pinyin: setup ## write Chinese in xterm with Pinyin switched on (wants a quiet machine)
	@KIOSK_INPUT_METHOD=1 $(VENV)/python -m pytest tests/terminal/test_input_method.py

fuzz: setup ## throw 100,000 chunks of noise at the kiosk, good scans among them (about two hours)
	@KIOSK_FUZZ=1 $(VENV)/python -m pytest -n0 tests/terminal/test_noise.py

bench: python ## measure speed, as ratios within one run
	@$(PREPARE) devices
	@$(VENV)/python run.py bench

lock: ## renew the lock files to the newest allowed packages (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv: pipx install uv" >&2; exit 1; }
	@uv pip compile $(LOCK_OPTIONS) pyproject.toml -o requirements.lock
	@uv pip compile $(LOCK_OPTIONS) pyproject.toml --all-extras -c requirements.lock -o requirements-devices.lock
	@uv pip compile $(LOCK_OPTIONS) pyproject.toml --all-extras --group dev -c requirements.lock -o requirements-dev.lock

clean: ## remove everything that the other targets made
	@rm -rf .venv .coverage .coverage.* .hypothesis .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

python:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or later is needed: install python3." >&2; exit 1; }

LOCK_OPTIONS := --universal --python-version 3.11 --generate-hashes --only-binary :all: \
	--no-emit-index-url --no-annotate --no-header --no-config --upgrade --quiet
