"""Calculates formulas of workbooks as office programs do, so that a formula can be tried with other data."""
