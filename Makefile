# Needs Python >= 3.11, make and pip. `make demo` serves the reference site, `make test` runs the suite.

HOST ?= 127.0.0.1
PORT ?= 8000
ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
SITE := $(VENV)/site.stamp
DEV := $(VENV)/dev.stamp
PIP := $(BIN)/python -m pip --disable-pip-version-check install -qq --require-hashes

.DEFAULT_GOAL := help
.PHONY: help demo test bench check wheel lock clean preflight

help:
	@echo 'make demo [HOST=127.0.0.1] [PORT=8000]   建好演示站点并启动 · build and serve the demo site'
	@echo 'make test [ARGS=...]                      运行全部测试 · run the whole test suite'
	@echo 'make bench [ARGS=--help]                  量一量速度与内存 · measure speed and memory beside peers'
	@echo 'make check                                静态检查 · formatting, types, contracts, security'
	@echo 'make wheel                                在 dist/ 中生成安装包 · build the package'

# The port before the slow work; the address as the shell wrote it, so that odd values stay one word.
preflight:
	@python="$$(PYTHON='$(PYTHON)' sh xcms/site/find_python.sh)" || exit 1; \
	"$$python" xcms/site/preflight.py '$(HOST)' '$(PORT)'

$(BIN)/python:
	@python="$$(PYTHON='$(PYTHON)' sh xcms/site/find_python.sh)" || exit 1; \
	echo '正在建立 Python 环境…… Creating the virtual environment…'; \
	"$$python" -m venv --clear $(VENV)

$(SITE): requirements.txt | $(BIN)/python
	@echo '正在安装所需软件包…… Installing packages…'
	@$(PIP) -r requirements.txt
	@touch $@

$(DEV): requirements-dev.txt | $(BIN)/python
	@echo '正在安装测试所需软件包…… Installing packages for tests…'
	@$(PIP) -r requirements-dev.txt
	@touch $@ $(SITE)

demo: preflight
	@$(MAKE) --silent --no-print-directory $(SITE)
	@BASE_URL='http://$(HOST):$(PORT)' $(BIN)/python -m xcms.site.demo
	@exec env DJANGO_SETTINGS_MODULE=xcms.site.settings.demo BASE_URL='http://$(HOST):$(PORT)' \
		$(BIN)/gunicorn --config python:xcms.site.gunicorn --bind '$(HOST):$(PORT)' xcms.site.wsgi

test: $(DEV)
	@$(BIN)/python -m pytest --numprocesses auto --maxprocesses 8 $(ARGS)

# With DATABASE_URL on that PostgreSQL server, in databases of its own; otherwise on SQLite.
bench: $(DEV)
	@$(BIN)/python -m tests.bench $(ARGS)

check: $(DEV)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet home notices registry templates xcms
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive home notices registry xcms
	DJANGO_SETTINGS_MODULE=xcms.site.settings.test $(BIN)/python manage.py makemigrations --check --dry-run
	SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))')" ALLOWED_HOSTS=example.org \
		DJANGO_SETTINGS_MODULE=xcms.site.settings.production \
		$(BIN)/python manage.py check --deploy --fail-level WARNING
	$(BIN)/python -m pytest -q tests/site/test_catalogues.py

wheel: $(DEV)
	@rm -rf dist
	@$(BIN)/python -m hatchling build --target wheel

# Universal locks, with hashes and without addresses: they serve every index and every machine.
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --no-header --extra site --extra pdf pyproject.toml
lock:
	@$(LOCK) --output-file requirements.txt
	@$(LOCK) --group dev --constraints requirements.txt --output-file requirements-dev.txt
	@sed -i '1i # Locked from pyproject.toml by `make lock`.' requirements.txt requirements-dev.txt

clean:
	rm -rf $(VENV) dist var .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
