# Thin on purpose: what a target does is in scripts/. PYTHON and PORT can be given.
PYTHON ?= python3
PORT ?= 8000
export PORT

.PHONY: help demo test lint bench screenshots lighthouse messages clean

help: ## what can be made
	@grep -E '^[a-z]+:.*##' Makefile | sed 's/:.*## /\t/' | expand -t 14

demo: ## the site with demo content on http://127.0.0.1:$PORT, until Ctrl-C
	@$(PYTHON) -m scripts.demo --end-with-parent

test: ## everything that CI runs
	@$(PYTHON) -m scripts.check

lint: ## the quick part of it: style, types, layers, templates
	@$(PYTHON) -m scripts.check --only lint

bench: ## ratios against a raw baseline, as a table and as JSON
	@$(PYTHON) -m scripts.bench

screenshots: ## pictures of each kind of page from a running demo, into screenshots/
	@$(PYTHON) -m scripts.screenshots

lighthouse: ## Lighthouse's scores of a running demo: the first page, the list, an idea
	@$(PYTHON) -m scripts.lighthouse

messages: ## gather new texts into the catalogues, and compile them
	@$(PYTHON) -m scripts.bootstrap
	@.venv/bin/python -m scripts.messages --gather
	@.venv/bin/python -m scripts.messages

clean: ## remove what was built; the data in var/ stays
	rm -rf .build .venv frontend/dist frontend/node_modules .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
