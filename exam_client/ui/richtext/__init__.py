"""Text of items on the screen: paragraphs, tables, code, pictures, and the places of blanks."""
