"""Runs blocks of SQL or Python one after the other, each of which has to give rows, and prints how many each gave, as JSON."""

import contextlib
import io
import json
import sys

blocks = json.loads(sys.stdin.read())
counts = []
for block in blocks["blocks"]:
    if blocks["language"] == "python":
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(block, {})
        counts.append(len(printed.getvalue().splitlines()))
    elif blocks["language"] == "clickhouse":
        import chdb

        counts.append(len(str(chdb.query(block, "TSV")).splitlines()))
    else:
        import duckdb

        connection = duckdb.connect()
        connection.execute(blocks["views"])
        counts.append(len(connection.execute(block).fetchall()))
print(json.dumps(counts))
