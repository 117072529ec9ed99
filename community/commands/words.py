"""What may stand behind `python3 run`: the commands and their options."""

import argparse
from pathlib import Path

from community.affiliates.importing import ROSTER, SHAPES
from community.catalogue.credit import FORMAT

HERE = {
    "start": "what `python3 run` alone does: sample content into an empty database of our own, then serve and work",
    "serve": "serve pages and sockets, and carry out jobs",
    "work": "carry out jobs and follow the log, without serving",
    "migrate": "bring the database up to date, after a backup of it",
    "demo": "fill an empty database with sample content, and print who can sign in",
    "import-catalogue": "take in definitions of micro-credentials: all of them, or none if one is wrong",
    "import-credit-rules": "take in what districts and states give, from YAML: all rules, or none if one is wrong",
    "import-affiliates": "take in state affiliates and locals from CSV: all of them, or none if a line is wrong",
    "import-roster": "take in the members of one affiliate from CSV: all lines, or none if one is wrong",
    "desk": "give an account a desk, or end it: the first organizers, reviewers and administrators",
    "rotate-key": "make a new key for an issuer and sign with it from now on; what was signed before stays valid",
    "replace-key": "sign all badges of an issuer anew, since another may have had its key; former files count no more",
    "backup": "write database, files and keys, as they are at one moment, into a folder that is not there yet",
    "restore": "bring back what `backup` has written, into a database that holds nothing",
    "doctor": "look whether everything that Roundtable needs is there, and say what is not",
}
DONE_BY_RUN = {
    "test": "run the tests (arguments go to pytest)",
    "bench": "measure what we claim about speed",
    "screenshots": "take README's two pictures anew, of the sample content",
    "lint": "run every checker over code, templates and new migrations",
    "lock": "write the lock files and deploy/sbom.json anew from `pyproject.toml`",
    "audit": "ask whether a weakness of a locked package is known (needs uv and a network)",
}

KINDS = (
    *("organizer", "building_representative", "reviewer", "approver", "catalogue_editor", "committee_member"),
    *("support", "administrator"),
)
# what a command's help says below its options
MORE = {"import-affiliates": SHAPES, "import-roster": ROSTER, "import-credit-rules": FORMAT}


def read(arguments: list[str]) -> argparse.Namespace:
    """The command and its options; ends with help or with what is wrong. Options without a command are `start`'s."""
    if not arguments or (arguments[0].startswith("-") and arguments[0] not in ("-h", "--help")):
        arguments = ["start", *arguments]
    return _parser().parse_args(arguments)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python3 run", description="Start Roundtable, or do something else with it.",
        epilog="Settings come from the environment: README.md lists them.",
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    made = {
        name: commands.add_parser(
            name, help=meaning, description=meaning[0].upper() + meaning[1:] + ".", epilog=MORE.get(name),
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        for name, meaning in (HERE | DONE_BY_RUN).items()
    }
    for name in HERE:
        made[name].add_argument(
            "--data", metavar="DIR", type=Path, help="the folder of the embedded database, files and kept mail"
        )
    for name in ("start", "serve"):
        made[name].add_argument("--port", type=int, help="the port to listen on; 0 takes a free one (8600)")
        made[name].add_argument("--host", help="the address to listen on (127.0.0.1)")
        made[name].add_argument("--workers", metavar="N", type=int, help="how many processes serve (1)")
    made["serve"].add_argument("--no-work", action="store_true", help="leave the jobs to a process of `work`")
    made["demo"].add_argument("--json", action="store_true", help="print accounts and addresses as JSON")
    made["demo"].add_argument("--scale", action="store_true", help="as large as the union instead, to measure with")
    for name, many in (("locals", "14,000"), ("cohorts", "50,000"), ("events", "10,000,000")):
        made["demo"].add_argument(f"--{name}", metavar="N", type=int, help=f"with --scale: how many ({many})")
    made["import-catalogue"].add_argument(
        "paths", nargs="*", metavar="FILE", type=Path,
        help="YAML files, or folders of them (when not given: those that come with Roundtable)",
    )
    made["import-catalogue"].add_argument("--publish", action="store_true", help="let everybody read them at once")
    made["import-catalogue"].add_argument(
        "--issuer", metavar="SLUG=NAME", action="append", default=[], help="an issuer to add first; may be repeated"
    )
    made["import-credit-rules"].add_argument("paths", nargs="+", metavar="FILE", type=Path, help="YAML files")
    made["import-credit-rules"].add_argument(
        "--affiliate", metavar="SLUG", default="", help="whose members the rules are for that name no affiliate"
    )
    made["import-affiliates"].add_argument("paths", nargs="+", metavar="FILE", type=Path, help="CSV files")
    made["import-affiliates"].add_argument(
        "--national", metavar="SLUG=NAME", help="the national affiliate of the states; made if it is not here"
    )
    made["import-roster"].add_argument("affiliate", metavar="SLUG", help="whose roster it is")
    made["import-roster"].add_argument("path", metavar="FILE", type=Path, help="a CSV file (UTF-8)")
    made["import-roster"].add_argument(
        "--whole", action="store_true", help="who is not in the file is no member from today on"
    )
    made["import-roster"].add_argument("--look", action="store_true", help="say what would happen, and write nothing")
    made["desk"].add_argument("address", metavar="ADDRESS", help="a confirmed address of the account")
    made["desk"].add_argument("kind", metavar="KIND", choices=KINDS, help=", ".join(KINDS))
    made["desk"].add_argument("place", metavar="SLUG", nargs="?", default="", help="of the affiliate, or the issuer")
    made["desk"].add_argument("--end", action="store_true", help="end it instead")
    made["rotate-key"].add_argument("issuer", metavar="SLUG", help="of the issuer")
    made["replace-key"].add_argument("issuer", metavar="SLUG", help="of the issuer")
    made["replace-key"].add_argument(
        "--because", metavar="REASON", required=True, help="for the record; said again with the same one it goes on"
    )
    made["doctor"].add_argument("--json", action="store_true", help="print what was found as JSON")
    made["backup"].add_argument("folder", metavar="DIR", type=Path, help="the folder to make")
    made["restore"].add_argument("folder", metavar="DIR", type=Path, help="the folder that `backup` has made")
    made["restore"].add_argument(
        "--replace", action="store_true", help="let go of all that is in the database, for what is in the backup"
    )
    return parser
