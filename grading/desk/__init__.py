"""The marking desk (Qt): people decide what no machine could, accept answers, compare runs and publish."""
