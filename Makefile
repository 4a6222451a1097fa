# Two commands: `make book` and `make test`. Everything else is beside them.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
JOBS ?= $(shell n=$$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2); [ "$$n" -gt 4 ] && echo 4 || echo "$$n")
PORT ?= 8000
export JOBS
export PYTHONPATH := $(CURDIR)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
STAMP := $(VENV)/.installed

.PHONY: book build test serve lab accept check lock clean install

book: install  ## environment, pinned install, cold build; prints the file to open
	@$(BIN)/python -m analysis.publish.build --cold

build: install  ## the same, but only what changed
	@$(BIN)/python -m analysis.publish.build

install: $(STAMP)

# Once the stamp is newer than the lock file, nothing here needs the network.
$(STAMP): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(0 if (3, 11) <= v <= (3, 13) else f"Python 3.11, 3.12 or 3.13 is needed; $(PYTHON) is {v[0]}.{v[1]}. Set PYTHON=python3.12, say.")'
	@[ -x $(BIN)/python ] || { echo "making $(VENV)"; $(PYTHON) -m venv $(VENV); }
	@echo "installing what requirements.txt pins (some minutes, once)"
	@$(BIN)/python -m pip install --progress-bar off -q -r requirements.txt
	@$(BIN)/python -m pip install -q --no-deps --no-build-isolation -e .
	@touch $(STAMP)

test: install  ## every test, then every notebook run again and compared with what it printed
	@echo "tests"
	@$(BIN)/python -m pytest -n $(JOBS) --dist loadfile -m "not slow and not browser" tests
	@echo "notebooks against what is committed"
	@WTT_BUILD=1 PYTHONHASHSEED=0 OMP_NUM_THREADS=1 $(BIN)/python -m pytest --nbval -n $(JOBS) --dist loadfile --nbval-cell-timeout=300 -p no:cacheprovider book

serve: install  ## serve the built site on this machine
	@[ -f _build/html/index.html ] || $(BIN)/python -m analysis.publish.build
	@echo "http://127.0.0.1:$(PORT)/  (Ctrl+C ends it)"
	@$(BIN)/python -m http.server $(PORT) --bind 127.0.0.1 --directory _build/html

lab: install  ## the notebooks in JupyterLab
	@$(BIN)/python -m jupyterlab --notebook-dir=book

accept: install  ## re-run the notebooks and accept what they print
	@$(BIN)/python -m analysis.publish.accept $(NOTEBOOKS)
	@$(BIN)/python -m analysis facts --write
	@$(BIN)/python -m analysis datapackage

check: install  ## look at the built site in headless Chromium
	@$(BIN)/python -m pytest -m browser tests/browser

lock: install  ## resolve requirements.in anew (UPGRADE=1 takes newer versions)
	@$(BIN)/python -m uv pip compile --universal --python-version 3.11 --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
	  $(if $(UPGRADE),--upgrade) --quiet requirements.in -o requirements.txt
	@git --no-pager diff --stat -- requirements.txt

clean:  ## remove what was built; the environment stays
	@rm -rf _build .pytest_cache .hypothesis
	@find . -name __pycache__ -type d -not -path './$(VENV)/*' -prune -exec rm -rf {} +
