"""Results of marking: append-only runs, and which one is published."""
