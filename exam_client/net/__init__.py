"""The desk's side of the room protocol: find, pin, connect, fetch, save, and all that may go wrong on the way."""
