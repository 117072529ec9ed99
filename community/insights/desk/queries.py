"""The numbers of an affiliate and all below it, for its organizer's desk (R11); few lines, however many people."""

from community import db
from community.affiliates.queries import DOWNWARDS, Desk
from community.insights.desk.rules import Line, Month

LINE = """
select cohort.id, cohort.name, cohort.affiliate_id, affiliate.name as affiliate,
       coalesce(stack.title, definition_version.title) as title, cohort.state, cohort.starts_on, cohort.ends_on,
       (select count(*) from seat where seat.cohort_id = cohort.id and seat.role = 'participant'
                                    and seat.state in ('active', 'paused')) as people,
       (select count(*) from first_attempt where first_attempt.cohort_id = cohort.id) as submitted,
       (select count(*) from first_attempt
        where first_attempt.cohort_id = cohort.id and first_attempt.awarded_at is not null) as awarded
from (
    select cohort.id, cohort.name, cohort.affiliate_id, cohort.definition_version_id, cohort.stack_id, cohort.state,
           cohort.starts_on, cohort.ends_on
    from cohort
    where cohort.affiliate_id = any(array(select id from downwards))
      and (:state = '' or cohort.state = :state)
      and (:search = '' or cohort.name ilike :search
           or cohort.affiliate_id in (select id from affiliate where name ilike :search))
      and (:after = 0 or (cohort.starts_on, cohort.id) < (
          select starts_on, id from cohort where id = :after))
    order by cohort.starts_on desc, cohort.id desc limit :most
) as cohort
join affiliate on affiliate.id = cohort.affiliate_id
join definition_version on definition_version.id = cohort.definition_version_id
left join stack on stack.id = cohort.stack_id
order by cohort.starts_on desc, cohort.id desc
"""


async def cohorts(desk: Desk, search: str = "", state: str = "", after: int = 0, most: int = 50) -> list[Line]:
    """The newest first; `search` in its name or its affiliate's, `after` a cohort's number."""
    return await db.many(
        Line,
        DOWNWARDS + LINE,
        affiliate_id=desk.affiliate_id,
        search=f"%{_plain(search)}%" if search else "",
        state=state,
        after=after,
        most=most,
    )


async def by_state(desk: Desk) -> dict[str, int]:
    """{state: cohorts}"""
    rows = await db.many(
        dict,
        DOWNWARDS  # noqa: S608 (ours)
        + """
        select state, count(*) as cohorts from cohort where affiliate_id = any(array(select id from downwards))
        group by state order by state limit 10
        """,
        affiliate_id=desk.affiliate_id,
    )
    return {row["state"]: row["cohorts"] for row in rows}


async def months(desk: Desk) -> list[Month]:
    """All that was counted here and below, month by month: with a cohort, and alone."""
    return await db.many(
        Month,
        """
        select month, supported, people, judged, met, awarded, awards from first_attempt_count
        where affiliate_id = :affiliate_id order by month, supported limit 2000
        """,
        affiliate_id=desk.affiliate_id,
    )


def _plain(search: str) -> str:
    """What stands for itself in a pattern."""
    return search.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
