"""Lists as CSV that a spreadsheet takes as text: no cell is run as a formula (A44)."""

import csv
import io
from collections.abc import Iterable

from starlette.responses import Response

RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe(cell: object) -> str:
    """The cell as text; an apostrophe goes before what a spreadsheet would run."""
    text = "" if cell is None else str(cell)
    return "'" + text if text.startswith(RUNS) else text


def sheet(name: str, heads: Iterable[str], rows: Iterable[Iterable[object]]) -> Response:
    """The list as a file to download, `name`.csv."""
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\r\n")
    write.writerow([safe(head) for head in heads])
    write.writerows([safe(cell) for cell in row] for row in rows)
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"', "Cache-Control": "private, no-store"}
    return Response("\ufeff" + out.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)
