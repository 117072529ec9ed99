"""`python -m tests.doors.table`: write docs/doors.md anew."""

from tests.doors.table import PAGE, page

PAGE.write_text(page(), "utf-8")
