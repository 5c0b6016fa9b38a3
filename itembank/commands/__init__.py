"""The verbs of the `itembank` command, one file each."""
