"""A session's process: the full screen on its own terminal, or one command on its pipes.

Started by the front as `python -m oclient_tui.doors.ssh.session FD`. Whose session it is and which words it runs come
through the pipe FD, which nobody but the front can write: neither argv nor the environment says who one is (S7).
"""

import fcntl
import json
import os
import sys
import termios


def main() -> int:
    """Run the session and return its exit code."""
    with os.fdopen(int(sys.argv[1]), encoding="utf-8") as pipe:
        order = json.load(pipe)
    key, words = str(order["key"]), order["words"]
    os.umask(0o077)
    if sys.stdin.isatty():
        # The terminal becomes this process's own, so that the kernel ends it when the front hangs up (trap 3).
        fcntl.ioctl(sys.stdin.fileno(), termios.TIOCSCTTY, 0)
    from oclient_tui.doors.cli.main import run, run_screen

    if words is None:
        return run_screen(key)
    return run(["--help"] if words == ["help"] else [str(word) for word in words], key=key)


if __name__ == "__main__":
    sys.exit(main())
