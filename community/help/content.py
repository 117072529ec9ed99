"""The help pages as they ship (data/help.yaml). A key is never used for something else."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML

FILE = Path(__file__).parent / "data" / "help.yaml"
LANGUAGE = "en"  # that they are written in


@dataclass(frozen=True)
class HelpPage:
    """One question; `paragraphs` answer it, `see_also` are keys of others, `route`: who answers further."""

    key: str
    topic: str
    question: str
    paragraphs: tuple[str, ...]
    see_also: tuple[str, ...]
    route: str

    @property
    def address(self) -> str:
        return f"/help/{self.key}"

    @property
    def first(self) -> str:
        """Its first sentence or two."""
        return self.paragraphs[0]


@lru_cache
def topics() -> dict[str, str]:
    """Titles by key, in their order."""
    return {one["key"]: one["title"] for one in _shipped()["topics"]}


@lru_cache
def help_pages() -> dict[str, HelpPage]:
    """Every page by its key, in its order."""
    return {one["id"]: _page(one) for one in _shipped()["questions"]}


def _page(one: dict) -> HelpPage:
    paragraphs = tuple(part.strip() for part in one["answer"].split("\n") if part.strip())
    return HelpPage(one["id"], one["topic"], one["question"], paragraphs, tuple(one.get("see_also", ())), one["route"])


@lru_cache
def _shipped() -> dict:
    return YAML(typ="safe").load(FILE.read_text("utf-8"))
