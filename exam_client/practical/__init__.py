"""Practical tasks: working folders, their snapshots, and the programs that open their files."""
