"""Readers for office files: what a document says and how it effectively looks, as frozen values."""
