"""The SSH door: a front that knows who a key belongs to, and one process for each session (ssh.md, S7, D17)."""
