"""The rules of a room: who may do what, when, and what follows; no socket, file, thread or clock in here."""
