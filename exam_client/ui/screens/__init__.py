"""One main screen a file."""
