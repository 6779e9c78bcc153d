"""Prints what four libraries read of a Parquet file, as JSON: types and rows, with times as microseconds since 1970 UTC."""

import json
import sys

import duckdb
import pandas
import polars
import pyarrow.compute
import pyarrow.parquet

path = sys.argv[1]


def plain(value):
    """Whole numbers and decimals as text, since JSON has only doubles; what pandas has for nothing as null."""
    if value is None or value is pandas.NA or value != value:
        return None
    return value if isinstance(value, (bool, float, str)) else str(value)


def result(types, rows):
    return {"types": [str(kind) for kind in types], "rows": [[plain(value) for value in row] for row in rows]}


def by_duckdb():
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'Asia/Tokyo'")
    described = connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [path]).fetchall()
    rows = connection.execute("SELECT * REPLACE (epoch_us(time) AS time) FROM read_parquet(?)", [path]).fetchall()
    return result([row[1] for row in described], rows)


def by_polars():
    frame = polars.read_parquet(path)
    return result(frame.dtypes, frame.with_columns(polars.col("time").dt.epoch("us")).rows())


def by_pyarrow():
    table = pyarrow.parquet.read_table(path)
    times = table["time"].cast("int64")
    rows = zip(times.to_pylist(), *(column.to_pylist() for column in table.columns[1:]))
    return result(table.schema.types, rows)


def by_pandas():
    frame = pandas.read_parquet(path)
    types = list(frame.dtypes)
    times = frame["time"].dt.as_unit("us").astype("int64").tolist()
    rows = zip(times, *(frame[name].tolist() for name in frame.columns[1:]))
    return result(types, rows)


readers = {"duckdb": by_duckdb, "polars": by_polars, "pyarrow": by_pyarrow, "pandas": by_pandas}
print(json.dumps({name: read() for name, read in readers.items()}))
