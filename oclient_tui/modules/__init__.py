"""Modules of the customer card, one file each; a file dropped in here declares a module (architecture §4)."""
