#!/usr/bin/env bash
# DuckLake 1.5.5 (DuckDB 1.5.5): a table macro of one lake reads the tables of another. Names in the body of a macro are
# looked up in the database in use, not in the one that holds the macro: `other.held()` answers from the lake in use,
# without a word, and fails where none is in use. A view of the same body reads its own lake. Expected: a macro binds as
# a view does.
# Exits with 0 while this holds, else with 1.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    duckdb==1.5.5 duckdb-extension-ducklake==1.5.5 duckdb-extension-sqlite-scanner==1.5.5
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import importlib, pathlib, sys
import duckdb

connection = duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False})
for name in ("ducklake", "sqlite_scanner"):
    package = pathlib.Path(importlib.import_module(f"duckdb_extension_{name}").__path__[0])
    connection.execute(f"LOAD '{next(package.rglob(name + '.duckdb_extension'))}'")
for lake in ("one", "other"):
    connection.execute(f"ATTACH 'ducklake:sqlite:{lake}.sqlite' AS {lake} (DATA_PATH '{lake}/')")
    connection.execute(f"USE {lake}")
    connection.execute(f"CREATE TABLE towns AS SELECT '{lake}' AS lake")
    connection.execute("CREATE VIEW seen AS FROM towns")
    connection.execute("CREATE MACRO held() AS TABLE FROM towns")
connection.execute("USE one")
((view,),) = connection.execute("FROM other.seen").fetchall()
((macro,),) = connection.execute("FROM other.held()").fetchall()
print(f"duckdb {duckdb.__version__}, USE one: other.seen reads {view}, other.held() reads {macro}")
sys.exit(0 if (view, macro) == ("other", "one") else 1)
PYTHON
