"""Which schedulers are talked to: certainly this machine, or those with certificates."""

from pathlib import Path

import distributed  # noqa: F401 - brings the settings that the tests change
import pytest
from dask import config

from sim.experiment.refusal import RefusedError
from sim.experiment.security import check_address, client_security

TLS = "distributed.comm.tls."
LOCAL = ["tcp://127.0.0.1:8786", "tcp://localhost:1", "tcp://[::1]:8786", "tcp://127.8.9.1:80"]
REMOTE = [
    "tcp://10.0.0.5:8786",
    "tcp://0.0.0.0:8786",
    "tcp://localhost.example.org:8786",
    "tcp://127.0.0.1.example.org:8786",
    "tcp://2130706433:8786",
    "tcp://127.1:8786",
    "tcp://[::]:8786",
]
WRONG = [
    "",
    "127.0.0.1:8786",
    "tcp://127.0.0.1",
    "tcp://127.0.0.1:port",
    "tcp://127.0.0.1:99999",
    "tcp://:8786",
    "tcp://[::1:8786",
    "tcp://10.0.0.5:8786@127.0.0.1:8786",
    "tcp://127.0.0.1:8786/path",
    "tcp://127.0.0.1:8786?10.0.0.5",
    "tcp://127.0.0.1:8786\n",
    " tcp://127.0.0.1:8786",
]


@pytest.mark.parametrize("address", [*LOCAL, "tls://10.0.0.5:8786", "tls://cluster.example.org:1"])
def test_this_machine_and_tls_are_taken(address: str) -> None:
    check_address(address)


@pytest.mark.parametrize("address", REMOTE)
def test_plain_tcp_elsewhere_only_when_told(address: str) -> None:
    with pytest.raises(RefusedError, match="--insecure"):
        check_address(address)
    check_address(address, insecure=True)


@pytest.mark.parametrize("address", WRONG)
@pytest.mark.parametrize("insecure", [False, True])
def test_what_is_no_address_is_refused(address: str, insecure: bool) -> None:
    with pytest.raises(RefusedError, match="is not of the form"):
        check_address(address, insecure=insecure)


@pytest.mark.parametrize("address", ["http://127.0.0.1:8786", "inproc://127.0.0.1:1", "ws://127.0.0.1:1"])
def test_other_protocols_are_refused(address: str) -> None:
    with pytest.raises(RefusedError, match="only tcp:// and tls://"):
        check_address(address)


def test_a_missing_setting_is_named() -> None:
    with pytest.raises(RefusedError, match="tls:// needs DASK_DISTRIBUTED__COMM__TLS__CA_FILE"):
        client_security()


def test_an_unreadable_file_is_named(tmp_path: Path) -> None:
    with config.set({TLS + "ca-file": str(tmp_path / "none.pem"), TLS + "client.cert": str(tmp_path)}):
        with pytest.raises(RefusedError, match=r"CA_FILE: .*none\.pem: No such file"):
            client_security()
        (tmp_path / "none.pem").touch()
        with pytest.raises(RefusedError, match=r"CLIENT__CERT: .*: Is a directory"):
            client_security()


def test_what_is_no_certificate_is_told(tmp_path: Path) -> None:
    (tmp_path / "wrong.pem").write_text("nothing\n")
    wrong = str(tmp_path / "wrong.pem")
    files = {TLS + name: wrong for name in ("ca-file", "client.cert", "client.key")}
    with config.set(files), pytest.raises(RefusedError, match=r"CA_FILE, .* cannot be used"):
        client_security()
