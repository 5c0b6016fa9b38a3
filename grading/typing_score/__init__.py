"""Typing tests: what was typed beside what was to be typed."""
