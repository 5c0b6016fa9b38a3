"""Evaluates QTI response processing in exact arithmetic."""
