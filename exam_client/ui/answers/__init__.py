"""Editors of answers, one file for each kind of interaction."""
