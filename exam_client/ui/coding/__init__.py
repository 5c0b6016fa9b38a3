"""The Python editor: source, console, sample tests."""
