"""Makes the pictures and the table of keys in the README from the running program: `make pictures`."""
