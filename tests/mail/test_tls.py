"""TLS with checked certificates: a server that cannot prove its name is sent nothing, and no password (O26, W5)."""

import asyncio
import datetime as dt
import ssl
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from oclient_tui.domain.gateways import MailGateway
from oclient_tui.domain.mail import Mail, NotReached
from oclient_tui.domain.mail_replies import MailReply, Phase, ReplyClass, meaning
from oclient_tui.domain.outbox import Content
from oclient_tui.gateways.mail.transport import SmtpTransport
from tests.mail.sink import Sink


def _certificate(folder: Path, address: str) -> Path:
    """Write a certificate for one address, signed by itself, with its key."""
    key, now = ec.generate_private_key(ec.SECP256R1()), dt.datetime.now(dt.UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test")])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - dt.timedelta(days=1)).not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True).sign(key, hashes.SHA256())
    )  # fmt: skip
    path = folder / f"{address}.pem"
    plain = serialization.NoEncryption()
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path


def _sent(sink: Sink, security: str) -> MailReply:
    async def run() -> MailReply:
        gateway = MailGateway("127.0.0.1", sink.port, security, "shop", "secret", "", "shop@example.com")
        line = await SmtpTransport(frozenset({("127.0.0.1", sink.port)})).reach(gateway)

        async def yes() -> bool:
            return True

        reply = await line.send(Mail("a@example.com", "<ob.1@example.com>", 0, Content("S", "T")), yes)
        await line.close()
        assert reply is not None
        return reply

    return asyncio.run(run())


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_only_a_server_that_proves_its_name_is_believed(
    security: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for trusted, address in ((True, "127.0.0.1"), (True, "127.0.0.2"), (False, "127.0.0.1")):
        path = _certificate(tmp_path, address)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        monkeypatch.setenv("SSL_CERT_FILE", str(path if trusted else tmp_path / "none.pem"))
        sink = Sink(extensions="STARTTLS|AUTH PLAIN", tls=context, implicit=security == "tls")
        try:
            if trusted and address == "127.0.0.1":
                assert meaning(_sent(sink, security)) is ReplyClass.SENT
                continue
            with pytest.raises(NotReached) as refused:
                _sent(sink, security)
            assert "certificate" in refused.value.reply.text, refused.value.reply
            assert not [line for line in sink.said if line.startswith(("AUTH", "MAIL"))], sink.said
        finally:
            sink.close()


def test_nothing_goes_out_in_clear_that_was_to_be_encrypted(sink: Sink) -> None:
    with pytest.raises(NotReached) as refused:
        _sent(sink, "starttls")
    assert refused.value.reply.phase is Phase.TLS
    assert meaning(refused.value.reply) is ReplyClass.GATEWAY_PERM
    assert not [line for line in sink.said if not line.startswith("EHLO")]
