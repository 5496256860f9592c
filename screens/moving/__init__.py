"""Data on its way: import, export, and what is taken back."""
