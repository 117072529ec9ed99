"""What a proof pack says of a district's rules: source, date, deadlines; never that credit is granted (R62). Pure."""

from datetime import timedelta
from typing import Any

from community import words
from community.catalogue.credit.queries import CreditRule
from community.pages import _, ngettext
from community.papers import Fact, Section
from community.rendering import part

OWN_WORDS = "en"  # the language in which rules are read at their source


def sections(facts: Any) -> list[Section]:
    """One for each place whose rule is known; one that says so where none is."""
    if facts.credit is None:
        return []
    found = [_section(facts, shown.rule) for shown in facts.credit.known]
    asked = tuple(
        _("%(place)s was asked and has not answered by %(day)s.")
        % {"place": one.rule.place, "day": words.day(one.rule.checked_on, facts.language)}
        for one in facts.credit.unknown
    )
    if not found or asked:
        unsaid = () if found else (_("Nothing is known of it here. Ask the personnel office of your district."),)
        found.append(Section(_("What your district gives"), sentences=(*asked, *unsaid, check())))
    return found


def check() -> str:
    changes = _("Rules change, and only your district can say what it accepts. Roundtable grants no credit.")
    return f"{_('Check with your district.')} {changes}"


def _section(facts: Any, rule: CreditRule) -> Section:
    said = [Fact(_("Its rule says"), rule.gives or "", OWN_WORDS)]
    if rule.applies_to:
        for_whom = part("catalogue/_words.html", "audience", facts.language, rule.applies_to)
        said.append(Fact(_("For"), " ".join(str(for_whom).split())))
    said.append(Fact(_("Ask before Start"), _approval(facts, rule)))
    if rule.proof or rule.proof_days:
        said.append(Fact(_("Proof"), _proof(facts, rule)))
    if rule.deadline:
        said.append(Fact(_("Deadline"), rule.deadline, OWN_WORDS))
    if rule.note:
        said.append(Fact(_("Note"), rule.note, OWN_WORDS))
    if rule.checked_on:
        read = _("read on %(day)s") % {"day": words.day(rule.checked_on, facts.language)}
        said.append(Fact(_("Source"), read, address=rule.source or ""))
    sample = (_("SAMPLE, invented: no such rule exists."),) if rule.sample else ()
    heading = _("What the rule of %(place)s says") % {"place": rule.place}
    return Section(heading, tuple(said), sentences=(*sample, check()))


def _approval(facts: Any, rule: CreditRule) -> str:
    """Whether one had to ask, and by when, counted from the Start that there was."""
    if rule.approval_needed is None:
        return _("not known")
    if not rule.approval_needed:
        return _("not asked for by this rule")
    said = [_("yes")]
    if rule.approval_days:
        said.append(ngettext("at least %(num)s day before", "at least %(num)s days before", rule.approval_days))
        if facts.run:
            began = facts.date(facts.run.started_at)
            last = {"start": words.day(began, facts.language)}
            last["day"] = words.day(began - timedelta(days=rule.approval_days), facts.language)
            said.append(_("for the Start on %(start)s that was by %(day)s") % last)
    return ", ".join(said) + (f". {rule.approval_how}" if rule.approval_how else "")


def _proof(facts: Any, rule: CreditRule) -> str:
    said = [rule.proof] if rule.proof else []
    if rule.proof_days:
        last = facts.date(facts.award.awarded_at) + timedelta(days=rule.proof_days)
        within = ngettext("within %(num)s day of the award", "within %(num)s days of the award", rule.proof_days)
        said.append(_("%(within)s: by %(day)s") % {"within": within, "day": words.day(last, facts.language)})
    return ", ".join(said)
