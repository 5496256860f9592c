"""One message to many: planned, started, steered, followed, and filled in when it is sent."""
