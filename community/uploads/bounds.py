"""What the process that looks into a file may take of memory and processor (A35).

Measured with the largest files that are taken (docs/security.md has the numbers); what wants more is refused as too
large.
"""

from dataclasses import dataclass

from community.uploads.kinds import KINDS, Group

MEGABYTES = 1_000_000


@dataclass(frozen=True)
class Bound:
    """`memory`: bytes of addresses, of which the program itself has 100 million; `seconds` of the processor."""

    memory: int
    seconds: int


PDF = Bound(300 * MEGABYTES, 20)  # forty pages are drawn
OFFICE = Bound(400 * MEGABYTES, 10)  # 300 million bytes are unpacked and packed again, one part after the other
PICTURE = Bound(800 * MEGABYTES, 5)  # 40 million pixels: a WebP is unpacked at once, and twice
OTHER = Bound(300 * MEGABYTES, 10)


def bound_of(kind: str) -> Bound:
    if kind == "pdf":
        return PDF
    if KINDS[kind].group is Group.PICTURE:
        return PICTURE
    return OFFICE if KINDS[kind].signs == ("zip",) else OTHER
