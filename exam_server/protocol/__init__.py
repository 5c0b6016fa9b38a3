"""What desks, consoles and the room server say to each other: no socket, thread or clock in here."""
