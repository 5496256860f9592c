"""How long each step with a mail server may take, in seconds.

From the first word of a delivery to the last the limits add up to less than the lease of a message: a worker that hangs
is not overtaken by another while it may still deliver. RFC 5321 (4.5.3.2) would wait longer for the last reply.
"""

RESOLVE = 10.0
CONNECT = 15.0
TLS = 15.0
AUTH = 15.0
MAIL = 15.0
RCPT = 15.0
DATA = 15.0
CONTENT = 120.0
RESET = 5.0
QUIT = 2.0

DELIVERY = MAIL + RCPT + DATA + CONTENT
"""The longest that one delivery can take."""
