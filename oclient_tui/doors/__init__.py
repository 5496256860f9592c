"""Ways in: the command line, and with later issues the terminal, SSH, HTTP and the worker."""
