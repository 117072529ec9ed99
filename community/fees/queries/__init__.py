"""Fees and vouchers as rows."""

from community.fees.queries.desk_rows import fee_at as fee_at
from community.fees.queries.desk_rows import fees_at as fees_at
from community.fees.queries.desk_rows import issuer_desk as issuer_desk
from community.fees.queries.fee_rows import Fee as Fee
from community.fees.queries.fee_rows import Terms as Terms
from community.fees.queries.fee_rows import add_fee as add_fee
from community.fees.queries.fee_rows import fee as fee
from community.fees.queries.fee_rows import fees as fees
from community.fees.queries.fee_rows import fees_by_id as fees_by_id
from community.fees.queries.fee_rows import keep_by_id as keep_by_id
from community.fees.queries.fee_rows import move_by_id as move_by_id
from community.fees.queries.fee_rows import payers_by_id as payers_by_id
from community.fees.queries.fee_rows import public_terms as public_terms
from community.fees.queries.fee_rows import unused as unused
from community.fees.queries.fee_rows import use as use
from community.fees.queries.fee_rows import used_for as used_for
from community.fees.queries.fee_rows import wish as wish
from community.fees.queries.voucher_rows import Voucher as Voucher
from community.fees.queries.voucher_rows import add_voucher as add_voucher
from community.fees.queries.voucher_rows import give_back_by_id as give_back_by_id
from community.fees.queries.voucher_rows import public_voucher as public_voucher
from community.fees.queries.voucher_rows import use_by_id as use_by_id
from community.fees.queries.voucher_rows import vouchers_at as vouchers_at
from community.fees.queries.voucher_rows import withdraw as withdraw
from community.fees.queries.wish_rows import keepers_by_id as keepers_by_id
from community.fees.queries.wish_rows import wishes_by_id as wishes_by_id
