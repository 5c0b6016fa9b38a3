"""Web pages as candidates save them: read in the child process, styled here by an own small cascade."""
