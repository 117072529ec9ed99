"""Pictures for tests, drawn on the spot."""

import io

from PIL import Image


def a_picture(size=(64, 48), kind: str = "PNG", colour="teal", **options) -> bytes:
    """One colour all over; `options` as Pillow takes them when it saves."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind, **options)
    return out.getvalue()
