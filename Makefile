# Every line calls bin/ or the command line of the house (`.venv/bin/python -m cli`); no logic lives here.
# NIGHTOWL_HOME says where the data lies (default ./data); DATE is a service day, SIZE a size of the simulated city.
PYTHON := .venv/bin/python
NIGHTOWL := $(PYTHON) -m cli
SIDE_BY_SIDE := -n 2 --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: help setup night airflow backfill deliver fetch load sql report map owl squirrel rollback rebuild test test-long lint format ci clean

help: ## what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## the environment: packages, and Java where there is none (every other target calls it)
	@bin/bootstrap

night: setup ## one night from raw files to the report [DATE=2026-11-01] [SIZE=demo] [REBUILD=telecom_event=2026-11-01]
	@$(NIGHTOWL) night $(if $(DATE),--date $(DATE)) $(if $(SIZE),--size $(SIZE)) $(if $(REBUILD),--rebuild $(REBUILD))

airflow: setup ## the real scheduler and its web page, on this machine alone [PORT=8080]
	@$(NIGHTOWL) airflow $(if $(PORT),--port $(PORT))

backfill: setup ## have the running scheduler do past service days: FROM=2026-10-29 [TO=2026-10-31] [DAG=telecom] [REBUILD=telecom_event]
	@$(NIGHTOWL) backfill --from "$(FROM)" $(if $(TO),--to $(TO)) $(if $(DAG),--dag $(DAG)) $(if $(REBUILD),--rebuild $(REBUILD))

deliver: setup ## put a public file into landing: FEED=bus_stop_month FILE=path [D=2026-11-02] [OF=2018-10-24, the day it is about]
	@$(NIGHTOWL) deliver "$(FEED)" "$(FILE)" $(if $(D),--date $(D)) $(if $(OF),--of $(OF))

fetch: setup ## mirror an outside service into landing: SERVICE=CardBusTimeNew (Seoul's open data) or open311 [ARG=202203] [D=2022-04-05]
	@$(NIGHTOWL) fetch "$(SERVICE)" $(if $(ARG),"$(ARG)") $(if $(D),--delivered $(D))

load: setup ## deliver a whole folder of public files by their names, then run the night: FROM=folder [CITY=seoul]
	@$(NIGHTOWL) load "$(FROM)" $(if $(CITY),--city $(CITY)) $(if $(DATE),--date $(DATE))

sql: setup ## query the published snapshot, read-only [Q="select …"]; at a terminal, without Q, opens Harlequin
	@$(NIGHTOWL) sql $(if $(Q),"$(Q)")

report: setup ## where the newest quality report lies
	@$(NIGHTOWL) report

map: setup ## draw the newest night's demand [HOUR=26]
	@$(NIGHTOWL) map $(if $(HOUR),--hour $(HOUR))

owl: setup ## night routes for the demand there is, their timetable and map [ROUTES=16] [BUSES=100] [KM=590] [SOURCE=estimated] [OUT=folder] [MORE="--seed 2"]
	@$(NIGHTOWL) owl $(if $(ROUTES),--routes "$(ROUTES)") $(if $(BUSES),--buses "$(BUSES)") $(if $(KM),--km "$(KM)") $(if $(SOURCE),--source "$(SOURCE)") $(if $(OUT),--out "$(OUT)") $(MORE)

squirrel: setup ## where a shuttle would help at rush hour [MONTH=2022-03] [SOURCE=screening] [THRESHOLD=50] [OUT=map.geojson] [MORE="--buses 100"]
	@$(NIGHTOWL) squirrel $(if $(MONTH),--month "$(MONTH)") $(if $(SOURCE),--source "$(SOURCE)") $(if $(THRESHOLD),--threshold "$(THRESHOLD)") $(if $(OUT),--out "$(OUT)") $(MORE)

rollback: setup ## serve the previous snapshot again, or the one named [TO=warehouse-2026-11-01-001]
	@$(NIGHTOWL) rollback $(if $(TO),--to "$(TO)")

rebuild: setup ## make the warehouse again from the lake alone
	@$(NIGHTOWL) rebuild

test: setup ## the test suite
	@$(PYTHON) -m pytest $(SIDE_BY_SIDE)

test-long: setup ## the tests that take minutes
	@$(PYTHON) -m pytest -m long $(SIDE_BY_SIDE)

lint: setup ## style, types, SQL and import layers
	$(PYTHON) -m ruff check
	$(PYTHON) -m ruff format --check
	$(PYTHON) -m mypy
	$(PYTHON) -m sqlfluff lint dbt/models
	.venv/bin/lint-imports --no-cache

format: setup ## rewrite Python and SQL in the house style
	$(PYTHON) -m ruff check --fix
	$(PYTHON) -m ruff format
	$(PYTHON) -m sqlfluff fix dbt/models

ci: ## what CI runs: lint, tests, long tests
	@.ci/run

clean: ## remove the environment and caches (the data stays)
	rm -rf .venv .tools .java .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
