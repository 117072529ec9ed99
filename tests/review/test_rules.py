"""How a certification stands, without a database."""

from datetime import UTC, date, datetime

import pytest

from community.review.certifying.rules import Standing, standing

THEN, TODAY = datetime(2026, 9, 1, tzinfo=UTC), date(2026, 11, 27)


@pytest.mark.parametrize(
    ("taken", "since", "ends_on", "ended", "stands"),
    [
        (None, None, None, None, Standing.ASKED),
        (THEN, None, None, None, Standing.CALIBRATING),
        (THEN, THEN, None, None, Standing.IN_FORCE),
        (THEN, THEN, TODAY, None, Standing.IN_FORCE),
        (THEN, THEN, date(2026, 11, 26), None, Standing.OVER),
        (None, None, date(2026, 11, 26), None, Standing.OVER),
        (THEN, THEN, None, THEN, Standing.ENDED),
        (None, None, None, THEN, Standing.ENDED),
    ],
)
def test_its_last_day_still_counts(taken, since, ends_on, ended, stands):
    assert standing(taken, since, ends_on, ended, TODAY) is stands
