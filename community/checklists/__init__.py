"""Plan, Launch, Implement: what a cohort needs, in boxes that mostly tick themselves from data."""
