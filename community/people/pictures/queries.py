"""Whose picture is kept where."""

from community import db
from community.people.queries import Person


async def set_picture(person: Person, mark: str, file: str) -> str:
    """In place of the former one, whose file is returned; empty texts: none any more."""
    return await db.value(
        """
        update person set picture = :mark, picture_file = :file from person as former
        where person.id = :id and former.id = person.id returning former.picture_file
        """,
        id=person.id, mark=mark, file=file,
    )


async def picture_file(person: Person, whose: int, mark: str) -> str | None:
    """The file of somebody's present picture, for one who was shown its address: the mark cannot be guessed."""
    sql = "select picture_file from person where id = :id and picture = :mark and picture <> ''"
    return await db.value(sql, id=whose, mark=mark)


async def file_by_id(person_id: int) -> str:
    """For the job that closes an account."""
    return await db.value("select picture_file from person where id = :id", id=person_id) or ""
