"""From a blueprint and a pool of usable items to fixed forms with their marking keys."""
