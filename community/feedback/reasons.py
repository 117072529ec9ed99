"""Why something is not possible now, in words for the one who wants it."""

from datetime import date

from community.evidence.rules import State
from community.feedback.outlooks import rules as outlooks
from community.feedback.requests.rules import Ending
from community.words import gettext as _


def cannot_ask(state: str) -> str:
    sentences = {
        State.NOT_STARTED: lambda: _("Write something first, then ask."),
        State.ASKING: asks_already,
        State.SUBMITTED: lambda: _("This is with the reviewers. You can ask colleagues again after their answer."),
        State.MET: lambda: _("This is met. What was met is shown to nobody who still works on it."),
        State.NOT_YET: lambda: _("Take it up again first: change something, then ask."),
        State.RETURNED_INCOMPLETE: lambda: _("Take it up again first: change something, then ask."),
    }
    return sentences.get(State(state), lambda: _("Write something first, then ask."))()


def still_looked_at() -> str:
    return _("A file of it is still being looked at. Ask again in a minute.")


def no_longer_held() -> str:
    return _("It waits no longer.")


def asks_already() -> str:
    return _("You are asking for feedback on this already. End that request first, or let it run.")


def holds_no_badge() -> str:
    return _("This is for who holds a badge. Once you have earned one, you can say here how often you may be asked.")


def facilitators_decide() -> str:
    return _("Facilitators decide whether holders elsewhere may be asked.")


def ended_already() -> str:
    return _("This request has ended already.")


def over(ending: str) -> str:
    """Why a draft is no longer open to its readers."""
    sentences = {
        Ending.AUTHOR: lambda: _("Its author has ended this request, so the draft is closed again."),
        Ending.DATE: lambda: _("The day until which this draft was open has passed."),
        Ending.LEFT: lambda: _("This draft is closed: its author has left the cohort, or the cohort is closed."),
        Ending.WORK: lambda: _("This draft is closed: the work has moved on."),
        Ending.PAIR: lambda: _("This draft was open to a pair, whose meeting is over or was changed."),
    }
    return sentences[Ending(ending)]()


def not_asked(called: str) -> str:
    return _("%(name)s has asked other people by name. Nobody else reads this draft.") % {"name": called}


def taken_by_others() -> str:
    return _("This request has the readers it wanted. There may be another one that needs you.")


def not_reading() -> str:
    return _("Take this request first, then you can read the draft.")


def sent_already() -> str:
    return _("You have sent your notes. What is sent is not changed any more.")


def nothing_to_point_at() -> str:
    return _("These words are not in the draft. Choose a paragraph, or the whole draft.")


def choose_a_day(latest: date) -> str:
    return _("Choose a day from today to %(day)s.") % {"day": latest.isoformat()}


def choose_people() -> str:
    return _("Choose at least one person, or ask the whole cohort.")


def works_alone() -> str:
    return _("Peer feedback is given inside a cohort. Join one, and your colleagues can read your drafts.")


def not_enough() -> str:
    return _("Your form needs a little more before the notes go out. What is missing stands above the button.")


def many_notes() -> str:
    return _("These are many notes already: leave it at them.")


def compared_already() -> str:
    return _("You have compared your notes already. Begin anew to write others.")


def of_outlooks(said: outlooks.Outlooks) -> dict[str, str]:
    """A sentence for each criterion where "would this meet it" is not said whole."""
    wrong = {f"missing-{key}": _("Say in a few words what is missing.") for key in outlooks.without_words(said)}
    wrong |= {f"view-{key}": _("Choose one of the answers.") for key in outlooks.without_view(said)}
    return wrong | too_long(said)


def too_long(said: outlooks.Outlooks) -> dict[str, str]:
    return {f"missing-{key}": _("At most 1,000 characters fit here.") for key in outlooks.too_long(said)}


def said_already() -> str:
    return _("You have said how useful it was. It is said once.")


def only_look_on() -> str:
    return _("Observers see counts, not who asks.")


def only_members_take() -> str:
    return _("Members and helpers take requests. A facilitator reads a draft when asked by name.")


def nobody_asks() -> str:
    return _("Nobody needs a reader just now. Thank you for looking.")


def others_first() -> str:
    return _("You have read more than others here, so it is their turn first. You can still choose one by hand.")


def not_waiting() -> str:
    return _("This request does not wait for 48 hours without a reader, or has one by now.")


def choose_reader() -> str:
    return _("Choose a member or helper who sits here, and not the author.")


def not_now() -> str:
    return _("You have said not now, so nothing is offered to you. You can choose one by hand, or say you can read.")


def not_your_pair() -> str:
    return _("You can be kept from somebody yourself. For two others a facilitator does it.")


def choose_one_here() -> str:
    return _("Choose somebody who sits here, and two different people.")


def nobody_looks() -> str:
    return _("There is no other facilitator in this cohort who could look at it. Your local's desk can help.")


def looked_at_already() -> str:
    return _("The facilitators look at this note already.")


def answered_already() -> str:
    return _("This was answered already. Open it again to see what was said.")
