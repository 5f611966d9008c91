"""The first line on standard output, and the certificates that it stands for.

hashicorp/go-plugin starts a plugin with a certificate of the host in the
environment, and reads one line: versions, address, and the plugin's own
certificate. Both live as long as the process (docs/internals.md of go-plugin).
"""

from __future__ import annotations

import base64
import os
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

import grpc
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from metaspatial.plugin.wire import PROTOCOL_VERSION

#: What go-plugin's host expects the certificate to be for.
_HOST = "localhost"


@dataclass(frozen=True, slots=True)
class Identity:
    """The plugin's certificate, for the host in DER, and what grpc makes of it."""

    certificate: bytes
    credentials: grpc.ServerCredentials


def identity(client_certificate: str) -> Identity:
    """A certificate for this process; only the holder of the host's may connect."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, _HOST)])
    now = datetime.now(timezone.utc)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=1))
        .not_valid_after(now + timedelta(days=3650))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(_HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    credentials = grpc.ssl_server_credentials(
        [(pem, certificate.public_bytes(serialization.Encoding.PEM))],
        root_certificates=client_certificate.encode(),
        require_client_auth=True,
    )
    return Identity(certificate.public_bytes(serialization.Encoding.DER), credentials)


def socket_path() -> str:
    """A path for the socket in the host's private folder, or "" where sockets are no files."""
    if os.name == "nt":
        return ""
    folder = os.environ.get("PLUGIN_UNIX_SOCKET_DIR") or None
    return os.path.join(tempfile.mkdtemp(prefix="plugin", dir=folder), "s")


def line(address: str, mine: Identity | None) -> bytes:
    """The handshake; ``address`` is "unix|path" or "tcp|host:port"."""
    certificate = base64.b64encode(mine.certificate).decode().rstrip("=") if mine else ""
    return f"1|{PROTOCOL_VERSION}|{address}|grpc|{certificate}\n".encode()
