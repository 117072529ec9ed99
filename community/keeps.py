"""What is kept of a person, table by table: each slice says it at its foot."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Keep:
    """What a table keeps of a person: the column that says whose a row is, and what erasing does with it.

    All of such a row goes along when they ask for their data (people/exports), but secrets, what points to another
    person, and the columns it `hides`, since their words are others'. `file` is the column of what lies in the store,
    `called` the one of its name.
    """

    person: str
    on_erase: str = "delete"
    hides: tuple[str, ...] = ()
    file: str = ""
    called: str = ""


@dataclass(frozen=True)
class Belongs:
    """A table whose rows are part of another's, for one who asks for their data: `by` is the column with its id.

    `only` those rows of which this SQL is true; a column that `says` names goes along as that SQL. The rest as in Keep.
    """

    by: str
    only: str = "true"
    says: Mapping[str, str] = field(default_factory=dict)
    hides: tuple[str, ...] = ()
    file: str = ""
    called: str = ""
