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

# Platforms of a release, with commas; docs/releases.md describes it.
PLATFORMS ?= linux/amd64,linux/arm64,darwin/amd64,darwin/arm64,windows/amd64,windows/arm64

.PHONY: release reproducible site coverage vulncheck
# Archives, checksums and bill of materials of the commit.
release:
	rm -rf out/release
	go run ./cmd/internal/release -out out/release -platforms $(PLATFORMS)

# A release made twice, the second time from elsewhere and with an empty build cache.
reproducible: release
	rm -rf out/again && mkdir -p out/again
	git clone --quiet . out/again/elsewhere
	GOCACHE=$(abspath out/again/cache) go run ./cmd/internal/release -root out/again/elsewhere -out out/again/release -platforms $(PLATFORMS)
	diff -r out/release out/again/release
	@echo "both times the same"

# The documentation as a folder of HTML.
site:
	rm -rf out/site out/commands
	go run ./cmd/metaspatial man out/commands --markdown
	go run ./cmd/internal/site -commands out/commands -out out/site

# How much of host and sdk the tests of the packages run, those of the plugins among them;
# what only the tests of the command line run does not count. It fails below 85 %. Without a
# display the window's tests are left out; begin with xvfb-run -a then.
coverage:
	mkdir -p out
	go test -coverpkg=$$(go list ./host/... ./sdk/... | paste -sd, -) -coverprofile=out/cover.out ./host/... ./sdk/... ./plugins/...
	go run ./cmd/internal/coverage -least 85 out/cover.out

# Known vulnerabilities in what is linked; it asks the database of the Go project.
vulncheck:
	go run golang.org/x/vuln/cmd/govulncheck@v1.9.0 ./cmd/metaspatial
