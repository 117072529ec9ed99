"""How long a question and its answer may be, and how long they stay. Pure."""

from datetime import timedelta

LONGEST_QUESTION = 1000
LONGEST_ANSWER = 2000
WAITS_FOR_ITS_LINK = timedelta(days=7)  # then a question that nobody confirmed is erased
STAYS_ANSWERED = timedelta(days=180)
STAYS_UNANSWERED = timedelta(days=365)  # then nobody waits any more; it goes with the name and address


def written(typed: str) -> str:
    """What somebody wrote, its lines ended alike and without signs that cannot be seen: they turn what follows."""
    lines = typed.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in lines if sign.isprintable() or sign in "\n\t").strip()


def quoted(text: str) -> str:
    """As a mail quotes: no line of it is taken for a link, a code or the foot of ours."""
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())
