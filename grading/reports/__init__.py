"""Reports on paper: a student's result, a class list. They draw what they are given and compute no marks."""
