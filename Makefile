# Everything runs in .venv, which `setup` makes; no target needs an activated environment.
PYTHON ?= python3.11
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.setup-done

# The day on which data/examples/article.txt was published: relative dates in it count from here.
EXAMPLE_DATE ?= 2020-01-14

.DEFAULT_GOAL := help
.PHONY: setup demo test check corpus clean help

setup: $(STAMP) ## make .venv with the pinned packages and this project in it

$(STAMP): pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -c constraints.txt -e ".[train,dev]"
	touch $@

demo: setup ## train the small example, export it, score it and ask it a question
	$(BIN)/python -m training.train configs/quickstart.yaml
	$(BIN)/python -m scripts.export_onnx runs/quickstart runs/quickstart/bundle
	$(BIN)/python -m eval.run runs/quickstart data/test.jsonl -o reports/quickstart
	$(BIN)/mithaq who --bundle runs/quickstart/bundle data/examples/article.txt --date $(EXAMPLE_DATE)

test: setup ## run the tests
	$(BIN)/python -m pytest

check: setup ## lint, format, types, import rule
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

corpus: setup ## compile data/articles to data/{train,dev,test}.jsonl
	$(BIN)/python -m scripts.build_corpus

clean: ## remove caches and build outputs; keeps .venv, runs and reports
	rm -rf build dist src/*.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -not -path "./$(VENV)/*" -prune -exec rm -rf {} +

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 10
