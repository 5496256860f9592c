"""`oclient serve`: lets people in over the network."""

import asyncio
import importlib.util

import click

from oclient_tui.domain.errors import Invalid, Misconfigured, tr
from oclient_tui.doors.cli.call import Call, command
from oclient_tui.doors.cli.words import Flag, Noun

serve = Noun("serve", help=tr("Let people in over the network."))


@serve.command("ssh", help=tr("Let people in by their public keys: ssh lists@HOST."))
@click.option("--listen", default="localhost:8022", metavar="HOST:PORT", cls=Flag, help=tr("Where to listen."))
@click.option("--no-worker", is_flag=True, cls=Flag, help=tr("Deliver no messages beside it."))
@command
def ssh(call: Call, listen: str, no_worker: bool) -> None:
    """Serve until stopped."""
    host, port = _address(listen)
    if importlib.util.find_spec("asyncssh") is None:
        raise Misconfigured(tr("Serving over SSH needs the package asyncssh. Use: pip install 'oclient-tui[ssh]'"))
    from oclient_tui.doors.ssh.front import serve_ssh
    from oclient_tui.doors.ssh.host_key import host_key, known_hosts

    key = host_key(call.settings.data_folder)

    def listening(at: int) -> None:
        line = known_hosts(key, host, at)
        shown = {"host": host, "port": at, "fingerprint": key.get_fingerprint(), "known_hosts": line}
        call.answer(shown, [key.get_fingerprint(), line])
        call.say(tr("Listening on {host}, port {port}. Stop with ctrl+c."), host=host, port=at)

    asyncio.run(serve_ssh(call.house, key, (host, port), listening, worker=not no_worker))


def _address(listen: str) -> tuple[str, int]:
    host, _, port = listen.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or int(port) > 65_535:
        raise Invalid(tr("“{listen}” is not an address. Write HOST:PORT, such as 0.0.0.0:8022."), listen=listen)
    return host.strip("[]"), int(port)
