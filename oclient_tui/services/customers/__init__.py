"""Customers: adding, editing, finding, assigning."""
