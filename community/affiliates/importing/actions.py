"""Affiliates come in from files: all of them or none, each once however often the files come."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from community import db, events
from community.affiliates import actions
from community.affiliates import queries as affiliates
from community.affiliates.importing import shape, staging
from community.affiliates.importing.staging import Outcome, Wrong
from community.affiliates.lines import Mistake
from community.pages import _

MOST_TOLD = 100  # mistakes; more are counted


@dataclass(frozen=True)
class Taken:
    """How many lines came, made an affiliate, or changed one."""

    lines: int
    made: int
    changed: int


@dataclass
class Refused(Exception):
    """Nothing was taken in: the first mistakes with their files, and how many there are in all."""

    mistakes: list[tuple[str, Mistake]] = field(default_factory=list)
    count: int = 0

    def add(self, file: str, mistake: Mistake) -> None:
        self.count += 1
        if len(self.mistakes) < MOST_TOLD:
            self.mistakes.append((file, mistake))

    def check(self) -> None:
        if self.count:
            raise self


async def take_in(paths: list[Path], national: tuple[str, str] | None = None) -> dict[str, Outcome]:
    """Take in these files in one transaction; {state or local: what became of its lines}.

    States come under the `national` affiliate (slug, name), which is made when it is not here; without it there must be
    exactly one. Raises Refused: then nothing has changed.
    """
    refused, names = Refused(), [str(path) for path in paths]
    async with db.transaction():
        await staging.begin()
        for number, source in enumerate(map(shape.source, paths)):
            rows = source.rows(number, partial(refused.add, names[number]))
            await staging.copy(rows)
        refused.check()
        nation_id = await _nation(national, refused)
        outcomes = {}
        for kind, take in (("state", partial(staging.states, nation_id)), ("local", staging.locals_)):
            outcomes[kind], wrong = await take(MOST_TOLD)
            for one in wrong:
                refused.add(names[one.file], Mistake(one.line, one.field, _why(one)))
            refused.check()
        done = [sum(getattr(one, name) for one in outcomes.values()) for name in ("lines", "made", "changed")]
        events.record("affiliates.imported", f"affiliate:{nation_id}", about=nation_id, detail=Taken(*done))
    return outcomes


async def _nation(national: tuple[str, str] | None, refused: Refused) -> int:
    """The national affiliate under which states come."""
    slug, name = national or ("", "")
    here = await staging.nations(slug)
    if national and not here:
        if await affiliates.public_affiliate(slug):
            refused.add(f"--national {slug}", Mistake(0, "slug", _("Another affiliate has this slug.")))
            refused.check()
        here = [(await actions.make_affiliate("national", name, slug)).id]
    if len(here) != 1:
        sentence = _("Say under which national affiliate the states stand: --national SLUG=NAME.")
        refused.add("--national", Mistake(0, "", sentence))
        refused.check()
    return here[0]


def _why(wrong: Wrong) -> str:
    sentences: dict[str, Callable[[], str]] = {
        "twice": lambda: _("Another line has this slug. Give each its own."),
        "elsewhere": lambda: _("An affiliate elsewhere in the tree has this slug. Give another one."),
        "no state": lambda: _("There is no state affiliate with this code. Take in the states first."),
        "which state": lambda: _("Name the state affiliate by its slug, in the column state_slug."),
    }
    return sentences[wrong.why]()
