"""Affiliates, issuers, memberships and desks as rows; an affiliate's own are entered by a desk."""

from community.affiliates.queries.affiliate_rows import Affiliate as Affiliate
from community.affiliates.queries.affiliate_rows import affiliate as affiliate
from community.affiliates.queries.affiliate_rows import affiliates as affiliates
from community.affiliates.queries.affiliate_rows import affiliates_by_id as affiliates_by_id
from community.affiliates.queries.desk_rows import Desk as Desk
from community.affiliates.queries.desk_rows import affiliate_audiences_by_id as affiliate_audiences_by_id
from community.affiliates.queries.desk_rows import desk as desk
from community.affiliates.queries.desk_rows import desks as desks
from community.affiliates.queries.desk_rows import end_desk as end_desk
from community.affiliates.queries.issuer_rows import Issuer as Issuer
from community.affiliates.queries.issuer_rows import issuer_audiences_by_id as issuer_audiences_by_id
from community.affiliates.queries.issuer_rows import public_issuer as public_issuer
from community.affiliates.queries.membership_rows import Membership as Membership
from community.affiliates.queries.membership_rows import Standing as Standing
from community.affiliates.queries.membership_rows import is_member as is_member
from community.affiliates.queries.membership_rows import memberships as memberships
from community.affiliates.queries.membership_rows import names_around as names_around
from community.affiliates.queries.membership_rows import standing as standing
from community.affiliates.queries.public_rows import public_affiliate as public_affiliate
from community.affiliates.queries.public_rows import public_locals as public_locals
from community.affiliates.queries.public_rows import public_path as public_path
from community.affiliates.queries.public_rows import public_state_affiliates as public_state_affiliates
