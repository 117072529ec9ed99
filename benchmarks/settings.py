"""Settings of the product for a benchmark: a secret and a folder of its own, and nothing of the machine's."""

import contextlib
import os
import tempfile
from collections.abc import Iterator


@contextlib.contextmanager
def for_benchmarks(**environ: str) -> Iterator[None]:
    """Inside, settings() answers with these alone."""
    from community.config import settings

    former = dict(os.environ)
    with tempfile.TemporaryDirectory(prefix="roundtable-bench-") as folder:
        for name in [name for name in os.environ if name == "DATABASE_URL" or name.startswith("ROUNDTABLE_")]:
            del os.environ[name]
        os.environ |= {
            "ROUNDTABLE_DATA": folder,
            "ROUNDTABLE_SECRET": "a secret of the benchmarks, long enough",
        } | environ
        settings.cache_clear()
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(former)
            settings.cache_clear()
