"""Consents and the audit."""
