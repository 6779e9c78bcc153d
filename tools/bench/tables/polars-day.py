"""Writes a zip of aggregated trades as sorted Parquet by polars, zstd, and prints what that cost."""

import json
import os
import resource
import sys
import time
import zipfile

import polars

began = time.perf_counter()
source, target = sys.argv[1:3]
with zipfile.ZipFile(source) as archive:
    frame = polars.read_csv(archive.read(archive.namelist()[0]))
frame = frame.with_columns(polars.from_epoch("transact_time", time_unit="ms").cast(polars.Datetime("us", "UTC")))
frame.sort("agg_trade_id").write_parquet(target, compression="zstd")
usage = resource.getrusage(resource.RUSAGE_SELF)
print(
    json.dumps(
        {
            "wallSeconds": time.perf_counter() - began,
            "cpuSeconds": usage.ru_utime + usage.ru_stime,
            "peakMib": usage.ru_maxrss / 1024,
            "fileMb": os.path.getsize(target) / 1e6,
        }
    )
)
