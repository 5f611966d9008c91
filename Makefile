# Opt-in jobs that need more than Go; everything else is go build and go test.

PYTHON ?= python3
# Where the end-to-end job puts its program and its Python packages (some 7 GB).
E2E ?= out/e2e

.PHONY: e2e
# Training engines from the Python registry, with their own loaders and trainers, against a
# real server and real data sets. docs/recipes.md says what is tried and what is not.
e2e:
	mkdir -p $(E2E)
	test -x $(E2E)/venv/bin/python || $(PYTHON) -m venv $(E2E)/venv
	$(E2E)/venv/bin/pip install --quiet --requirement sdk/python/e2e/requirements.txt
	# Its own requirements (flash-attn, deepspeed) want a CUDA compiler; what is tried needs neither.
	$(E2E)/venv/bin/pip install --quiet --no-deps openrlhf==0.11.2
	$(E2E)/venv/bin/pip install --quiet --editable "sdk/python[client]"
	go build -o $(E2E)/metaspatial ./cmd/metaspatial
	METASPATIAL_BIN=$(abspath $(E2E))/metaspatial $(E2E)/venv/bin/python -m pytest sdk/python/e2e -ra --verbosity=1 -p no:cacheprovider --durations=5
