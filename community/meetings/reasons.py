"""Why not, and what to do instead: the sentences of refusals."""

from community.pages import _, ngettext


def changed_meanwhile() -> str:
    return _(
        "Somebody has changed this meeting since you opened it. Look at how it stands now; "
        "what you typed is still here, and can be saved over it."
    )


def cancelled() -> str:
    return _("This meeting is cancelled. Add another one in its place.")


def too_many(most: int) -> str:
    return ngettext(
        "A cohort has at most %(num)s meeting here.", "A cohort has at most %(num)s meetings here. Add fewer.", most
    )


def no_address() -> str:
    return _("Give the whole address of the room, beginning with https://")


def long_ago() -> str:
    return _("Give a day between 2000 and 2100.")


def no_rhythm() -> str:
    return _("Say first on which weekday, at what time and in which weeks this cohort meets.")


def over() -> str:
    return _("This meeting is over, or it was cancelled: there is nothing to say of it any more.")


def not_yet_begun() -> str:
    return _("Who was there is marked from a quarter of an hour before the meeting on.")


def no_seat() -> str:
    return _("Who sits in this cohort says whether they come; from the desk nobody is expected.")


def too_many_lines(most: int) -> str:
    return ngettext("Write at most %(num)s line.", "Write at most %(num)s lines.", most)


def long_line(most: int) -> str:
    return ngettext(
        "Keep each line to %(num)s character.", "Keep each line to %(num)s characters. Make two of a longer one.", most
    )


def reminded() -> str:
    return _("This reminder has gone out, or the meeting is cancelled: nothing of it can be changed now.")


def no_recap() -> str:
    return _("A recap is written once the meeting has begun, while the cohort is not closed.")


def recapped() -> str:
    return _("The recap of this meeting stands in the announcements already.")


def no_pair() -> str:
    return _("There is no such pair any more: its meeting is over, or the pairs were changed.")


def alone() -> str:
    return _("Nobody else is in this pair. Choose somebody for it, or nobody.")


def too_large() -> str:
    return _("At most three are in one pair.")


def not_together() -> str:
    return _("These cannot be put together. Choose another pair for one of them.")
