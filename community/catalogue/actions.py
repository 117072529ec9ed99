"""Definitions come in: all of them or none, each version once, and what is published stays as it is (R3)."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from community import clock, db, events
from community.catalogue import rules
from community.catalogue.importing import checks, list_shelf, shelf
from community.catalogue.importing.reading import Mistake, Source
from community.catalogue.importing.spool import order
from community.catalogue.importing.titles import StatePlace, Title

STACKS = Path(__file__).parent / "data" / "stacks.csv"


@dataclass(frozen=True)
class Told:
    micro_credential_id: int
    version: int


@dataclass(frozen=True)
class Listed:
    """Detail of `catalogue.listed`: how many titles of the whole list are new or told otherwise."""

    count: int


@dataclass(frozen=True)
class Outcome:
    """What became of one file: `done` is imported, published or unchanged."""

    file: str
    code: str
    version: int
    done: str


class Refused(Exception):
    """Nothing was imported; `mistakes` says why, file by file, line by line."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = sorted(mistakes, key=lambda m: (m.file, m.line, m.field))
        super().__init__("\n".join(map(str, self.mistakes)))


def check(sources: list[Source]) -> None:
    """Raises Refused with all that is wrong with these in themselves."""
    wrong = [mistake for source in sources for mistake in checks.mistakes(source)] or list(checks.twice(sources))
    if wrong:
        raise Refused(wrong)


async def take_in(sources: list[Source], publish: bool = False, by: int | None = None) -> list[Outcome]:
    """Import these definitions in one transaction, and publish them if asked. Raises Refused: then nothing has changed.

    The same code and version with the same text changes nothing; with another text it is refused; a higher version is
    a new one beside the old (R3).
    """
    check(sources)
    return await take_in_checked(sorted(sources, key=order), publish, by)


async def take_in_checked(sources: Iterable[Source], publish: bool = False, by: int | None = None) -> list[Outcome]:
    """The same for definitions that were checked, in the order of `spool.order`."""
    async with db.transaction():
        await shelf.alone()
        wrong: list[Mistake] = []
        outcomes, issuers = [], await shelf.issuers()
        for source in sources:
            try:
                outcomes.append(await _take_in(source, issuers, publish, by))
            except Refused as refused:
                wrong += refused.mistakes
        if wrong:
            raise Refused(wrong)
    return outcomes


async def _take_in(source: Source, issuers: dict[str, int], publish: bool, by: int | None) -> Outcome:
    content, sha256 = source.data, rules.sha256(source.data)
    code, version = content["code"], content["version"]
    here, kept = await shelf.micro_credential(code), await shelf.versions(code)
    if wrong := checks.against(source, sha256, issuers, here["issuer_id"] if here else None, kept):
        raise Refused([wrong])
    issuer_id = issuers[content["issuer"]]
    micro_credential_id = here["id"] if here else await shelf.add_micro_credential(code, content["title"], issuer_id)
    version_id = next((one.id for one in kept if one.version == version), None)
    told, topic, done = Told(micro_credential_id, version), f"issuer:{issuer_id}", "unchanged"
    if version_id is None:
        version_id = await shelf.add_version(micro_credential_id, content, sha256)
        events.record("definition.imported", topic, about=version_id, by=by, detail=told)
        done = "imported"
    if publish and await shelf.publish(version_id, clock.now()):
        if version == max([version, *(one.version for one in kept if one.published_at)]):
            await shelf.set_title(micro_credential_id, content["title"])
            await shelf.list_version(version_id)
            await shelf.set_stacks(micro_credential_id, content.get("stacks", []), _stack_titles())
        events.record("definition.published", topic, about=version_id, by=by, detail=told)
        done = "published"
    return Outcome(source.file, code, version, done)


async def list_titles(titles: list[Title]) -> int:
    """Show these titles in the catalogue; how many were new or have changed. Raises Refused: then nothing has changed.

    A title whose definition is here already stays as the definition says.
    """
    async with db.transaction():
        await shelf.alone()
        issuers, kept = await shelf.issuers(), await list_shelf.issuers_of([one.code for one in titles])
        wrong = []
        for one in titles:
            if one.issuer not in issuers:
                sentence = f"No issuer here has the slug {one.issuer}."
                wrong.append(Mistake(one.file, one.line, "issuer", sentence))
            elif kept.get(one.code, one.issuer) != one.issuer:
                wrong.append(Mistake(one.file, one.line, "issuer", f"{one.code} belongs to another issuer."))
        if wrong:
            raise Refused(wrong)
        changed = await list_shelf.add_titles(titles)
        if changed:
            for issuer_id in sorted({issuers[one.issuer] for one in titles}):
                events.record("catalogue.listed", f"issuer:{issuer_id}", about=issuer_id, detail=Listed(changed))
    return changed


async def put_in_state_stacks(places: list[StatePlace]) -> None:
    """Put micro-credentials that are here into states' own stacks (R4)."""
    async with db.transaction():
        await shelf.alone()
        await list_shelf.add_state_stacks(places)


@lru_cache
def _stack_titles() -> dict[str, str]:
    with STACKS.open(newline="", encoding="utf-8") as file:
        return {row["code"]: row["title"] for row in csv.DictReader(file)}
