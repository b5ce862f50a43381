"""Security: to which schedulers this program talks. Whoever reaches a Dask scheduler runs code on its
workers, and a scheduler can run code on its clients; so beyond this machine only with certificates.
"""

import ipaddress
import re
import ssl
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from .refusal import RefusedError

_ADDRESS = re.compile(r"[a-z]+://[\w.\-:\[\]]+")
_TLS = "distributed.comm.tls."
_CERTIFICATES = ("ca-file", "client.cert")


def check_address(address: str, insecure: bool = False) -> None:
    """Raise `RefusedError` unless this is `tls://HOST:PORT`, or `tcp://HOST:PORT` on this machine.

    `insecure` allows `tcp` to other machines: anybody in between can then read, and run code.
    """
    scheme, host = _parts(address)
    if scheme == "tcp" and not is_loopback(host) and not insecure:
        raise RefusedError(
            f"scheduler: {address}: tcp:// to another machine is neither encrypted nor authenticated: anybody"
            " in between can run code here and there; use tls:// (docs/how-to/cluster.md), or --insecure on a"
            " network that you trust"
        )


def _parts(address: str) -> tuple[str, str]:
    """Scheme and host."""
    try:
        parts = urlsplit(address)
        scheme, host, port = parts.scheme, parts.hostname, parts.port
    except ValueError:  # a port that is no number, half a bracket
        scheme, host, port = "", None, None
    if not host or not port or not _ADDRESS.fullmatch(address):
        raise RefusedError(f"scheduler: {address!r} is not of the form tcp://HOST:PORT or tls://HOST:PORT")
    if scheme not in ("tcp", "tls"):
        raise RefusedError(f"scheduler: {address!r}: only tcp:// and tls:// are known")
    return scheme, host


def is_loopback(host: str) -> bool:
    """Whether this is certainly this machine; of a name only `localhost` is.

    >>> is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("localhost"), is_loopback("10.0.0.1")
    (True, True, True, False)
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def client_security() -> Any:
    """Dask's `Security` of the TLS settings. Raises `RefusedError` naming what is missing or unreadable."""
    from dask import config
    from distributed import Security

    files = {name: config.get(_TLS + name, None) for name in (*_CERTIFICATES, "client.key")}
    for name, path in files.items():
        _check_file(_variable(name), path, needed=name in _CERTIFICATES)
    security = Security(require_encryption=True)
    try:
        security.get_connection_args("client")
    except (ssl.SSLError, OSError, ValueError) as error:
        names = ", ".join(_variable(name) for name in files)
        raise RefusedError(f"scheduler: the certificates of {names} cannot be used: {error}") from None
    return security


def _check_file(variable: str, path: Any, *, needed: bool) -> None:
    if not path and needed:
        raise RefusedError(f"scheduler: tls:// needs {variable}: the path of a PEM file")
    try:
        if path:
            Path(path).read_bytes()
    except OSError as error:
        raise RefusedError(f"scheduler: {variable}: {path}: {error.strerror or error}") from None


def _variable(name: str) -> str:
    """The environment variable of a setting."""
    return "DASK_" + (_TLS + name).upper().replace(".", "__").replace("-", "_")
