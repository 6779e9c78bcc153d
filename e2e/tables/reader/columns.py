"""What the fields of the archive's files hold, and which columns the tables have, written down from published headers and documentation.

A field is `name:kind`. Kinds: t time as a number, s time as text, d day, h hour, i whole number, v number, b flag, w word, x left out.
"""

_CANDLE = "open_time:t open:v high:v low:v close:v"
_TRADE = "id:i price:v qty:v {}:v time:t is_buyer_maker:b"
_AGG = "agg_trade_id:i price:v quantity:v first_trade_id:i last_trade_id:i transact_time:t is_buyer_maker:b"
_OPTION_VALUES = (
    "strike open high low close volume_contracts volume_usdt best_bid_price best_ask_price best_bid_qty best_ask_qty best_buy_iv "
    "best_sell_iv mark_price mark_iv delta gamma vega theta openinterest_contracts openinterest_usdt"
).split()
_RATIOS = [
    "count_toptrader_long_short_ratio",
    "sum_toptrader_long_short_ratio",
    "count_long_short_ratio",
    "sum_taker_long_short_vol_ratio",
]

_PRICE_CANDLES = f"{_CANDLE} volume:x close_time:t quote_volume:x count:x taker_buy_volume:x taker_buy_quote_volume:x ignore:x"

_FILES = {
    "klines": f"{_CANDLE} volume:v close_time:t quote_volume:v count:i taker_buy_volume:v taker_buy_quote_volume:v ignore:x",
    "markPriceKlines": _PRICE_CANDLES,
    "indexPriceKlines": _PRICE_CANDLES,
    "premiumIndexKlines": _PRICE_CANDLES,
    "trades": _TRADE.format("quote_qty"),
    "trades futures_cm": _TRADE.format("base_qty"),
    "trades spot": _TRADE.format("quote_qty") + " is_best_match:b",
    "aggTrades": _AGG,
    "aggTrades spot": _AGG + " is_best_match:b",
    "fundingRate": "calc_time:t funding_interval_hours:i last_funding_rate:v",
    "metrics": "create_time:s symbol:x sum_open_interest:v sum_open_interest_value:v " + " ".join(f"{name}:v" for name in _RATIOS),
    "bookDepth": "timestamp:s percentage:v depth:v notional:v",
    "bookTicker": "update_id:i best_bid_price:v best_bid_qty:v best_ask_price:v best_ask_qty:v transaction_time:t event_time:t",
    "liquidationSnapshot": (
        "time:t side:w order_type:w time_in_force:w original_quantity:v price:v average_price:v order_status:w "
        "last_fill_quantity:v accumulated_fill_quantity:v"
    ),
    "BVOLIndex": "calc_time:t symbol:x base_asset:w quote_asset:w index_value:v",
    "EOHSummary": "date:d hour:h symbol:w underlying:x type:w " + " ".join(f"{name}:v" for name in _OPTION_VALUES),
}

# Columns of the tables: kinds as above, and for numbers the decimal that holds them: p 18 digits, a 38 digits with 8 decimals, l with 16.
_CANDLE_TABLE = "open_time:t open:p high:p low:p close:p"
_TABLES = {
    "klines": f"{_CANDLE_TABLE} volume:a close_time:t quote_volume:a count:n taker_buy_volume:a taker_buy_quote_volume:a",
    "markPriceKlines": f"{_CANDLE_TABLE} close_time:t",
    "indexPriceKlines": f"{_CANDLE_TABLE} close_time:t",
    "premiumIndexKlines": f"{_CANDLE_TABLE} close_time:t",
    "trades": "id:i price:p qty:a quote_qty:a base_qty:a time:t is_buyer_maker:b is_best_match:b",
    "aggTrades": (
        "agg_trade_id:i price:p quantity:a first_trade_id:i last_trade_id:i transact_time:t is_buyer_maker:b is_best_match:b"
    ),
    "fundingRate": "calc_time:t funding_time:t funding_interval_hours:m last_funding_rate:p",
    "metrics": "create_time:t sum_open_interest:l sum_open_interest_value:l " + " ".join(f"{name}:l" for name in _RATIOS),
    "bookDepth": "timestamp:t percentage:p depth:a notional:a",
    "bookTicker": "update_id:i best_bid_price:p best_bid_qty:a best_ask_price:p best_ask_qty:a transaction_time:t event_time:t",
    "liquidationSnapshot": (
        "time:t side:w order_type:w time_in_force:w original_quantity:a price:p average_price:p order_status:w "
        "last_fill_quantity:a accumulated_fill_quantity:a"
    ),
    "BVOLIndex": "calc_time:t base_asset:w quote_asset:w index_value:l",
    "EOHSummary": "hour_time:t symbol:w type:w " + " ".join(f"{name}:l" for name in _OPTION_VALUES),
}

_KEYS = {
    "trades": ["id"],
    "aggTrades": ["agg_trade_id", "first_trade_id"],
    "fundingRate": ["calc_time"],
    "metrics": ["create_time"],
    "bookDepth": ["timestamp", "percentage"],
    "bookTicker": ["update_id"],
    "liquidationSnapshot": None,
    "BVOLIndex": ["calc_time"],
    "EOHSummary": ["hour_time", "symbol"],
}

_SCALES = {"p": (18, 8), "a": (38, 8), "l": (38, 16)}
_TYPES = {
    "t": ("TIMESTAMP WITH TIME ZONE", "Datetime(time_unit='us', time_zone='UTC')", "timestamp[us, tz=UTC]"),
    "i": ("BIGINT", "Int64", "int64"),
    "n": ("INTEGER", "Int32", "int32"),
    "m": ("SMALLINT", "Int16", "int16"),
    "b": ("BOOLEAN", "Boolean", "bool"),
    "w": ("VARCHAR", "String", "string"),
}
_DOUBLE = ("DOUBLE", "Float64", "double")


def _pairs(text):
    return [tuple(part.split(":")) for part in text.split()]


def fields(market, table):
    """Name and kind of each field of a line."""
    return _pairs(_FILES.get(f"{table} {market}", _FILES[table]))


def columns(table):
    """Name and kind of each column of a table."""
    return _pairs(_TABLES[table])


def key(table):
    """Names of the columns that rows are sorted by; None: the whole row."""
    return _KEYS.get(table, ["open_time"])


def scale(kind):
    """Decimals that a column of exact numbers has; None for other kinds."""
    return _SCALES[kind][1] if kind in _SCALES else None


def types(table, numbers):
    """What DuckDB, polars and pyarrow call the types of the columns."""

    def of(kind):
        if kind not in _SCALES:
            return _TYPES[kind]
        precision, decimals = _SCALES[kind]
        shape = f"{precision},{decimals}"
        exact = f"precision={precision}, scale={decimals}"
        return _DOUBLE if numbers == "double" else (f"DECIMAL({shape})", f"Decimal({exact})", f"decimal128({precision}, {decimals})")

    return list(zip(*(of(kind) for _, kind in columns(table))))
