"""Who hears what somebody says of her own work."""

from collections.abc import Mapping

FEWEST = 5  # R65: fewer than so many are not counted aloud
LONGEST_NOTE = 2000  # characters, as the table has it


def told(counts: Mapping[str, int]) -> dict[str, int]:
    """Of what is hard for how many, by requirement: only what five or more say (R65)."""
    return {key: count for key, count in counts.items() if count >= FEWEST}
