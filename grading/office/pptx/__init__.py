"""Reader for presentation files in OOXML (pptx, pptm, ppsx)."""
