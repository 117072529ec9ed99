"""A bucket for tests: a real server of the S3 protocol whose objects are files, and which checks each signature."""

import asyncio
import contextlib
from dataclasses import dataclass
from pathlib import Path

from tests.support import npm

HOME = Path(__file__).parents[1] / "bucket"
REGION, KEY, SECRET = "eu-harbor-1", "roundtable", "a key that only the tests know"


@dataclass(frozen=True)
class Buckets:
    """At `url`; what they hold lies in `folder`."""

    url: str
    folder: Path

    def reached(self, **otherwise: str) -> dict[str, str]:
        """The settings of somebody who may read and write there."""
        return {
            "AWS_ENDPOINT": self.url, "AWS_ALLOW_HTTP": "true", "AWS_REGION": REGION,
            "AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET,
        } | otherwise  # fmt: skip

    def names(self, bucket: str = "roundtable") -> set[str]:
        """What is in one of them; a file of an upload that never ended would be told too."""
        files = [file for file in (self.folder / bucket).rglob("*") if file.is_file()]
        kept = {str(file.relative_to(self.folder / bucket)) for file in files}
        return {name.removesuffix("._S3rver_object") for name in kept if not name.endswith((".md5", "metadata.json"))}


@contextlib.asynccontextmanager
async def buckets(folder: Path, *names: str):
    """Start the server; `names` are its buckets."""
    await asyncio.to_thread(npm.install_or_give_up, HOME)
    process = await asyncio.create_subprocess_exec(
        "node", "serve.js", folder, REGION, KEY, SECRET, *names, cwd=HOME, stdout=asyncio.subprocess.PIPE
    )
    try:
        async with asyncio.timeout(60):
            port = int(await process.stdout.readline())
        yield Buckets(f"http://127.0.0.1:{port}", folder)
    finally:
        process.kill()
        await process.communicate()
