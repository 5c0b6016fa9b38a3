"""What an exam is made of, as frozen values: items, papers, rosters, responses, marking keys."""
