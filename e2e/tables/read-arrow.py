"""Reads a stream of Arrow from stdin with pyarrow and with polars, and prints types and rows of both, as JSON."""

import io
import json
import sys

import polars
import pyarrow

data = sys.stdin.buffer.read()


def text(value):
    if value is None or isinstance(value, (bool, int)):
        return value
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return str(value)


with pyarrow.ipc.open_stream(io.BytesIO(data)) as reader:
    sizes = [batch.num_rows for batch in reader]
table = pyarrow.ipc.open_stream(io.BytesIO(data)).read_all()
table.validate(full=True)
frame = polars.read_ipc_stream(io.BytesIO(data))
print(
    json.dumps(
        {
            "sizes": sizes,
            "pyarrow": {
                "types": [str(field.type) for field in table.schema],
                "nullable": [field.nullable for field in table.schema],
                "rows": [[text(value) for value in row.values()] for row in table.slice(0, 3).to_pylist()],
            },
            "polars": {
                "types": [str(kind) for kind in frame.dtypes],
                "rows": [[text(value) for value in row] for row in frame.head(3).rows()],
            },
        }
    )
)
