#!/usr/bin/env bash
# DuckLake 1.5.5 (DuckDB 1.5.5): a lake that is attached READ_ONLY loses files by ducklake_cleanup_old_files. The call
# removes the Parquet files that are scheduled for deletion, and only then fails, since it cannot write down that they
# are gone. Expected: a read-only attachment refuses the call before it touches a file, as it refuses an INSERT.
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

def lake(options=""):
    connection = duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False})
    for name in ("ducklake", "sqlite_scanner"):
        package = pathlib.Path(importlib.import_module(f"duckdb_extension_{name}").__path__[0])
        connection.execute(f"LOAD '{next(package.rglob(name + '.duckdb_extension'))}'")
    connection.execute(f"ATTACH 'ducklake:sqlite:lake.sqlite' AS lake (DATA_PATH 'files/'{options})")
    return connection

writer = lake()
writer.execute("CALL lake.set_option('data_inlining_row_limit', 0)")
writer.execute("CREATE TABLE lake.t AS SELECT range AS i FROM range(1000)")
writer.execute("DROP TABLE lake.t")
writer.execute("CREATE TABLE lake.u AS SELECT 1 AS i")
writer.execute("CALL ducklake_expire_snapshots('lake', older_than => now())")
writer.close()

files = lambda: sum(1 for _ in pathlib.Path("files").rglob("*.parquet"))
before, reader, refusals = files(), lake(", READ_ONLY"), []
for statement in ("INSERT INTO lake.u VALUES (2)", "CALL ducklake_cleanup_old_files('lake', cleanup_all => true)"):
    try:
        reader.execute(statement).fetchall()
        refusals.append("no error")
    except duckdb.Error as error:
        refusals.append(str(error).splitlines()[0])
after = files()
print(f"duckdb {duckdb.__version__}: {before} Parquet files before, {after} after, through a READ_ONLY attachment")
print(f"INSERT: {refusals[0]}\ncleanup_old_files: {refusals[1]}")
sys.exit(0 if after < before else 1)
PYTHON
