"""Compares tables with the archive's files, row for row, as an independent reader and three libraries see them.

Takes the path of a JSON file, a list of cases: name, market, table, numbers, sources (paths of zips), files (paths of Parquet files in order),
periods (those of the files), counts (rows that rules of form name). Prints a JSON list of what is wrong, one text for each.
"""

import json
import sys
from collections import Counter

import duckdb
import polars
import pyarrow.parquet

from columns import columns, types
from rows import Source, day_of, in_order, key_of

READERS = ("duckdb", "polars", "pyarrow")
CONNECTION = duckdb.connect()


def read(reader, table, path):
    """Types and rows of a Parquet file; times as microseconds since 1970 UTC."""
    times = [name for name, kind in columns(table) if kind == "t"]
    if reader == "duckdb":
        source = "read_parquet(?, hive_partitioning = false)"
        described = CONNECTION.execute(f"DESCRIBE SELECT * FROM {source}", [path]).fetchall()
        replaced = ", ".join(f"epoch_us({name}) AS {name}" for name in times)
        found = CONNECTION.execute(f"SELECT * REPLACE ({replaced}) FROM {source}", [path]).fetchall()
        return [row[0] for row in described], [row[1] for row in described], found
    if reader == "polars":
        frame = polars.read_parquet(path, hive_partitioning=False)
        found = frame.with_columns(polars.col(name).dt.epoch("us") for name in times).rows()
        return frame.columns, [str(kind) for kind in frame.dtypes], found
    table_read = pyarrow.parquet.ParquetFile(path).read()
    lists = [
        (column.cast("int64") if name in times else column).to_pylist()
        for name, column in zip(table_read.column_names, table_read.columns)
    ]
    return table_read.column_names, [str(kind) for kind in table_read.schema.types], list(zip(*lists))


def expected_of(case):
    """Rows that the files should have, and what rules of form should count."""
    table = case["table"]
    sources = [Source(path, case["market"], table, case["numbers"]) for path in case["sources"]]
    counts = sum((source.faults for source in sources), Counter())
    rows = []
    for source in sources:
        by_day = {}
        for row in source.rows:
            by_day.setdefault(day_of(table, row), []).append(row)
        for day, of_day in by_day.items():
            if not any(day.startswith(period) for period in case["periods"]):
                continue
            ordered, duplicates, conflicts = in_order(table, of_day)
            counts["duplicate_rows"] += duplicates
            counts["key_conflict"] += conflicts
            rows += ordered
    return in_order(table, rows)[0], +counts


def first_difference(expected, found):
    if len(expected) != len(found):
        return f"{len(found)} rows, expected {len(expected)}"
    place = next(place for place, pair in enumerate(zip(expected, found)) if pair[0] != pair[1])
    return f"row {place} is {found[place]}, expected {expected[place]}"


def problems_of(case):
    table = case["table"]
    names = [name for name, _ in columns(table)]
    expected, counts = expected_of(case)
    for reader, kinds in zip(READERS, types(table, case["numbers"])):
        rows = []
        for period, path in zip(case["periods"], case["files"]):
            found_names, found_kinds, found = read(reader, table, path)
            if found_names != names or found_kinds != list(kinds):
                yield f"{reader}: columns {list(zip(found_names, found_kinds))}, expected {list(zip(names, kinds))}"
            if any(not day_of(table, row).startswith(period) for row in found):
                yield f"{reader}: a row of {path} is of another period"
            rows += found
        keys = list(map(key_of(table), rows))
        if any(one > other for one, other in zip(keys, keys[1:])):
            yield f"{reader}: rows are not in order"
        rows = in_order(table, rows)[0] if len(set(rows)) == len(rows) else rows
        if rows != expected:
            yield f"{reader}: {first_difference(expected, rows)}"
    if dict(counts) != case["counts"]:
        yield f"rules count {case['counts']}, expected {dict(counts)}"


with open(sys.argv[1], encoding="utf-8") as file:
    cases = json.load(file)
print(json.dumps([f"{case['name']}: {problem}" for case in cases for problem in problems_of(case)], ensure_ascii=False))
