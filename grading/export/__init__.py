"""Results as files for other programs: xlsx and CSV. Ids stay text, and no cell can become a formula."""
