"""The verbs of `grading`, one file each."""
