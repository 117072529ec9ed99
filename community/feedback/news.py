"""What is said live of feedback where no words may travel: that something has happened, by its number alone."""


async def numbers_by_id(ids: list[int]) -> dict[int, int]:
    """Also of what is gone by now: the page's part asks for itself anew."""
    return {number: number for number in ids}
