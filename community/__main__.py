"""The commands: serve, work, migrate, demo, import-…, doctor; without a word, all that a first look needs."""

import argparse
import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import Callable, Mapping
from typing import NoReturn

from community import logs
from community.commands import database, words
from community.config import CannotStart, sample_mark, settings


def main(arguments: list[str]) -> int:
    for ended in (signal.SIGTERM, signal.SIGINT):  # uvicorn raises them again after its own clean stop
        signal.signal(ended, lambda *_: sys.exit(0))
    args = words.read(arguments)
    _into_environment(args)
    try:
        settings()
        return COMMANDS[args.command](args) or 0
    except CannotStart as problem:
        print(problem, file=sys.stderr)
    return 1


def start(args: argparse.Namespace) -> None:
    from community.commands import demo, serving

    _keys_are_private()
    door = serving.bind()
    with database.running() as own:
        if own:
            asyncio.run(demo.empty_if_half_made())
        _migrated()
        if own and settings().on_loopback and not asyncio.run(_on_the_database(demo.has_people())):
            demo.demo_apart()
            settings.cache_clear()
        elif settings().sample:
            print(demo.in_words(json.loads(sample_mark(settings().data).read_text())), flush=True)
        serving.serve(door, work=True)


def serve(args: argparse.Namespace) -> None:
    from community.commands import demo, serving

    _keys_are_private()
    door = serving.bind()
    with database.running():
        _migrated()
        demo.keep_as_it_is()
        serving.serve(door, work=not args.no_work)


def work(args: argparse.Namespace) -> None:
    from community import app

    _keys_are_private()
    logs.begin()
    with database.running():
        _migrated()
        asyncio.run(_on_the_database(app.work_alone(begun=lambda: print("working", flush=True))))


def migrate(args: argparse.Namespace) -> None:
    with database.running():
        if not _migrated():
            print("nothing to do: the database is up to date")


def demo(args: argparse.Namespace) -> None:
    from community.commands import demo

    demo.allow()
    with database.running():
        _migrated(quiet=args.json)
        large = (args.locals, args.cohorts, args.events, args.json)
        asyncio.run(_on_the_database(demo.scale(*large) if args.scale else demo.demo(args.json)))


def import_catalogue(args: argparse.Namespace) -> int:
    from community.catalogue import commands

    with database.running():
        _migrated()
        return asyncio.run(_on_the_database(commands.import_catalogue(args)))


def import_credit_rules(args: argparse.Namespace) -> int:
    from community.catalogue.credit import commands

    with database.running():
        _migrated()
        return asyncio.run(_on_the_database(commands.import_credit_rules(args)))


def import_affiliates(args: argparse.Namespace) -> int:
    from community.affiliates import commands

    with database.running():
        _migrated()
        return asyncio.run(_on_the_database(commands.import_affiliates(args)))


def import_roster(args: argparse.Namespace) -> int:
    from community.affiliates import commands

    with database.running():
        _migrated()
        return asyncio.run(_on_the_database(commands.import_roster(args)))


def desk(args: argparse.Namespace) -> int:
    from community.affiliates import commands

    with database.running():
        _migrated()
        return asyncio.run(_on_the_database(commands.desk(args)))


def rotate_key(args: argparse.Namespace) -> int:
    from community.awards.keys import commands

    with database.running():
        _migrated()
        return asyncio.run(_on_the_database(commands.rotate_key(args)))


def replace_key(args: argparse.Namespace) -> int:
    from community.awards.replacing import commands

    with database.running():
        _migrated()
        return asyncio.run(_on_the_database(commands.replace_key(args)))


def doctor(args: argparse.Namespace) -> int:
    from community.commands import doctor

    return doctor.doctor(args.json)


def backup(args: argparse.Namespace) -> None:
    from community.commands.keeping import backing_up

    with database.running():
        said = database.asked(backing_up.backup(args.folder))
    print(backing_up.in_words(args.folder, said), flush=True)


def restore(args: argparse.Namespace) -> None:
    from community.commands.keeping import restoring

    with database.running():
        print(*database.asked(restoring.restore(args.folder, args.replace)), sep="\n", flush=True)
        _migrated(backed_up=True)


def done_by_run(args: argparse.Namespace) -> int:
    print(f"This is done by `python3 run {args.command}` itself.", file=sys.stderr)
    return 2


def _keys_are_private() -> None:
    from community.awards.keys import given, store

    store.check(settings().keys)
    given.check()


def _migrated(quiet: bool = False, backed_up: bool = False) -> bool:
    applied = database.bring_up_to_date(backed_up)
    if applied and not quiet:
        print(f"applied {applied[0]}" + (f" … {applied[-1]}" if len(applied) > 1 else ""), flush=True)
    return bool(applied)


async def _on_the_database(doing):
    from community import db

    await db.open(settings().database_url, settings().work_pool, statement_timeout=60_000)
    try:
        return await doing
    finally:
        await db.close()


def _into_environment(args: argparse.Namespace) -> None:
    """What the command line says goes before the environment, for the processes we start too."""
    for name in ("data", "host", "port", "workers"):
        if (value := getattr(args, name, None)) is not None:
            os.environ[f"ROUNDTABLE_{name.upper()}"] = str(value)


COMMANDS: Mapping[str, Callable[[argparse.Namespace], int | None]] = {
    "start": start,
    "serve": serve,
    "work": work,
    "migrate": migrate,
    "demo": demo,
    "import-catalogue": import_catalogue,
    "import-credit-rules": import_credit_rules,
    "import-affiliates": import_affiliates,
    "import-roster": import_roster,
    "desk": desk,
    "rotate-key": rotate_key,
    "replace-key": replace_key,
    "backup": backup,
    "restore": restore,
    "doctor": doctor,
} | dict.fromkeys(words.DONE_BY_RUN, done_by_run)


def leave(code: int) -> NoReturn:
    """End here and now. The store has threads that may still let go of something: one that does so while the
    interpreter is taken down aborts the process, and a command that went well would end as one that crashed."""
    with contextlib.suppress(OSError):  # nobody reads any more
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    leave(main(sys.argv[1:]))
