"""Who sits where with which form: the draw, and an independent check of it."""
