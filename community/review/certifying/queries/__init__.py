"""Certifications as rows: an issuer's register, one's own, and whom they let read."""

from community.review.certifying.queries.desk_rows import Offered as Offered
from community.review.certifying.queries.desk_rows import add as add
from community.review.certifying.queries.desk_rows import ask_again as ask_again
from community.review.certifying.queries.desk_rows import at_desk as at_desk
from community.review.certifying.queries.desk_rows import end as end
from community.review.certifying.queries.desk_rows import offered as offered
from community.review.certifying.queries.desk_rows import register as register
from community.review.certifying.queries.own_rows import Certification as Certification
from community.review.certifying.queries.own_rows import begin as begin
from community.review.certifying.queries.own_rows import certifications_by_id as certifications_by_id
from community.review.certifying.queries.own_rows import certified_for as certified_for
from community.review.certifying.queries.own_rows import holders_by_id as holders_by_id
from community.review.certifying.queries.own_rows import mine as mine
from community.review.certifying.queries.own_rows import offers as offers
from community.review.certifying.queries.own_rows import refuse as refuse
from community.review.certifying.queries.own_rows import stands_with_by_id as stands_with_by_id
from community.review.certifying.queries.own_rows import take as take
