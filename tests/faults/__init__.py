"""What happens when the power, the disk or the process goes (R1, R2)."""
