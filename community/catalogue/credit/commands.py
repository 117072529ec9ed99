"""`python3 run import-credit-rules`: credit rules come in from files, all of them or none."""

import argparse
import sys

from community.catalogue.actions import Refused
from community.catalogue.credit import actions


async def import_credit_rules(args: argparse.Namespace) -> int:
    """Import `args.paths` on an open database; rules that name no affiliate are for `args.affiliate` (a slug, or "").

    Prints what was done, or each mistake with its file, line and field. Answers 0, or 1 and then nothing has changed.
    """
    try:
        done = await actions.take_in(args.paths, args.affiliate)
    except Refused as refused:
        for mistake in refused.mistakes:
            print(mistake, file=sys.stderr)
        print("Nothing was imported.", file=sys.stderr)
        return 1
    ended = f", {done['ended']} ended here and left so" if done["ended"] else ""
    print(f"credit rules: {done['new']} new, {done['changed']} changed, {done['unchanged']} unchanged{ended}")
    return 0
