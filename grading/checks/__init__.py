"""Check types of practical tasks, one file a family, listed in one table."""
