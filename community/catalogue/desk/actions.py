"""An issuer's editor looks at what a text would change, publishes it, takes a micro-credential out and back."""

from dataclasses import dataclass

from community import clock, db, events
from community.catalogue import actions as catalogue
from community.catalogue import changes, rules
from community.catalogue.desk import queries
from community.catalogue.desk.queries import Desk, Text
from community.catalogue.importing import checks, shelf
from community.catalogue.importing.reading import Mistake, Source, Unreadable, parse
from community.errors import Conflict, NotFound
from community.pages import _


@dataclass(frozen=True)
class Preview:
    """What publishing a text would do. `before` is the newest published version, None for the first one."""

    source: Source
    before: Text | None
    changes: list[changes.Change]
    new_keys: list[str]
    gone_keys: list[str]
    staying: int  # open applications, each of which keeps its version
    is_here: bool  # this version is published already, with this very text

    @property
    def code(self) -> str:
        return self.source.data["code"]

    @property
    def version(self) -> int:
        return self.source.data["version"]


async def look(desk: Desk, raw: bytes, name: str) -> Preview:
    """What would change; nothing does. Raises catalogue.Refused with all that the import would refuse."""
    source = _read(desk, raw, name)
    code, version = source.data["code"], source.data["version"]
    here, kept, sha256 = await shelf.micro_credential(code), await shelf.versions(code), rules.sha256(source.data)
    wrong = checks.against(source, sha256, await shelf.issuers(), here["issuer_id"] if here else None, kept)
    if wrong:
        raise catalogue.Refused([wrong])
    before = await queries.text(desk, code)
    was, is_ = (changes.keys(before.content) if before else []), changes.keys(source.data)
    return Preview(
        source,
        before,
        changes.between(before.content, source.data) if before else [],
        [key for key in is_ if key not in was],
        [key for key in was if key not in is_],
        await queries.open_applications(desk, code),
        any(one.version == version and one.published_at for one in kept),
    )


async def publish(desk: Desk, raw: bytes, name: str) -> str:
    """Publish this text as its version; the code. Raises catalogue.Refused: then nothing has changed (R3)."""
    source = _read(desk, raw, name)
    (outcome,) = await catalogue.take_in([source], publish=True, by=desk.person_id)
    return outcome.code


async def retire(desk: Desk, code: str) -> None:
    """Take it out of the catalogue: nobody finds it anew; its page, and what is under way on it, stay."""
    await _set_retired(desk, code, True)


async def bring_back(desk: Desk, code: str) -> None:
    """Show it in the catalogue again."""
    await _set_retired(desk, code, False)


async def _set_retired(desk: Desk, code: str, retired: bool) -> None:
    async with db.transaction():
        if not await queries.is_own(desk, code):
            raise NotFound
        id = await queries.set_retired(desk, code, not retired, clock.now() if retired else None)
        if id is None:
            raise Conflict(_("It is retired already.") if retired else _("It is in the catalogue already."))
        kind = "definition.retired" if retired else "definition.returned"
        events.record(kind, desk.topic, about=id, by=desk.person_id)


def _read(desk: Desk, raw: bytes, name: str) -> Source:
    try:
        source = parse(raw, name)
    except Unreadable as unreadable:
        raise catalogue.Refused([unreadable.mistake]) from None
    wrong = checks.mistakes(source)
    if not wrong and source.data["issuer"] != desk.slug:
        sentence = f"This desk publishes for {desk.slug} alone."
        wrong = [Mistake(name, source.lines[("issuer",)], "issuer", sentence)]
    if wrong:
        raise catalogue.Refused(wrong)
    return source
