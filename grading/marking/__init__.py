"""Marks candidates: every item by its kind of scoring, in exact arithmetic, the same on every machine."""
