"""Reads QTI items and packages (2.1, 2.2, 3.0) into the model; says what it cannot carry over."""
