"""`replace-key ISSUER --because REASON`."""

import argparse

from community.affiliates import queries as affiliates
from community.awards.keys.queries import Signer
from community.awards.replacing import actions
from community.config import CannotStart

LONGEST = 500


async def replace_key(args: argparse.Namespace) -> int:
    """All keys of the issuer with this slug, and all that they signed. CannotStart where there is none."""
    issuer = await affiliates.public_issuer(args.issuer)
    if issuer is None:
        raise CannotStart(f"There is no issuer {args.issuer!r}. Issuers are called by the word in their address.")
    because = " ".join(args.because.split())
    if not 1 <= len(because) <= LONGEST:
        raise CannotStart(f"Say why with --because, in 1 to {LONGEST} characters: it is kept for the record.")
    done = await actions.replace(Signer(issuer.id, issuer.slug), because)
    if not done.is_new:
        print("It was begun before with this reason, and went on from there. For another time, say another reason.")
    print(f"{issuer.name} signs with {done.name}. Its former keys are not listed any more.")
    print(f"Signed anew: {done.signed}. Files given out before count no more: new ones are at their holders' awards.")
    return 0
