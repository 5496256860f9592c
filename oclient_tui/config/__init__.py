"""What the program is told before it starts: where data lives, which language, which business types ship."""
