"""A folder for a database server of a test's own."""

import shutil
import tempfile
from pathlib import Path

import pytest

from community import postgres


@pytest.fixture
def data():
    """A data folder that the server's account can reach, also for root; what runs in it is stopped, then it goes."""
    folder = Path(tempfile.mkdtemp(prefix="roundtable-ground-"))
    yield folder
    postgres.stop(folder)
    shutil.rmtree(folder)
