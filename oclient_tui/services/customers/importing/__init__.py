"""Importing files of customers: mapped, planned, run (O21, N03)."""
