# Two commands do everything: `make lab` opens the lecture, `make test` checks it. Each makes its own .venv and installs what it needs.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# JupyterLite brings Lab an extension that only JupyterLite can load: it gets an environment of its own.
SITE := $(VENV)/site
SITE_READY := $(SITE)/.ready
HUB_READY := $(VENV)/.ready-hub
# nbgrader brings an extension for Lab, too.
GRADING := $(VENV)/grading
GRADING_READY := $(GRADING)/.ready
# The oldest versions that pyproject.toml allows.
LOWEST := $(VENV)/lowest
LOWEST_READY := $(LOWEST)/.ready
# The newest versions that there are.
NEWEST := $(VENV)/newest
# Notebook and Voilà bring extensions for Lab as well.
PLACES := $(VENV)/places
PLACES_READY := $(PLACES)/.ready
PORT ?= 8000

.NOTPARALLEL:
.PHONY: lab hub test test-all test-slow test-weekly test-unit test-notebooks test-browser test-places test-lowest test-newest lint notebooks slides assignment frames site mutants random-mutants bench students clean

# Where there is no browser to open (a container, a remote machine), Lab prints its address instead. ARGS: `make lab ARGS="--lang ko"`
lab: $(READY)
	$(BIN)/nnlab lab $$($(BIN)/python -c "import webbrowser; webbrowser.get()" 2>/dev/null || echo --no-browser) $(ARGS)

# One explorer and one prediction in JupyterLab, Jupyter Notebook and Voilà, and in a program with the limits of Colab's.
test-places: $(PLACES_READY)
	$(PLACES)/bin/python -m pytest -rsR --reruns 1 tests/browser/test_places.py

# A JupyterHub on this computer, for trying (deploy/README.md). Another port: `make hub PORT=9000`
hub: $(HUB_READY)
	NNLAB_HUB_PORT=$(PORT) $(BIN)/jupyterhub -f deploy/jupyterhub_config.py

test: lint test-unit test-notebooks test-browser

# Everything: what takes too long for every day (every preset's picture, a student's week), and what takes too long for every change.
test-all: test test-slow test-weekly

test-unit: $(READY)
	$(BIN)/python -m pytest -n 2 -m "not browser and not slow"

