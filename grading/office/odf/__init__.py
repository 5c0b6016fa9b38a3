"""Readers for OpenDocument files (odt, ods, odp)."""
