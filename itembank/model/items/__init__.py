"""Item kinds, one file each, named after their QTI interactions."""