test-slow: $(SITE_READY) $(HUB_READY) $(GRADING_READY) $(PLACES_READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[exact]"
	$(BIN)/python -m pytest -n 2 -m "slow and not browser and not weekly" -rs
	$(BIN)/python -m pytest -n 2 -m "slow and browser and not weekly" -rsR --reruns 1
	$(SITE)/bin/python -m pytest -rsR --reruns 1 tests/tools/test_lite.py tests/browser/test_site.py
	$(GRADING)/bin/python -m pytest -rs -m slow tests/tools/test_assignment.py
	$(PLACES)/bin/python -m pytest -rsR --reruns 1 tests/browser/test_places.py

# The lecture's conclusions with other seeds, 200 random settings of every explorer, all mutations, and in the browser the edition of
# each notebook and explorer that a change does not open.
test-weekly: $(READY)
	$(BIN)/python -m pytest -n 2 -m "weekly and not browser" -rs
	$(BIN)/python -m pytest -n 2 -m "weekly and browser" -rsR --reruns 1

# The unit tests with the oldest versions that pyproject.toml allows. ARGS: which ones, as in `make test-lowest ARGS=tests/engine`
test-lowest: $(LOWEST_READY)
	$(LOWEST)/bin/python -m pytest -n 2 -m "not browser and not slow" $(ARGS)

# The same with the newest ones, tested before or not.
test-newest: $(READY)
	test -x $(NEWEST)/bin/python || $(BIN)/python -m venv $(NEWEST)
	$(NEWEST)/bin/python -m pip install --quiet --disable-pip-version-check --upgrade --upgrade-strategy eager -e ".[test]"
	$(NEWEST)/bin/python -m pytest -n 2 -m "not browser and not slow" $(ARGS)

# The committed outputs are the notebooks' test: every cell runs anew and must give what is stored. One BLAS thread, as in the lecture's own
# kernel (tests/conftest.py sets it for the other tests): with more, two kernels on one computer wait for each other.
test-notebooks: $(READY)
	OPENBLAS_NUM_THREADS=1 NNLAB_PROGRESS=off $(BIN)/python -m pytest -n 2 --dist loadfile --nbval --nbval-current-env --nbval-cell-timeout 60 notebooks

# Break the lecture on purpose, one thing at a time: each time the tests have to fail. The figures go into CONTRIBUTING.md.
mutants: $(READY)
	OPENBLAS_NUM_THREADS=1 $(BIN)/python tools/mutants.py --write

# The same with changes drawn by chance; goes on where it stopped. ARGS="--sample 500 --minutes 60 --write"
random-mutants: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[mutants]"
	test -f build/covering_tests.json || OPENBLAS_NUM_THREADS=1 $(BIN)/python tools/covering_tests.py
	OPENBLAS_NUM_THREADS=1 $(BIN)/python tools/random_mutants.py $(ARGS)

# A browser on a busy machine may keep a test waiting for too long: it gets a second try, and is named.
test-browser: $(READY)
	$(BIN)/python -m pytest -n 2 -m "browser and not slow" -rsR --reruns 1

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/oxlint

# Run every notebook and store its outputs as they should be committed.
notebooks: $(READY)
	$(BIN)/python tools/notebooks.py

# Slides to hand out: one HTML file for each notebook and language, in build/slides; minutes for all, because each picture is drawn anew.
# ARGS="--only 05" writes one notebook, ARGS=--without-answers an edition that keeps the answers back, in build/worksheets.
slides: $(READY)
	$(BIN)/python tools/slides.py $(ARGS)

# The exercises as assignments for nbgrader, in build/assignment (docs/en/assignments.md). ARGS="05 12 --lang ko"; without numbers all of them.
assignment: $(READY)
	$(BIN)/python tools/assignment.py $(ARGS)

# Explorers that move on the website's pages without Python: their pictures go into build/frames, and `make site` takes them from there.
# All of them take minutes the first time; afterwards only what has changed is rendered again.
frames: $(SITE_READY)
	$(SITE)/bin/python tools/export_frames.py build/frames

# The lecture as a website in build/site: pages to read, and notebooks that run in the browser. Python for the browser is fetched by each
# reader, or comes from a folder that the site takes with it: `make site PYODIDE=./pyodide`. docs/en/hosting.md says how.
site: frames
	rm -rf build/site/ko build/site/en  # pages and pictures of an earlier build
	$(SITE)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -e .  # JupyterLite takes Lab's extension as it is installed
	$(SITE)/bin/python tools/website.py build/site --frames build/frames $(if $(ADDRESS),--address $(ADDRESS))
	$(SITE)/bin/python tools/lite.py build/site/lite $(if $(PYODIDE),--pyodide $(PYODIDE))
	@echo "build/site is ready. To look at it: $(BIN)/python -m http.server -d build/site 8000"

# Against the field: less than 20 minutes on a machine with nothing else to do. The tables and pictures go into benchmarks/README.md and the READMEs;
# each part can be run alone, as in `make bench PARTS=training`.
PARTS := training grids growth redraw_peers redraw waits
bench: $(READY)
	$(BIN)/python -m pip install --quiet -c constraints.txt -e ".[bench]"
	@failed=; for part in $(PARTS); do $(BIN)/python benchmarks/$$part.py --write || failed="$$failed $$part"; done; \
	  test -z "$$failed" || { echo "not reached or not measured:$$failed"; exit 1; }

# What a student costs a server: memory and processor time, for 1 to 20 kernels at once. ARGS=--write puts the tables into deploy/README
students: $(READY)
	$(BIN)/python benchmarks/students.py $(ARGS)

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "nnlab needs Python 3.11 or newer; this is Python " + sys.version.split()[0] + ". Say which with: make PYTHON=python3.12 ...")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[test]"
	@touch $(READY)

$(SITE_READY): $(READY)
	test -x $(SITE)/bin/python || $(BIN)/python -m venv $(SITE)
	$(SITE)/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[site]"
	@touch $(SITE_READY)

$(GRADING_READY): $(READY)
	test -x $(GRADING)/bin/python || $(BIN)/python -m venv $(GRADING)
	$(GRADING)/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[test,assignments]"
	@touch $(GRADING_READY)

$(PLACES_READY): $(READY)
	test -x $(PLACES)/bin/python || $(BIN)/python -m venv $(PLACES)
	$(PLACES)/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[places]"
	@touch $(PLACES_READY)

$(HUB_READY): $(READY) deploy/package-lock.json
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[hub]"
	PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --prefix deploy --no-audit --no-fund --loglevel=error
	@touch $(HUB_READY)

$(LOWEST_READY): pyproject.toml constraints-lowest.txt $(READY)
	test -x $(LOWEST)/bin/python || $(BIN)/python -m venv $(LOWEST)
	$(LOWEST)/bin/python -m pip install --quiet --disable-pip-version-check -c constraints-lowest.txt -e ".[test]"
	@touch $(LOWEST_READY)

clean:
	rm -rf $(VENV)
