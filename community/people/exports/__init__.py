"""Your data: all that is kept of you as one zip, put together by a job, for you alone (A76)."""
