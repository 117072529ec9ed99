"""Not now: a seat that is kept while its person is away, until a day of return (R21)."""
