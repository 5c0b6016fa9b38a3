"""Judge candidates' Python programs: run them locked in, compare what they print, look at how they are written."""
