"""The paper while it is answered: header, palette, navigation, items."""
