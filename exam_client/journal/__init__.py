"""What the desk keeps on its own disk: sealed journals, sealed files of the candidate, sealed papers."""
