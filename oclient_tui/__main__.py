"""`python -m oclient_tui` and the command `oclient`."""

import sys

from oclient_tui.doors.cli.main import run


def main() -> None:
    """Run the program and leave with its exit code."""
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
