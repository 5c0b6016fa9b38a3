"""The room's sockets: one TLS port for desks and consoles, discovery by UDP, and the guards around them."""
