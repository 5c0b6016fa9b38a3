"""The self-check of a desk: what machine it is and whether it can carry an exam."""
