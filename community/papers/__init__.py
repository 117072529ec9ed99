"""Papers: what stands on one, for the page that is printed and for the tagged PDF alike."""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Fact:
    """A name and what is said under it; `language` where that is somebody's own words, `address` a link with them."""

    name: str
    words: str
    language: str = ""
    address: str = ""


@dataclass(frozen=True)
class Table:
    """Rows of as many texts as `heads`; the first of each names its row."""

    name: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    language: str = ""  # of its rows and its name


@dataclass(frozen=True)
class Section:
    heading: str
    facts: tuple[Fact, ...] = ()
    tables: tuple[Table, ...] = ()
    sentences: tuple[str, ...] = ()
    language: str = ""  # of its heading


@dataclass(frozen=True)
class Paper:
    """All of it, in the order of reading. `picture` is an SVG that leads to `address`; `mark` stands on each page."""

    language: str
    author: str
    kicker: str
    title: str
    title_language: str
    lede: str
    sections: tuple[Section, ...]
    closing: str
    address: str
    picture: bytes
    picture_says: str
    signatures: tuple[str, ...] = ()
    mark: str = ""

    def brief(self) -> "Paper":
        """The same with tables of two columns: for what would not fit on the pages that a paper may have."""

        def cut(table: Table) -> Table:
            return replace(table, heads=table.heads[:2], rows=tuple(row[:2] for row in table.rows))

        return replace(
            self, sections=tuple(replace(one, tables=tuple(map(cut, one.tables))) for one in self.sections)
        )
