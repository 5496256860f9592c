"""What only a list's owner sees: settings, people, audit."""
