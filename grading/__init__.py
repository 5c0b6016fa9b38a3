"""After the exam: verify, mark, review, report, export."""
