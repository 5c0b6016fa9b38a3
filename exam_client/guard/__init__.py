"""Watching the desk honestly: what is noticed and reported. Nothing here claims to prevent anything."""
