"""The customers of a list: the table and what is done from it."""
