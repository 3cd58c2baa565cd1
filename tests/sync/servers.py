"""Real servers on this machine: an sshd of its own, and git over https."""

from __future__ import annotations

import base64
import datetime
import getpass
import http.server
import ipaddress
import os
import shutil
import socket
import ssl
import subprocess
import threading
from pathlib import Path


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def key(place: Path) -> Path:
    """A fresh ssh key without a passphrase."""
    place.parent.mkdir(parents=True, exist_ok=True)
    made = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", place.name, "-f", str(place)]
    subprocess.run(made, check=True, capture_output=True)
    return place


class Sshd:
    """OpenSSH's server on a port of its own, for whoever runs the tests."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.host_key = key(folder / "host")
        self.allowed = folder / "allowed"
        self.allowed.write_text("")
        program = shutil.which("sshd") or "/usr/sbin/sshd"
        settings = [
            "ListenAddress 127.0.0.1",
            f"Port {self.port}",
            f"HostKey {self.host_key}",
            f"AuthorizedKeysFile {self.allowed}",
            "PasswordAuthentication no",
            "KbdInteractiveAuthentication no",
            "PermitRootLogin prohibit-password",
            "StrictModes no",
            "UsePAM no",
            "PidFile none",
            "LoginGraceTime 10",
        ]
        place = folder / "sshd_config"
        place.write_text("\n".join(settings) + "\n", encoding="utf-8")
        if os.geteuid() == 0:
            Path("/run/sshd").mkdir(exist_ok=True)  # where it locks itself in
        self.process = subprocess.Popen(
            [program, "-D", "-e", "-f", str(place)], stderr=subprocess.PIPE, text=True
        )
        told = []
        for line in self.process.stderr or ():
            told.append(line)
            if "listening" in line:
                break
        else:
            raise AssertionError(f"sshd did not start: {told}")

    def url(self, repository: Path) -> str:
        """The address of a repository on this machine."""
        return f"ssh://{getpass.getuser()}@127.0.0.1:{self.port}{repository.as_posix()}"

    def let_in(self, own: Path) -> None:
        """Let in whoever has this key."""
        with self.allowed.open("a") as file:
            file.write(own.with_name(f"{own.name}.pub").read_text())

    def known(self) -> str:
        """The line of `known_hosts` by which somebody knows this server."""
        public = self.host_key.with_name("host.pub").read_text()
        return f"[127.0.0.1]:{self.port} {public}"

    def stop(self) -> None:
        """End it."""
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait()
        if self.process.stderr:
            self.process.stderr.close()


class HttpsGit:
    """git's own `http-backend` behind https, with a certificate nobody has signed.

    `login` is the user and password it asks for, if any; `refusal` the status it answers with;
    `pace` the seconds it takes for each twentieth of an answer.
    """

    def __init__(self, folder: Path, root: Path, login: tuple[str, str] | None = None) -> None:
        self.login = login
        self.refusal = 0
        self.pace = 0.0
        self.certificate, private = certificate(folder)
        git = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                git.answer(self, root)

            def do_POST(self) -> None:
                git.answer(self, root)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, private)
        self.server.socket = context.wrap_socket(
            self.server.socket, server_side=True, do_handshake_on_connect=False
        )
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server.server_address[1])

    def url(self, name: str) -> str:
        """The address of a repository beneath the root."""
        return f"https://127.0.0.1:{self.port}/{name}"

    def stop(self) -> None:
        """End it."""
        self.server.shutdown()
        self.server.server_close()

    def answer(self, request: http.server.BaseHTTPRequestHandler, root: Path) -> None:
        """Hand a request to git, if whoever asks may come in."""
        body = _body(request)
        if self.refusal:
            _refuse(request, self.refusal)
            return
        if self.login and request.headers.get("Authorization") != _basic(*self.login):
            _refuse(request, 401)
            return
        path, _, query = request.path.partition("?")
        done = subprocess.run(
            ["git", "http-backend"],
            input=body,
            capture_output=True,
            check=False,
            env={
                "PATH": os.environ["PATH"],
                "GIT_PROJECT_ROOT": str(root),
                "GIT_HTTP_EXPORT_ALL": "1",
                "GIT_PROTOCOL": request.headers.get("Git-Protocol", ""),
                "GIT_CONFIG_GLOBAL": os.devnull,
                "REQUEST_METHOD": request.command,
                "PATH_INFO": path,
                "QUERY_STRING": query,
                "CONTENT_TYPE": request.headers.get("Content-Type", ""),
                "CONTENT_LENGTH": str(len(body)),
                "HTTP_CONTENT_ENCODING": request.headers.get("Content-Encoding", ""),
                "REMOTE_USER": "somebody",
                "REMOTE_ADDR": "127.0.0.1",
            },
        )
        head, _, data = done.stdout.partition(b"\r\n\r\n")
        lines = [line.partition(": ") for line in head.decode("ascii").split("\r\n") if line]
        fields = {name.lower(): value for name, _, value in lines}
        request.send_response(int(fields.pop("status", "200").split()[0]))
        for name, value in fields.items():
            request.send_header(name, value)
        request.send_header("Content-Length", str(len(data)))
        request.end_headers()
        for start in range(0, len(data), max(1, len(data) // 20)):
            threading.Event().wait(self.pace)
            request.wfile.write(data[start : start + max(1, len(data) // 20)])


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate that vouches for itself and for this machine, and its private key."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    folder.mkdir(parents=True, exist_ok=True)
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(private, hashes.SHA256())
    )
    places = folder / "certificate.pem", folder / "private.pem"
    places[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    places[1].write_bytes(
        private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return places


def _basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def _refuse(request: http.server.BaseHTTPRequestHandler, status: int) -> None:
    request.send_response(status)
    if status == 401:
        request.send_header("WWW-Authenticate", 'Basic realm="git"')
    request.send_header("Content-Length", "0")
    request.end_headers()


def _body(request: http.server.BaseHTTPRequestHandler) -> bytes:
    if request.headers.get("Transfer-Encoding", "").lower() != "chunked":
        return request.rfile.read(int(request.headers.get("Content-Length") or 0))
    parts = []
    while size := int(request.rfile.readline().split(b";")[0], 16):
        parts.append(request.rfile.read(size))
        request.rfile.readline()
    request.rfile.readline()
    return b"".join(parts)
