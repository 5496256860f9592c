"""The people of a list, its audit, its wipe, and the own account."""
