"""Undoing one thing in a model answer: a function for each check type, on the file's own XML or bytes."""
