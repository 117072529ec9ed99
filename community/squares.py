"""A text as a picture to scan. The only import of segno."""

import io

import segno


def drawn(text: str, title: str, sized: bool = True) -> bytes:
    """An SVG, black on white, with the quiet zone that scanners want: it is shown on a dark page, or printed.

    Not `sized`: as large as its place.
    """
    file = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        file, kind="svg", scale=8, border=4, dark="#000", light="#fff", title=title, svgclass=None, lineclass=None,
        omitsize=not sized,
    )
    return file.getvalue()
