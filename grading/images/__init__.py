"""Pictures as candidates save them: read in the child process, compared here."""
