"""The commands: serve, work, migrate, demo, import-catalogue, doctor; without a word, all that a first look needs."""

import argparse
import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from community import logs
from community.commands import database
from community.config import CannotStart, sample_mark, settings

DONE_BY_RUN = {
    "test": "run the tests (arguments go to pytest)",
    "lint": "run every checker over code, templates and new migrations",
    "lock": "write requirements.lock and lint.lock anew from pyproject.toml",
}


def main(arguments: list[str]) -> int:
    for ended in (signal.SIGTERM, signal.SIGINT):  # uvicorn raises them again after its own clean stop
        signal.signal(ended, lambda *_: sys.exit(0))
    if not arguments or arguments[0].startswith("-") and arguments[0] not in ("-h", "--help"):
        arguments = ["start", *arguments]
    args = _parser().parse_args(arguments)
    _into_environment(args)
    try:
        settings()
        return args.do(args) or 0
    except CannotStart as problem:
        print(problem, file=sys.stderr)
    except subprocess.CalledProcessError as failed:
        return failed.returncode
    return 1


def start(args: argparse.Namespace) -> None:
    from community.commands import demo, serving

    door = serving.bind()
    with database.running() as own:
        _migrated(own)
        if own and not asyncio.run(_on_the_database(demo.has_people())):
            demo.demo_apart(str(settings().data))
            settings.cache_clear()
        elif settings().sample:
            print(demo.in_words(json.loads(sample_mark(settings().data).read_text())), flush=True)
        serving.serve(door, work=True)


def serve(args: argparse.Namespace) -> None:
    from community.commands import serving

    door = serving.bind()
    with database.running() as own:
        _migrated(own)
        serving.serve(door, work=not args.no_work)


def work(args: argparse.Namespace) -> None:
    from community import app

    logs.begin()
    with database.running() as own:
        _migrated(own)
        print("working", flush=True)
        asyncio.run(_on_the_database(app.worker().run()))


def migrate(args: argparse.Namespace) -> None:
    with database.running() as own:
        if not _migrated(own):
            print("nothing to do: the database is up to date")


def demo(args: argparse.Namespace) -> None:
    from community.commands import demo

    os.environ["ROUNDTABLE_MOVE_CLOCK"] = "yes"  # for this process only
    settings.cache_clear()
    with database.running() as own:
        _migrated(own, quiet=args.json)
        asyncio.run(_on_the_database(demo.demo(args.json)))


def import_catalogue(args: argparse.Namespace) -> int:
    from community.catalogue import commands

    with database.running() as own:
        _migrated(own)
        return asyncio.run(_on_the_database(commands.import_catalogue(args)))


def doctor(args: argparse.Namespace) -> int:
    from community.commands import doctor

    return doctor.doctor()


def done_by_run(args: argparse.Namespace) -> int:
    print(f"This is done by `python3 run {args.command}` itself.", file=sys.stderr)
    return 2


def _migrated(own: bool, quiet: bool = False) -> bool:
    applied = database.bring_up_to_date(own)
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python3 run", description=__doc__, epilog="Settings come from the environment: README.md lists them.")
    words = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)

    def add(name: str, do: Callable, meaning: str) -> argparse.ArgumentParser:
        made = words.add_parser(name, help=meaning, description=meaning[0].upper() + meaning[1:] + ".")
        made.set_defaults(do=do)
        if do is not done_by_run:
            made.add_argument("--data", metavar="DIR", type=Path, help="the folder of the embedded database, files and kept mail")
        return made

    first = add("start", start, "what `python3 run` alone does: sample content into an empty database of our own, then serve and work")
    second = add("serve", serve, "serve pages and sockets, and carry out jobs")
    for each in (first, second):
        each.add_argument("--port", type=int, help="the port to listen on; 0 takes a free one (8600)")
        each.add_argument("--host", help="the address to listen on (127.0.0.1)")
        each.add_argument("--workers", metavar="N", type=int, help="how many processes serve (1)")
    second.add_argument("--no-work", action="store_true", help="leave the jobs to `work` in a process of its own")
    add("work", work, "carry out jobs and follow the log, without serving")
    add("migrate", migrate, "bring the database up to date, after a backup if it is our own")
    add("demo", demo, "fill an empty database with sample content, and print who can sign in").add_argument(
        "--json", action="store_true", help="print accounts and addresses as JSON"
    )
    add("import-catalogue", import_catalogue, "take in definitions of micro-credentials; all of them, or none if one is wrong").add_argument(
        "paths", nargs="*", metavar="FILE", type=Path, help="YAML files or folders of them (default: those that come with Roundtable)"
    )
    add("doctor", doctor, "look whether everything that Roundtable needs is there, and say what is not")
    for name, meaning in DONE_BY_RUN.items():
        add(name, done_by_run, meaning)
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
