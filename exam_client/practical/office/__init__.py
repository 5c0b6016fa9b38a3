"""Office programs that hold the candidate's files: asked to save, looked at, closed politely; one adapter a program."""
