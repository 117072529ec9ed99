"""README's table of settings is the code's."""

import re
from pathlib import Path

from community.config.table import BUCKET, SETTINGS

README = Path(__file__).parents[2] / "README.md"


def test_readme_lists_every_setting_as_it_is():
    rows = re.findall(r"^\| `([A-Z_]+)` \| (.*?) \| (.*?) \|$", README.read_text("utf-8"), re.M)
    assert rows == [(setting.name, shown(setting.default), setting.meaning) for setting in SETTINGS]


def test_readme_lists_how_a_bucket_is_reached():
    """That the store reads each of them: tests/evidence/artifacts/test_bucket.py."""
    rows = re.findall(r"^\| `(AWS_[A-Z_]+)` \| (.*?) \|$", README.read_text("utf-8"), re.M)
    assert dict(rows) == BUCKET and len(rows) == len(BUCKET)


def shown(default: str) -> str:
    """A value as code; words and nothing as they are."""
    return f"`{default}`" if default and "`" not in default else default
