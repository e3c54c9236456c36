# Two commands matter: `make run` and `make test`. `make help` lists the rest.
PORT ?= 8000
PYTHON ?=
export PYTHON PORT
MANAGE := .venv/bin/python manage.py

.DEFAULT_GOAL := help
.PHONY: help run dev-packages test test-postgres test-elasticsearch check format clean

help: ## what can be made
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | awk -F'\t' '{printf "make %-18s %s\n", $$1, $$2}'

run: ## start Commonplace with demo content on http://127.0.0.1:$(PORT)/
	@echo "1/5  Python packages"
	@sh scripts/venv.sh requirements.txt
	@exec $(MANAGE) serve --with-demo --port $(PORT)

dev-packages:
	@sh scripts/venv.sh requirements-dev.txt

test: dev-packages ## every test whose needs are met here; says which were not
	@sh scripts/test.sh $(ARGS)

test-postgres: dev-packages ## the same tests on a PostgreSQL and a Redis started for them
	@tests/services/with_postgres.sh tests/services/with_redis.sh .venv/bin/pytest -n auto $(ARGS)

test-elasticsearch: dev-packages ## the tests that need Elasticsearch, on one started for them
	@.venv/bin/python -m tests.elasticsearch .venv/bin/pytest -n auto -m elasticsearch $(ARGS)

check: dev-packages ## format, lint, types, templates, imports, migrations, settings, editor bundle
	@sh scripts/check.sh

format: dev-packages ## put Python files and templates into shape
	@.venv/bin/ruff check --quiet --fix-only . && .venv/bin/ruff format --quiet .
	@git ls-files 'templates/*.html' | xargs -r .venv/bin/djade --target-version 5.2

clean: ## remove what can be made again; never var/, which holds your data
	@rm -rf .venv .cache .pytest_cache .mypy_cache .ruff_cache .import_linter_cache static-collected test-results
