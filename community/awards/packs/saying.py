"""What stands in a proof pack, in the words of its reader's language. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from community import squares, words
from community.awards.packs import crediting
from community.awards.packs.queries import Held, Run
from community.awards.queries import Award
from community.awards.rules import Achieved, State
from community.catalogue import rules as catalogue
from community.catalogue.queries import Definition
from community.numbers import spoken
from community.pages import _, ngettext
from community.papers import Fact, Paper, Section, Table
from community.people.queries import Person
from community.rendering import part


@dataclass(frozen=True)
class Wished:
    """What the earner adds if she likes: the time that she noted, which attempt it was."""

    hours: bool = False
    attempt: bool = False


@dataclass(frozen=True)
class Facts:
    """All that a pack is made of. Of a stack's badge `parts` alone; `minutes` are noted by the earner herself."""

    award: Award
    person: Person
    now: datetime
    language: str
    base_url: str
    sample: bool
    wished: Wished
    definition: Definition | None = None
    names: Any = None  # of requirements, by key
    levels: Sequence[Achieved] = ()
    run: Run | None = None
    minutes: int = 0
    parts: Sequence[Held] = ()
    credit: Any = None  # catalogue.credit.seen.Credit

    @property
    def address(self) -> str:
        """Where whoever has the paper is told whether it is real, published or not."""
        return f"{self.base_url}/verify?award={self.award.paper_number}"

    @property
    def zone(self) -> str:
        """Where the run had its days; without one, where its earner lives."""
        return self.run.time_zone if self.run else self.person.time_zone

    def date(self, at: datetime) -> date:
        return at.astimezone(ZoneInfo(self.zone)).date()

    def day(self, at: datetime) -> str:
        return words.day(self.date(at), self.language)


def paper(facts: Facts) -> Paper:
    """The whole pack."""
    award, definition = facts.award, facts.definition
    lede = _("Earned by %(name)s on %(day)s. Issued by %(issuer)s.")
    return Paper(
        language=facts.language,
        author=award.issuer,
        kicker=_("Proof pack for a district, made on %(day)s") % {"day": facts.day(facts.now)},
        title=award.title,
        title_language=definition.language if definition else "",
        lede=lede % {"name": facts.person.name, "day": facts.day(award.awarded_at), "issuer": award.issuer},
        sections=(_of_award(facts), *_of_criteria(facts), *_of_parts(facts), *crediting.sections(facts)),
        closing=_closing(facts),
        address=facts.address,
        picture=squares.drawn(facts.address, _("The address to check this award"), sized=False),
        picture_says=_("A square to scan: the address to check this award, as it stands beside it"),
        signatures=(_("Earner"), _("Received for the district, date")),
        mark=_("Sample data") if facts.sample else "",
    )


def _closing(facts: Facts) -> str:
    check = _("To check that this is real, scan the picture, or open %(address)s and type %(number)s.")
    told = {"address": f"{facts.base_url}/verify", "number": spoken(facts.award.paper_number)}
    answer = _("You are told how the award stands on that day, and no name: its holder shows that.")
    worth = _("This paper says what was shown. What it is worth is your district’s decision.")
    return f"{check % told} {answer} {worth}"


def _of_award(facts: Facts) -> Section:
    award, run = facts.award, facts.run
    said = [
        Fact(_("Award number"), award.spoken),
        Fact(_("Stands"), _standing(facts)),
        Fact(_("Issued by"), award.issuer),
        *_of_definition(facts),
    ]
    if facts.wished.hours and facts.minutes:
        said.append(Fact(_("Time, as its earner noted it"), hours(facts.minutes)))
    if run:
        began = {"start": facts.day(run.started_at), "submitted": facts.day(run.submitted_at)}
        said.append(Fact(_("Work"), _("started on %(start)s, submitted on %(submitted)s") % began))
        if run.expires_at:
            said.append(Fact(_("Window"), _("open until %(day)s") % {"day": facts.day(run.expires_at)}))
        said.append(Fact(_("Decided"), facts.day(run.decided_at)))
        if facts.wished.attempt:
            said.append(Fact(_("Attempt"), str(run.attempt)))
    if facts.definition:
        said.append(Fact(_("Review"), _("certified reviewers who did not know the earner")))
    return Section(_("The award"), tuple(said))


