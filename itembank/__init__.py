"""The vocabulary of an exam: items, papers, responses, sealed files, and the bank that holds them."""
