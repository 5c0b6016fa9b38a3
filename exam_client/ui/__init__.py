"""What the candidate sees: widgets that show the desk's state and emit intentions, and nothing else."""
