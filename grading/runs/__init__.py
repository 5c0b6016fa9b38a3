"""A run of marking from plan to stored results: corrections, golden candidates, batches, re-marking, differences."""
