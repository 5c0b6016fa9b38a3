"""Proposing check points: what a model answer has that its starter file has not, one file for each kind of work."""
