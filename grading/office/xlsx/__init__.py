"""Reader for spreadsheet files in OOXML (xlsx, xlsm, xltx)."""
