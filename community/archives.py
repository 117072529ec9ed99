"""A zip that is made while it is sent or stored: never more of it is held than what was written since it was taken."""

import re
from datetime import datetime
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo


class Archive:
    """Write entries one after the other, and `take()` the bytes whenever some are there; `close()` before the last."""

    def __init__(self) -> None:
        self._out = _Out()
        self._zip = ZipFile(self._out, "w")  # type: ignore[call-overload]

    @property
    def size(self) -> int:
        """Bytes so far."""
        return self._out.sent

    def write(self, name: str, text: str, at: datetime) -> None:
        self._zip.writestr(_info(name, at, ZIP_DEFLATED), text.encode())

    def entry(self, name: str, at: datetime, packed: bool = False) -> IO[bytes]:
        """To write into, as a context; `packed` makes it smaller, which pictures and PDFs are already."""
        return self._zip.open(_info(name, at, ZIP_DEFLATED if packed else ZIP_STORED), "w", force_zip64=True)

    def take(self) -> bytes:
        return self._out.take()

    def close(self) -> None:
        self._zip.close()


def plain(name: str) -> str:
    """A name that every file system takes."""
    return re.sub(r"[^\w .,()-]+", "_", name).strip(" .")[:100] or "_"


class _Out:
    """What the zip has written and nobody has taken yet."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []
        self.sent = 0

    def write(self, data: bytes) -> int:
        self._waiting.append(bytes(data))
        self.sent += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def take(self) -> bytes:
        taken, self._waiting = b"".join(self._waiting), []
        return taken


def _info(name: str, at: datetime, kind: int) -> ZipInfo:
    info = ZipInfo(name, max(at, at.replace(year=1980)).timetuple()[:6])
    info.compress_type = kind
    return info
