"""The candidate's desk: shows the paper, keeps every answer, hands in."""
