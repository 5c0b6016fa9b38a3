"""Ground under all four programs: standard library only, and not one word of the exam's own."""
