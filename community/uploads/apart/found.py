"""What is said of a file that was looked into."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Found:
    """`why` it is not taken, or ""; what was written inside; names of files in the folder, "" for none."""

    why: str = ""
    metadata: dict[str, Any] = field(default_factory=dict)
    copy: str = ""
    pages: list[dict[str, str]] = field(default_factory=list)  # {"file": …, "text": …} each


class Refused(Exception):
    """It is not taken: kind, large, broken, locked or macros."""
