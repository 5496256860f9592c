"""Removing a whole list: its rows, what is left of them in the files, and the search for it (D5, W1)."""
