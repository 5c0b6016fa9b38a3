"""Files that people write: item sheets, task folders, rosters; each is read into values with a report by row."""
