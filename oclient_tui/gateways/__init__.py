"""The world outside: passwords, phone numbers, e-mail addresses; later mail, SMS and PDF."""
