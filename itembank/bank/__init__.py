"""The item bank: items as immutable versions under heads, media, review states, stored forms, audit log."""
