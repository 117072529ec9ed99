"""The sample world's affiliates and people: three states with locals, everybody's names invented."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import count
from pathlib import Path

from ruamel.yaml import YAML

from community.affiliates import actions as affiliates
from community.affiliates.queries import Affiliate
from community.people.accounts import actions as accounts
from community.people.profile import actions as profiles
from community.people.queries import Person, people_by_id

DATA = Path(__file__).parent / "data"
PASSWORD = "sample garden 1234"  # noqa: S105 - everybody may know it
STATES = {
    "illinois": ("Prairie Union of Educators", "IL", "America/Chicago"),
    "washington": ("Evergreen Union of Educators", "WA", "America/Los_Angeles"),
    "new_mexico": ("High Mesa Union of Educators", "NM", "America/Denver"),
}
LOCALS_A_STATE = 6
PRONOUNS = ("", "she/her", "", "he/him", "", "they/them", "she/her", "")


@dataclass(frozen=True)
class Places:
    """The tree that stands: the national affiliate, and each state's locals."""

    national: Affiliate
    states: dict[str, Affiliate]
    locals: dict[str, list[Affiliate]]


@lru_cache
def names() -> dict:
    """data/names.yaml."""
    return YAML(typ="safe").load((DATA / "names.yaml").read_text("utf-8"))


async def make_places() -> Places:
    national = await affiliates.make_affiliate("national", "United Educators", "united-educators", short="UE")
    states, locals_ = {}, {}
    for key, (name, code, zone) in STATES.items():
        slug = name.lower().replace(" ", "-")
        states[key] = await affiliates.make_affiliate("state", name, slug, national, state_code=code, time_zone=zone)
        locals_[key] = [
            await affiliates.make_affiliate(
                "local",
                f"{town} Education Association",
                f"{_slug(town)}-education-association",
                states[key],
                state_code=code,
                town=town,
                time_zone=zone,
            )
            for town in names()["towns"][key][:LOCALS_A_STATE]
        ]
    return Places(national, states, locals_)


class Cast:
    """Draws people one after the other from the list of names."""

    def __init__(self) -> None:
        self._people, self._schools, self._number = iter(names()["people"]), iter(names()["schools"] * 3), count()
        self.all: list[Person] = []

    async def draw(self, local: Affiliate, joined: date, member: bool = True, role: str = "") -> Person:
        """A new account with a profile, a member of the local; by sign-up and confirmation, as everybody else."""
        number, name, roles = next(self._number), next(self._people), names()["roles"]
        full, plays = f"{name['given']} {name['family']}", roles[number % len(roles)]
        address = f"{_slug(name['given'])}.{_slug(name['family'])}@sample.example"
        code = await accounts.sign_up(full, address, PASSWORD, local.time_zone, "en", "/", f"sample {number}")
        person = await accounts.make(code)
        school = next(self._schools)
        about = f"{plays['name']}, {school['name'] if isinstance(school, dict) else school}"[:120]
        await profiles.change(
            person,
            name=full,
            called=name["given"],
            pronouns=PRONOUNS[number % len(PRONOUNS)],
            time_zone=local.time_zone,
            language="en",
            role=role or ROLES.get(plays["audience"], "teacher"),
            about=about,
            theme="auto",
        )
        if member:
            await affiliates.enrol(person, local, joined, number=f"{10_000_000 + number * 7919}")
        person = (await people_by_id([person.id]))[person.id]
        self.all.append(person)
        return person


ROLES = {
    "teacher": "teacher",
    "support_professional": "support_professional",
    "specialist": "specialist",
    "librarian": "librarian",
}


def _slug(text: str) -> str:
    plain = text.lower().translate(str.maketrans("áéíóúñüçàèâêôöäøšžřť", "aeiounucaeaeooaoszrt"))
    return "-".join("".join(sign if sign.isascii() and sign.isalnum() else " " for sign in plain).split())
