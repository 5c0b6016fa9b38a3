"""Marks of objective items, one file a kind, in exact arithmetic."""
