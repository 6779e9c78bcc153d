"""Reads candles by the lines that `tapehaul tables views` prints, and prints their figures as JSON, one entry a reader."""

import json
import pathlib
import sys

import duckdb
import pandas

lines = json.loads(sys.stdin.read())
FIGURES = ["count", "first", "last", "close"]


def by_duckdb():
    connection = duckdb.connect()
    connection.execute(lines["duckdb"])
    figures = connection.execute(
        "SELECT count(*), epoch_us(min(time)), epoch_us(max(time)), sum(close) FROM ohlcv"
        " WHERE market = 'spot' AND symbol = 'BTCUSDT' AND \"interval\" = '1h'"
    ).fetchone()
    types = {name: kind for name, kind, *_ in connection.execute("DESCRIBE klines").fetchall()}
    sides = connection.execute("SELECT count(*) FROM trades WHERE (side = 'sell') <> is_buyer_maker").fetchone()[0]
    seconds = connection.execute("SELECT count(*) FROM klines WHERE \"interval\" = '1s'").fetchone()[0]
    return figures, {"month": types["month"], "date": types["date"], "wrong_sides": sides, "seconds": seconds}


def by_polars():
    names = {}
    exec(lines["polars"], names)
    polars = names["pl"]
    frame = names["ohlcv"].filter(market="spot", symbol="BTCUSDT", interval="1h").collect()
    times = frame["time"].dt.epoch("us")
    schema = names["klines"].collect_schema()
    wrong = names["trades"].filter((polars.col("side") == "sell") != polars.col("is_buyer_maker")).collect()
    seconds = names["klines"].filter(interval="1s").collect()
    more = {"month": str(schema["month"]), "date": str(schema["date"]), "wrong_sides": len(wrong), "seconds": len(seconds)}
    return [len(frame), times.min(), times.max(), frame["close"].sum()], more


def by_pandas():
    names = {}
    exec(lines["pandas"], names)
    frame = names["ohlcv"]
    times = frame.index.as_unit("us").astype("int64")
    sides = names["trades"]
    wrong = int(((sides["side"] == "sell") != sides["is_buyer_maker"]).sum())
    return [len(frame), int(times.min()), int(times.max()), float(frame["close"].sum())], {"wrong_sides": wrong}


OHLCV = ["date", "open", "high", "low", "close", "volume"]


def candles_of(path):
    """Candles as freqtrade's Parquet handler loads them: names go by position."""
    frame = pandas.read_parquet(path)
    frame.columns = OHLCV
    frame = frame.astype({name: "float" for name in OHLCV[1:]})
    frame["date"] = pandas.to_datetime(frame["date"], unit="ms", utc=True)
    return frame


def by_freqtrade():
    folder = pathlib.Path(sys.argv[1])
    names = list(pandas.read_parquet(folder / "BTC_USDT-1h.parquet").columns)
    frame = candles_of(folder / "BTC_USDT-1h.parquet")
    times = frame["date"].dt.as_unit("us").astype("int64")
    files = sorted(str(path.relative_to(folder)) for path in folder.rglob("*.parquet"))
    futures = folder / "futures"
    marks = candles_of(futures / "BTC_USDT_USDT-1h-mark.parquet")
    rates = candles_of(futures / "BTC_USDT_USDT-1h-funding_rate.parquet")
    trades = pandas.read_parquet(folder / "BTC_USDT-trades.parquet")
    more = {
        "columns": names,
        "times": str(frame["date"].dt.tz),
        "types": [str(kind) for kind in frame.dtypes[1:]],
        "files": files,
        "paid": len(marks.merge(rates, on="date", how="inner", suffixes=["_mark", "_fund"])),
        "rates": len(rates),
        "trade_columns": list(trades.columns),
        "trade_types": [str(kind) for kind in trades.dtypes],
        "first_trade": json.loads(trades.head(1).to_json(orient="records"))[0],
    }
    return [len(frame), int(times.min()), int(times.max()), float(frame["close"].sum())], more


result = {}
for name, read in {"duckdb": by_duckdb, "polars": by_polars, "pandas": by_pandas, "freqtrade": by_freqtrade}.items():
    figures, more = read()
    result[name] = {**dict(zip(FIGURES, figures)), **more}
print(json.dumps(result))
