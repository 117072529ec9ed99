"""Reading a page as its reader does: every text and every attribute that is shown or read aloud."""

import re
from html.parser import HTMLParser

SHOWN = {"alt", "aria-label", "aria-roledescription", "aria-description", "placeholder", "title"}
UNSEEN = {"script", "style"}
TIMES = {"time"}  # written in the reader's words by the page itself
CODES = {"code"}  # what is typed just so in every language
KEYS = {"data-keep", "data-order", "data-topics"}
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "use", "wbr"}
WORD = re.compile(r"[A-Za-z]{2,}")


class Reader(HTMLParser):
    """`texts`: what a page says, piece by piece, each with where it stands. Words in data-… are said by scripts."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[tuple[str, str]] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if value and (name in SHOWN or (name.startswith("data-") and name not in KEYS and _is_a_sentence(value))):
                self.texts.append((f"<{tag} {name}>", value))
        if tag not in VOID:
            self._open.append(f"{tag}#{dict(attrs)['id']}" if "id" in dict(attrs) else tag)

    def handle_endtag(self, tag):
        while self._open and tag not in VOID:
            if self._open.pop().split("#")[0] == tag:
                break

    def handle_data(self, data):
        around = {one.split("#")[0] for one in self._open}
        if data.strip() and not around & (UNSEEN | TIMES | CODES):
            self.texts.append((" > ".join(self._open[-3:]), " ".join(data.split())))


def _is_a_sentence(value: str) -> bool:
    """A data- attribute that holds words: there are gaps between them, and it is no address."""
    return " " in value and "/" not in value


def plain_english(text: str) -> list[str]:
    """Its words that the pseudo-language would have written with accents."""
    return [word for word in WORD.findall(text) if re.search("[aceinouyACEINOUY]", word)]
