"""Lists as CSV that a spreadsheet takes as text: no cell is run as a formula (A44); and files to download."""

import csv
import io
from collections.abc import AsyncIterator, Iterable
from typing import Any

from starlette.responses import Response, StreamingResponse

BEGINS = "\ufeff"  # says to a spreadsheet that it is UTF-8
RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
KINDS = {"csv": "text/csv; charset=utf-8", "json": "application/json; charset=utf-8"}


def safe(cell: object) -> str:
    """The cell as text; an apostrophe goes before what a spreadsheet would run."""
    text = "" if cell is None else str(cell)
    return "'" + text if text.startswith(RUNS) else text


def lines(rows: Iterable[Iterable[Any]]) -> str:
    """Rows as CSV has them."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([safe(cell) for cell in row] for row in rows)
    return out.getvalue()


def sheet(name: str, heads: Iterable[object], rows: Iterable[Iterable[Any]]) -> Response:
    """The list as a file to download, `name`.csv."""
    return download(BEGINS + lines([heads, *rows]), name, "csv")


def download(content: str | AsyncIterator[str], name: str, ending: str) -> Response:
    """`name`.csv or .json for who asks alone, whole or in pieces."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.{ending}"', "Cache-Control": "private, no-store"}
    answer = Response if isinstance(content, str) else StreamingResponse
    return answer(content, media_type=KINDS[ending], headers=headers)
