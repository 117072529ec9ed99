"""What goes along with an attempt after an attempt: the changes that are marked, and the note to who reads it (R37)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from community.evidence.artifacts import queries as artifacts
from community.evidence.queries import Standing, Work
from community.evidence.scrub import queries as scrub
from community.evidence.scrub import rules as scrub_rules
from community.evidence.scrub.places import Why
from community.pages import _, ngettext
from community.people.queries import Person
from community.submissions import queries
from community.submissions.queries import Submission
from community.submissions.resubmitting import queries as rows
from community.submissions.resubmitting.changes import Change, changes
from community.submissions.results import queries as results
from community.submissions.results.reading import reading

KNOWN = (Why.OWN, Why.TYPED, Why.COHORT)  # names; what only looks like one is left to its writer


async def changed(person: Person, before: Submission, works: Sequence[Work]) -> dict[str, Change]:
    """What of these has changed since the attempt before, by requirement."""
    originals: Mapping[str, list[str]] = defaultdict(list)
    by_work = await artifacts.artifacts_of(person, [work for work in works if work.id])
    for work in works:
        originals[work.requirement_key].extend(file.sha256 for file in by_work.get(work.id, []))
    frozen_originals: Mapping[str, list[str]] = defaultdict(list)
    for file in await queries.frozen_files(person, before):
        frozen_originals[file.requirement_key].append(file.original_sha256)
    return changes(works, originals, await queries.frozen_works(person, before), frozen_originals)


async def begun_note(person: Person, standing: Standing, before: Submission) -> str:
    """How the note may begin: what came back, and from the ledger what was done with colleagues' notes (R47)."""
    found = await results.result(person, before)
    read = reading(standing.definition.content, standing.requirements, found)
    lines = [f"{one.criterion.number} {one.criterion.title} ({one.name}):" for one in read.open]
    lines += [f"{one.name}:" for one in read.missing]
    names = {one.key: one.full_name for one in standing.requirements}
    since = before.ended_at or before.submitted_at
    for one in await rows.uptakes(person, standing.definition.micro_credential_id, since):
        if one.requirement_key in names:
            lines.append(f"{names[one.requirement_key]}: {_taken_up(one)}")
    return "\n".join(dict.fromkeys(lines))


def _taken_up(one: rows.Uptake) -> str:
    said = [
        ngettext("I used %(num)s note of a colleague.", "I used %(num)s notes of colleagues.", one.used)
        if one.used
        else "",
        ngettext("I adapted %(num)s note of a colleague.", "I adapted %(num)s notes of colleagues.", one.adapted)
        if one.adapted
        else "",
    ]
    return " ".join(filter(None, said))


async def names_in(person: Person, standing: Standing, said: Mapping[str, str]) -> dict[str, str]:
    """By field what has to go: whoever reads the note must not learn from it who wrote it (R50)."""
    names = await scrub.names(person, standing.definition.micro_credential_id)
    wrong = {}
    for field, text in said.items():
        known = [f"“{one.word}”" for one in scrub_rules.find(text, names) if one.why in KNOWN]
        if known:
            wrong[field] = _("Take out %(names)s: who reads this does not know who you are.") % {
                "names": ", ".join(known)
            }
    return wrong
