"""A join link as a picture to scan. The only import of segno."""

import io

import segno


def of_address(address: str, title: str) -> bytes:
    """An SVG, black on white, with the quiet zone that scanners want: it is printed on paper."""
    file = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        file, kind="svg", scale=8, border=4, dark="#000", light="#fff", title=title, svgclass=None, lineclass=None
    )
    return file.getvalue()
