"""A full disk, a folder that cannot be written, a damaged file: one clear sentence, and no table but the audit (R2)."""

AUDIT = ("audit_entries", "audit_values", "audit_heads", "attempts")
