"""What is not restored, and why: each in a sentence, and nothing has changed."""

import hashlib
import json
from pathlib import Path

import pytest

from tests.support.backups import ZOE, command, first, run
from tests.support.databases import fresh_database
from tests.support.servers import serve

pytestmark = pytest.mark.stories


class TestRefused:
    @pytest.fixture
    def copy(self, world, tmp_path):
        """A backup of one's own to damage: each part is a link until it is written anew."""
        copied = tmp_path / "copy"
        for path in world.backup.rglob("*"):
            if path.is_file():
                there = copied / path.relative_to(world.backup)
                there.parent.mkdir(parents=True, exist_ok=True)
                there.write_bytes(path.read_bytes())
        return copied

    async def refuses(self, server_url, folder: Path, tmp_path, *more: str) -> str:
        """What it says; database, files and keys are as they were: not there."""
        async with fresh_database(server_url) as url:
            data = tmp_path / "new"
            said = await command("restore", str(folder), "--data", str(data), *more, gives=1, DATABASE_URL=url)
            assert await first(url, "select count(*) from pg_class where relnamespace = 'public'::regnamespace") == 0
            assert not (data / "files").exists() and not (data / "keys").exists()
        assert len(said.splitlines()) == 1
        return said

    @pytest.mark.parametrize("place", ["database/person.copy.gz", "files", "keys", "MANIFEST.json"])
    async def test_a_part_that_was_changed_is_named(self, copy, server_url, tmp_path, place):
        part = next(path for path in [copy / place, *sorted((copy / place).rglob("*"))] if path.is_file())
        content = bytearray(part.read_bytes())
        content[len(content) // 2] ^= 1
        part.write_bytes(content)
        said = await self.refuses(server_url, copy, tmp_path)
        assert f"is damaged: {part.relative_to(copy)} is not what was written." in said

    async def test_a_part_that_is_missing_is_named(self, copy, server_url, tmp_path):
        (copy / "database" / "person.copy.gz").unlink()
        assert "is not whole: database/person.copy.gz is missing." in await self.refuses(server_url, copy, tmp_path)

    async def test_a_list_that_was_cut_is_seen(self, copy, server_url, tmp_path):
        sums = copy / "SHA256SUMS"
        kept = [line for line in sums.read_text().splitlines(True) if "person.copy" not in line]
        sums.write_text("".join(kept))
        assert "is not whole: SHA256SUMS names" in await self.refuses(server_url, copy, tmp_path)

    async def test_a_name_that_leads_out_of_it_is_refused(self, copy, server_url, tmp_path):
        with (copy / "SHA256SUMS").open("a") as sums:
            sums.write(f"{'0' * 64}  files/../../../etc/passwd\n")
        assert "is damaged: SHA256SUMS cannot be read." in await self.refuses(server_url, copy, tmp_path)

    @pytest.mark.parametrize(
        ("migration", "says"),
        [
            (["9999_later.sql", "x"], "The backup is newer than this code: it knows migration 9999_later.sql."),
            (["0001_log.sql", "x"], "The backup was made with another migration 0001_log.sql."),
        ],
    )
    async def test_another_release_is_told(self, copy, server_url, tmp_path, migration, says):
        manifest = json.loads((copy / "MANIFEST.json").read_text())
        manifest["migrations"] = [each for each in manifest["migrations"] if each[0] != migration[0]] + [migration]
        self.rewrite(copy, manifest)
        assert says in await self.refuses(server_url, copy, tmp_path)

    def rewrite(self, copy: Path, manifest: dict) -> None:
        text = json.dumps(manifest)
        (copy / "MANIFEST.json").write_text(text)
        lines = [line for line in (copy / "SHA256SUMS").read_text().splitlines() if not line.endswith("MANIFEST.json")]
        lines.append(f"{hashlib.sha256(text.encode()).hexdigest()}  MANIFEST.json")
        (copy / "SHA256SUMS").write_text("\n".join(lines) + "\n")

    async def test_a_database_that_holds_something_only_when_it_is_said(self, world, server_url, tmp_path):
        async with fresh_database(server_url, "migrated") as url:
            await run(url, ZOE)
            around = {"DATABASE_URL": url, "ROUNDTABLE_DATA": str(tmp_path / "new")}
            said = await command("restore", str(world.backup), gives=1, **around)
            assert said.startswith("The database is not empty, and nothing was changed.")
            assert await first(url, "select count(*) from person") == 1
            await command("restore", str(world.backup), "--replace", **around)
            assert await first(url, "select count(*) from person where called = 'Zoe'") == 0
            assert await first(url, "select count(*) from person where called = 'Ana'") == 1

    async def test_another_programs_tables_never(self, world, server_url, tmp_path):
        async with fresh_database(server_url) as url:
            await run(url, "create table theirs as select 1 as one")
            around = {"DATABASE_URL": url, "ROUNDTABLE_DATA": str(tmp_path / "new")}
            said = await command("restore", str(world.backup), "--replace", gives=1, **around)
            assert said == "The database holds tables of another program. Give an empty one.\n"
            assert await first(url, "select one from theirs") == 1

    async def test_a_database_at_which_roundtable_works(self, world, server_url, tmp_path):
        async with fresh_database(server_url, "migrated") as url:
            around = {"DATABASE_URL": url, "ROUNDTABLE_DATA": str(tmp_path / "new")}
            async with serve(**around):
                said = await command("restore", str(world.backup), "--replace", gives=1, **around)
            assert said.startswith("Roundtable is at work on this database, and nothing was changed.")

    async def test_another_key_of_that_name_is_never_lost(self, world, server_url, tmp_path):
        pem = next((world.backup / "keys").rglob("ed25519.pem"))
        there = tmp_path / "new" / "keys" / pem.relative_to(world.backup / "keys")
        for folder in reversed([there.parent, *there.parent.parents][:3]):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        there.touch(mode=0o600)
        there.write_text("another")
        async with fresh_database(server_url) as url:
            around = {"DATABASE_URL": url, "ROUNDTABLE_DATA": str(tmp_path / "new")}
            said = await command("restore", str(world.backup), gives=1, **around)
        assert f"{there} is another key than the backup's of that name." in said and there.read_text() == "another"
