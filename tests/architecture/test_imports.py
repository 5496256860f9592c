"""What is loaded at run time: the twin of the import contracts, which cannot see importlib (D11, D24, P11)."""

import subprocess
import sys

import pytest

CASES = {
    "domain and modules": (
        "import oclient_tui.domain.customers, oclient_tui.domain.filters, oclient_tui.modules",
        {"peewee", "textual", "click", "storage"},
    ),
    "services": (
        "import oclient_tui.services.customers.adding, oclient_tui.services.sharing.gate, oclient_tui.services.session",
        {
            "textual",
            "aiosmtplib",
            "twilio",
            "liquid",
            "asyncssh",
            "argon2",
            "cryptography",
            "phonenumbers",
            "email_validator",
        },
    ),
    "a command on SQLite": (
        "import os, tempfile; folder = tempfile.mkdtemp(); os.environ['OCLIENT_DB'] = folder + '/o.db';"
        "os.environ['XDG_STATE_HOME'] = folder; from oclient_tui.doors.cli.main import run; run(['accounts', 'list'])",
        {
            "psycopg",
            "textual",
            "argon2",
            "cryptography",
            "phonenumbers",
            "email_validator",
            "babel",
            "twilio",
            "aiosmtplib",
            "liquid",
        },
    ),
    "a session over SSH": (  # no host key, and nothing of other people's lines, is in its memory (ssh.md trap 13)
        "import oclient_tui.doors.ssh.session",
        {"asyncssh", "textual", "peewee", "psycopg"},
    ),
    "the help": (
        "from oclient_tui.doors.cli.main import run; run(['--help'])",
        {"textual", "peewee", "cryptography", "storage", "oclient_tui.composition", "oclient_tui.services"},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_not_needed_is_not_loaded(name: str) -> None:
    code, unwanted = CASES[name]
    program = f"import sys\n{code}\nprint(sorted({unwanted!r} & set(sys.modules)), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stderr.strip().splitlines()[-1] == "[]", f"{name} loads {done.stderr}"
