"""The room: keeps the sealed paper, the clock and every answer; the invigilator's console looks into it."""
