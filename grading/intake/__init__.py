"""Takes in what comes home from a room: verifies every chain and signature before anything is believed."""
