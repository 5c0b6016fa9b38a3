"""Sealed files, keys, release shares and the protection of answers; the only door to cryptography."""
