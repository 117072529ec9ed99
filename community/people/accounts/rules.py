"""What an e-mail address looks like. Pure."""

import re
from typing import Annotated

from pydantic import AfterValidator

from community.words import gettext as _

MOST_ADDRESS = 254  # signs, RFC 5321
LOCAL = re.compile(r"[^\s@<>(),;:\"\\\[\]\x00-\x1f\x7f]{1,64}")
LABEL = re.compile(r"[^\W_]([\w-]{0,61}[^\W_])?")


def address(typed: str) -> str:
    """An address as it is kept: trimmed and in small letters. ValueError with a sentence that says what to mend."""
    cleaned = typed.strip().lower()
    local, at, domain = cleaned.rpartition("@")
    labels = domain.split(".")
    if not at or not local:
        raise ValueError(_("This address has no @ with a name before it. Add it and try again."))
    if len(labels) < 2 or not labels[-1]:
        raise ValueError(_("This address has no ending such as .org or .com. Add it and try again."))
    if len(cleaned) > MOST_ADDRESS or not LOCAL.fullmatch(local) or not all(map(LABEL.fullmatch, labels)):
        raise ValueError(_("There is a sign in this address that mail cannot use. Check it and try again."))
    return cleaned


Address = Annotated[str, AfterValidator(address)]
