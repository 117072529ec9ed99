"""What has changed since the copy that was judged before (R37). Pure."""

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from community.evidence.rules import State


class Draft(Protocol):
    """The work for one requirement as it is now."""

    @property
    def requirement_key(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def state(self) -> State: ...


class Copy(Protocol):
    """The same as it was frozen."""

    @property
    def requirement_key(self) -> str: ...
    @property
    def sha256(self) -> str: ...


@dataclass(frozen=True)
class Change:
    """What is not as it was in one requirement; `stays_met`: it is met, and carried over as it was judged (R38)."""

    text: bool = False
    files: bool = False
    is_new: bool = False
    stays_met: bool = False

    def __bool__(self) -> bool:
        return self.text or self.files or self.is_new


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def changes(
    works: Sequence[Draft],
    originals: Mapping[str, Collection[str]],
    frozen: Sequence[Copy],
    frozen_originals: Mapping[str, Collection[str]],
) -> dict[str, Change]:
    """For each piece of work what has changed; of files the hashes of what their owner sent count, in any order."""
    before = {one.requirement_key: one for one in frozen}
    found = {}
    for work in works:
        key = work.requirement_key
        if work.state is State.MET:
            found[key] = Change(stays_met=True)
        elif key not in before:
            found[key] = Change(is_new=True)
        else:
            found[key] = Change(
                text=sha256(work.text) != before[key].sha256,
                files=Counter(originals.get(key, ())) != Counter(frozen_originals.get(key, ())),
            )
    return found
