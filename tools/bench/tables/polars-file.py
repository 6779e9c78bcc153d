"""Writes a zip of aggregated trades, or of spot candles, as sorted Parquet by polars, zstd, and prints what that cost."""

import json
import os
import resource
import sys
import time
import zipfile

import polars

began = time.perf_counter()
scenario, source, target = sys.argv[1:4]
CANDLE = ["open_time", "open", "high", "low", "close", "volume", "close_time", "quote_volume", "count"]
CANDLE += ["taker_buy_volume", "taker_buy_quote_volume", "ignore"]


def in_utc(name: str, unit: str) -> polars.Expr:
    return polars.from_epoch(name, time_unit=unit).cast(polars.Datetime("us", "UTC"))


with zipfile.ZipFile(source) as archive:
    name = archive.namelist()[0]
    if scenario == "candles":
        frame = polars.read_csv(archive.read(name), has_header=False, new_columns=CANDLE).drop("ignore")
        frame = frame.with_columns(in_utc("open_time", "us"), in_utc("close_time", "us")).sort("open_time")
    else:
        frame = polars.read_csv(archive.read(name))
        frame = frame.with_columns(in_utc("transact_time", "ms")).sort("agg_trade_id")
frame.write_parquet(target, compression="zstd")
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
