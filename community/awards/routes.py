"""The face of the awards."""

from community.pages import Keep

routes: list = []
live: dict = {}
topics: dict = {}
notices: dict = {}
jobs: dict = {}
keeps = {"award": Keep(person="person_id", on_erase="unname")}  # what its holder has in hands verifies all the same
