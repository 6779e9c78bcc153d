"""Reads a zip of the archive into the rows that its table should have: an implementation of its own, slow and simple."""

import csv
import io
import zipfile
from collections import Counter
from datetime import datetime, timedelta, timezone
from decimal import ROUND_DOWN, Decimal, InvalidOperation, localcontext

from columns import columns, fields, key, scale

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_MICROSECOND = timedelta(microseconds=1)
_MINUTE = 60_000_000
_HOUR = 3_600_000_000


class Malformed(ValueError):
    """A line that is no row."""


class Source:
    """Rows of one file in the order of the file, and what is wrong with its lines, counted by rule."""

    def __init__(self, path, market, table, numbers):
        self.table = table
        self.numbers = numbers
        self.fields = fields(market, table)
        self.columns = columns(table)
        self.faults = Counter()
        self.rows = []
        with zipfile.ZipFile(path) as archive:
            (name,) = archive.namelist()
            content = archive.read(name)
        self._read(content.decode("utf-8-sig"))

    def _read(self, text):
        if text and not text.endswith("\n"):
            self.faults["cut_line"] += 1
        for number, line in enumerate(text.splitlines()):
            if number == 0 and line.lstrip('"')[:1] not in "-0123456789":
                continue
            if line.strip() == "":
                self.faults["blank_line"] += 1
                continue
            (parts,) = csv.reader(io.StringIO(line))
            if parts[0] == self.fields[0][0]:
                self.faults["header_inside"] += 1
            elif len(parts) != len(self.fields):
                self.faults["field_count"] += 1
            else:
                self._take(parts)

    def _take(self, parts):
        before = Counter(self.faults)
        try:
            cells = {name: self._cell(name, kind, text) for (name, kind), text in zip(self.fields, parts) if kind != "x"}
            cells |= _derived(cells)
            self.rows.append(tuple(cells.get(name) for name, _ in self.columns))
        except Malformed:
            self.faults = before
            self.faults["malformed_row"] += 1

    def _cell(self, name, kind, text):
        if kind == "w":
            return text
        if text == "":
            if self.table == "metrics" and name.endswith("_ratio"):
                return None
            raise Malformed(name)
        if kind == "t":
            return _epoch(text)
        if kind == "s":
            return _micros(datetime.strptime(text, "%Y-%m-%d %H:%M:%S"))
        if kind == "d":
            return _micros(datetime.strptime(text, "%Y-%m-%d"))
        if kind == "b":
            if text.lower() not in ("true", "false"):
                raise Malformed(name)
            return text.lower() == "true"
        exact = _decimal(text)
        if kind in "ih":
            if exact != exact.to_integral_value():
                raise Malformed(name)
            return int(exact)
        return self._number(name, text, exact)

    def _number(self, name, text, exact):
        if self.numbers == "double":
            # Without the minus of zero.
            value = float(text) + 0.0
            decimals = max(0, -exact.normalize().as_tuple().exponent) if exact else 0
            # The text comes back if it is nearer to the double than any other text with as many decimals.
            if decimals == 0 and Decimal(value) != exact or abs(Decimal(value) - exact) * 2 >= Decimal(1).scaleb(-decimals):
                self.faults["inexact_double"] += 1
            return value
        decimals = scale(dict(self.columns)[name])
        with localcontext() as context:
            context.prec = 100
            cut = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_DOWN)
        if cut != exact:
            self.faults["lost_decimals"] += 1
        return cut


def _decimal(text):
    with localcontext() as context:
        context.prec = 200
        try:
            return Decimal(text)
        except InvalidOperation:
            raise Malformed(text) from None


def _epoch(text):
    if not text.isdecimal():
        raise Malformed(text)
    number = int(text)
    return number if number >= 10**14 else number * 1000


def _micros(moment):
    return (moment.replace(tzinfo=timezone.utc) - _EPOCH) // _MICROSECOND


def _derived(cells):
    """Columns that files do not have."""
    if "calc_time" in cells and "funding_interval_hours" in cells:
        return {"funding_time": (cells["calc_time"] + _MINUTE // 2) // _MINUTE * _MINUTE}
    if "hour" in cells:
        return {"hour_time": cells["date"] + cells["hour"] * _HOUR}
    return {}


def day_of(table, row):
    """The UTC day of a row, `2025-07-01`."""
    time = next(value for (_, kind), value in zip(columns(table), row) if kind == "t")
    return (_EPOCH + time * _MICROSECOND).strftime("%Y-%m-%d")


def key_of(table):
    """Gives the key of a row."""
    names = [name for name, _ in columns(table)]
    places = [names.index(name) for name in key(table) or names]
    return lambda row: tuple(_sortable(row[place]) for place in places)


def in_order(table, rows):
    """Rows by key, and those of one key by all of their values; one of those that are the same. Also how many were dropped, and how many conflict."""
    of = key_of(table)
    unique = set(rows)
    ordered = sorted(unique, key=lambda row: (of(row), tuple(_sortable(value) for value in row)))
    # One id of aggTrades may stand for different trades (#353), which the key keeps apart.
    conflicts = len(ordered) - len({of(row)[:1] if table == "aggTrades" else of(row) for row in ordered})
    return ordered, len(rows) - len(unique), conflicts


def _sortable(value):
    return (value is not None, value)
