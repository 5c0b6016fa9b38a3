"""The attempt as the desk sees it: its state, when to save, what is safe, what is missing at hand-in. No I/O."""
