"""One reader for each kind of item in the sheet; `table` lists them."""
