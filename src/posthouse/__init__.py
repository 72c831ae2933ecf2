"""posthouse: a post house in software."""
