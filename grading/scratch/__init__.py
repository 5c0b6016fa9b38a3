"""Scratch 3 projects (.sb3) as candidates save them: read in the child process, never run."""