def _of_definition(facts: Facts) -> list[Fact]:
    one = facts.definition
    if one is None:
        return []
    told = {"code": one.code, "version": one.version, "day": facts.day(one.published_at)}
    macro = ("catalogue/_words.html", "hours", facts.language)
    return [
        Fact(_("Definition"), _("%(code)s, version %(version)s, published on %(day)s") % told,
             address=f"{facts.base_url}/catalogue/{one.code}?version={one.version}"),
        Fact(_("Competency"), one.competency, one.language),
        Fact(_("Time, by the definition"), str(part(*macro, one)).strip()),
        Fact(_("Evidence"), _evidence(one)),
    ]  # fmt: skip


def _evidence(definition: Definition) -> str:
    """3 written answers, 2 artifacts, 1 reflection."""
    asked = [(part, kind) for part, kind, _asked in catalogue.requirements(definition.content)]
    artifacts = sum(kind == "artifact" for _part, kind in asked)
    reflections = sum(part == 3 and kind == "prompt" for part, kind in asked)
    answers = len(asked) - artifacts - reflections
    said = [
        ngettext("%(num)s written answer", "%(num)s written answers", answers) if answers else "",
        ngettext("%(num)s artifact", "%(num)s artifacts", artifacts) if artifacts else "",
        ngettext("%(num)s reflection", "%(num)s reflections", reflections) if reflections else "",
    ]
    return ", ".join(one for one in said if one)


def _standing(facts: Facts) -> str:
    award = facts.award
    if award.state is State.REVOKED and award.revoked_at and award.reason:
        told = {"day": facts.day(award.revoked_at), "reason": award.reason.words}
        said = _("revoked on %(day)s: %(reason)s") % told
    elif award.state is State.UNDER_REVIEW and award.reviewed_since:
        said = _("under review since %(day)s; until it is decided, do not count on it") % {
            "day": facts.day(award.reviewed_since)
        }
    else:
        said = _("in force on %(day)s") % {"day": facts.day(facts.now)}
    return said


def hours(minutes: int) -> str:
    """14 hours 30 minutes."""
    whole, rest = divmod(minutes, 60)
    said = [ngettext("%(num)s hour", "%(num)s hours", whole)] if whole else []
    said += [ngettext("%(num)s minute", "%(num)s minutes", rest)] if rest else []
    return " ".join(said)


def _of_criteria(facts: Facts) -> list[Section]:
    """A table for each requirement: each criterion, the level found, and what that level says."""
    one = facts.definition
    if one is None:
        return []
    levels = catalogue.levels(one.content)
    columns = {level.key: place for place, level in enumerate(levels)}
    rows = {(row.requirement_key, row.key): row for row in catalogue.criteria(one.content)}
    tables: dict[str, list[tuple[str, ...]]] = {}
    for found in facts.levels:
        row, place = rows[found.requirement_key, found.criterion_key], columns[found.level]
        cells = (f"{row.number} {row.title}", levels[place].name, row.texts[place])
        tables.setdefault(found.requirement_key, []).append(cells)
    heads = (_("Criterion"), _("Level found"), _("What that level says"))
    return [
        Section(
            _("Criteria and levels found"),
            tables=tuple(
                Table(facts.names.get(key, key), heads, tuple(cells), one.language) for key, cells in tables.items()
            ),
            sentences=(_pass_rule(one.content, len(rows)),),
        )
    ]


def _pass_rule(content: dict[str, Any], number: int) -> str:
    rule = content["pass_rule"]
    if rule["kind"] == "all_criteria":
        return ngettext(
            "Earned when the one criterion is met.", "Earned when all %(num)s criteria are met.", number
        )
    told = {"share": round(rule["share"] * 100), "number": number}
    return _("Earned when at least %(share)s percent of the %(number)s criteria are met.") % told


def _of_parts(facts: Facts) -> list[Section]:
    """What a stack's badge is made of."""
    if not facts.parts:
        return []
    rows = tuple(
        (f"{one.code} {one.title}", facts.day(one.awarded_at), spoken(one.number))
        for one in facts.parts
    )
    heads = (_("Micro-credential"), _("Earned on"), _("Award number"))
    each = _("Each of them has a proof pack of its own, with its criteria and with what districts say.")
    return [Section(_("What it is made of"), tables=(Table("", heads, rows),), sentences=(each,))]
