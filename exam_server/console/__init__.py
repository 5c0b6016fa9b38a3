"""The invigilator's console (Qt): shows what the room says, sends intentions, decides nothing."""
