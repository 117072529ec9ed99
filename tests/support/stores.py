"""A store that is really full: a small file system of a test's own, for which one must be root."""

import asyncio
import contextlib
import os
from pathlib import Path

import pytest

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small folder")


class SmallStore:
    """A folder that holds `size` and no more, until it `grows`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def address(self) -> str:
        return self.folder.as_uri()

    async def grows(self, size: str) -> None:
        assert await _run("mount", "-o", f"remount,size={size}", str(self.folder)) == 0

    def names(self) -> set[str]:
        """What it holds."""
        return {str(file.relative_to(self.folder)) for file in self.folder.rglob("*") if file.is_file()}


@contextlib.asynccontextmanager
async def small_store(folder: Path, size: str = "20m"):
    if await _run("mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)):
        pytest.skip("nothing can be mounted here")
    try:
        yield SmallStore(folder)
    finally:
        await _run("umount", str(folder))


async def _run(*command: str) -> int:
    return await (await asyncio.create_subprocess_exec(*command)).wait()
