"""Whom we depend on beside the database: the mail server, the store of files, the scanner."""

from collections.abc import AsyncIterator

from community import chance, errors, files, mail
from community.commands.doctor.findings import Finding, broken, note, well
from community.config import settings
from community.config.table import BUCKET
from community.uploads import scanning


async def look() -> list[Finding]:
    return [await _mail(), await _store(), await _scanner()]


async def _mail() -> Finding:
    if not settings().smtp:
        kept = settings().data / "mail"
        if settings().on_loopback:
            return well("mail", f"No mail server is set (ROUNDTABLE_SMTP): mail is kept in {kept}.")
        return broken("mail", f"No mail reaches anybody, all is kept in {kept}: set ROUNDTABLE_SMTP.")
    try:
        encrypted = await mail.greet()
    except OSError as problem:
        return broken("mail", f"The mail server does not let us in: {problem}. Look at ROUNDTABLE_SMTP.")
    if encrypted:
        return well("mail", "The mail server lets us in, by TLS.")
    return note("mail", "The mail server lets us in, without TLS: well if it is on your own network, else use smtps://.")


async def _store() -> Finding:
    """Put something in, read it, take it away."""
    content = chance.octets(16)

    async def once() -> AsyncIterator[bytes]:
        yield content

    try:
        stored = await files.put(once(), len(content))
        try:
            read = b"".join([piece async for piece in (await files.open(stored.name)).chunks])
        finally:
            await files.forget(stored.name)
    except (errors.Unavailable, errors.NotFound, OSError) as problem:
        why, where = problem.__cause__ or problem, settings().files
        look = "ROUNDTABLE_FILES" + (f" and {', '.join(BUCKET)}" if where.startswith("s3:") else "")
        return broken("files", f"Files cannot be kept at {where}: {_short(why)}. Look at {look}.")
    if read != content:
        return broken("files", f"What is kept at {settings().files} comes back as something else.")
    return well("files", f"Files are kept at {settings().files}, which can be written and read.")


async def _scanner() -> Finding:
    if not settings().scanner:
        return well("scanner", "No scanner looks at uploads (ROUNDTABLE_SCANNER).")
    try:
        await scanning.greet()
    except errors.Unavailable as problem:
        why = _short(problem.__cause__ or problem)
        says = f"The scanner does not answer, and no upload can be opened: {why}"
        return broken("scanner", f"{says}. Look at ROUNDTABLE_SCANNER.")
    return well("scanner", "The scanner answers.")


def _short(problem: BaseException) -> str:
    return (str(problem) or type(problem).__name__).splitlines()[0].strip()[:200].rstrip(".")
