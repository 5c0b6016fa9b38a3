"""Reader for word-processing files in OOXML (docx, docm, dotx)."""
