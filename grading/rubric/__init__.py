"""Rubrics outside a run: reading them, trying them on files, testing them before a paper is sealed."""
