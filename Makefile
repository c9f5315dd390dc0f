# One command runs it, one command checks it. Both need only Python 3.11+, pip and make.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

PYTHONS := 3.11 3.12 3.13

.PHONY: run install test trust test-all test-servers env dev lock lint types layers docs screenshots figures bench clean

run: env
	$(BIN)/huisheng demo

env: $(VENV)/.installed

dev: $(VENV)/.installed-dev

$(VENV)/.installed: requirements.lock pyproject.toml
	@echo '正在安装依赖,第一次要下载,一般要几分钟 / Installing what is needed: the first time takes a few minutes'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock requirements-javascript.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps \
	  -r requirements-javascript.lock
	touch $@

test: dev lint types layers
	$(BIN)/python -m pytest -n 2 --dist worksteal

# The long form of what `make test` tries a few times: kill -9 during delivery. Minutes.
trust: dev
	HUISHENG_KILLS=200 $(BIN)/python -m pytest -n 0 -s tests/alerts/delivery/test_kills.py

# The same on every Python we promise, each in an environment of its own (.venv-3.12 …).
test-all: $(PYTHONS:%=test-on-%)

test-on-%:
	@python=$$(bench/python-of $*) && $(MAKE) test PYTHON="$$python" VENV=.venv-$*

# A real WordPress feed and a real django-spirit forum on loopback; installs missing Debian packages.
test-servers: dev
	$(BIN)/python -m bench.servers

lint: dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: dev
	$(BIN)/mypy

layers: dev
	$(BIN)/lint-imports

# For use: as root /opt/huisheng and /var/lib/huisheng, else ~/huisheng. docs/install.md; safe to run again.
install:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "需要 Python 3.11 / Python 3.11 is needed")'
	@$(PYTHON) -P deploy/install.py $(if $(PREFIX),--prefix "$(PREFIX)") $(if $(DATA),--data "$(DATA)") \
	  $(if $(ACCOUNT),--account "$(ACCOUNT)") $(if $(EXTRAS),--extras "$(EXTRAS)")

# Locks carry hashes and no address; uv is only needed to make them anew.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  --no-annotate pyproject.toml requirements-build.in -o requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  --no-annotate --group dev -c requirements.lock -o requirements-dev.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  --no-annotate --no-deps requirements-javascript.in -o requirements-javascript.lock

docs: env
	$(BIN)/python docs/generate.py

# The pictures of both READMEs and of docs/, from the demo town. Installs Debian's browser and a font when missing.
screenshots: env
	$(BIN)/python -m bench.screenshots

# Size of a fresh environment and time of the demo.
figures:
	$(PYTHON) bench/figures.py

# Quality figures; those that need data outside the repository say so and are skipped without it.
bench: env
	$(BIN)/python -m bench

clean:
	rm -rf $(VENV) $(PYTHONS:%=.venv-%) build dist .mypy_cache .ruff_cache .pytest_cache
