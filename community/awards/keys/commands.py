"""`rotate-key ISSUER`."""

import argparse

from community.affiliates import queries as affiliates
from community.awards.keys import actions
from community.awards.keys.queries import Signer
from community.config import CannotStart


async def rotate_key(args: argparse.Namespace) -> int:
    """A new key for the issuer with this slug. CannotStart where there is none."""
    issuer = await affiliates.public_issuer(args.issuer)
    if issuer is None:
        raise CannotStart(f"There is no issuer {args.issuer!r}. Issuers are called by the word in their address.")
    name = await actions.rotate(Signer(issuer.id, issuer.slug))
    print(f"{issuer.name} signs with {name} from now on.")
    print("Its former keys stay listed, and what they signed stays valid.")
    return 0
