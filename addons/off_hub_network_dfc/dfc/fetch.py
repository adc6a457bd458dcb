"""Bring a document from an address that a person typed.

The server sits where it reaches more than the person does: databases, other machines,
the host's metadata service. So a name is resolved here, every address that it resolves
to must be public, and the connection goes to that very address: a name that resolves
to something else a moment later gains nothing. Redirects go through the same check.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

MAX_BYTES = 10 * 1024 * 1024
MAX_REDIRECTS = 3
MAX_SECONDS = 20.0
PORTS = {"http": 80, "https": 443}
REDIRECTS = (301, 302, 303, 307, 308)
NAT64 = ipaddress.ip_network("64:ff9b::/96")


class FetchError(Exception):
    """Why a document was not brought.

    :ivar code: one of the codes of this module
    :ivar value: the address, host or figure that it is about
    """

    def __init__(self, code: str, value: str = ""):
        super().__init__(f"{code}: {value}")
        self.code = code
        self.value = value


@dataclass(frozen=True, slots=True)
class Target:
    """Where one request goes.

    :param address: IP address, checked; the name is not resolved again
    """

    scheme: str
    host: str
    port: int
    path: str
    address: str

    @property
    def origin(self):
        return self.scheme, self.host, self.port


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public Internet, unicast.

    An IPv6 address that carries an IPv4 one is as private as that one.
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if ip.version == 6:
        if ip in NAT64:
            return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo and ip.teredo[1])
        if inner:
            return is_public(str(inner))
        if ip.is_site_local:
            return False
    return ip.is_global and not (
        ip.is_multicast or ip.is_reserved or ip.is_loopback or ip.is_link_local
    )


def find_target(url: str, resolve=socket.getaddrinfo) -> Target:
    """Check an address and resolve its name once.

    :param resolve: as ``socket.getaddrinfo``
    :raise FetchError: ``bad_url``, ``unknown_host`` or ``private_host``
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode()
    except (ValueError, UnicodeError):
        raise FetchError("bad_url", url) from None
    if parts.scheme not in PORTS or not host or parts.username is not None:
        raise FetchError("bad_url", url)
    port = port or PORTS[parts.scheme]
    try:
        found = resolve(host, port, type=socket.SOCK_STREAM)
    except OSError:
        raise FetchError("unknown_host", host) from None
    addresses = [entry[4][0] for entry in found]
    if not addresses:
        raise FetchError("unknown_host", host)
    # All of them: one private address among public ones is an attempt.
    if not all(map(is_public, addresses)):
        raise FetchError("private_host", host)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if any(ord(character) <= 32 or ord(character) > 126 for character in path):
        raise FetchError("bad_url", url)
    return Target(parts.scheme, host, port, path, addresses[0])


def fetch(
    url: str,
    headers: dict[str, str] | None = None,
    key: str = "",
    *,
    resolve=socket.getaddrinfo,
    connect=socket.create_connection,
    max_bytes: int = MAX_BYTES,
    max_seconds: float = MAX_SECONDS,
) -> bytes:
    """Return the document at ``url``.

    :param key: sent as a bearer token, over https and to the typed host only
    :param connect: as ``socket.create_connection``; gets the checked IP address
    :raise FetchError: says why there is no document
    """
    deadline = time.monotonic() + max_seconds
    first = None
    for _turn in range(MAX_REDIRECTS + 1):
        target = find_target(url, resolve)
        first = first or target
        if first.scheme == "https" and target.scheme != "https":
            raise FetchError("downgrade", url)
        sent = {"Accept-Encoding": "identity", **(headers or {})}
        if key and target.origin == first.origin:
            if target.scheme != "https":
                raise FetchError("key_in_clear", url)
            sent["Authorization"] = f"Bearer {key}"
        body, location = _request(target, sent, connect, deadline, max_bytes)
        if location is None:
            return body
        try:
            url = urljoin(url, location)
        except ValueError:
            raise FetchError("bad_url", location) from None
    raise FetchError("too_many_redirects", url)


def _request(target, headers, connect, deadline, max_bytes):
    """One request: (body, None) or (None, where it redirects to)."""
    connection = http.client.HTTPConnection(target.host, target.port)
    watch = None
    try:
        sock = connect((target.address, target.port), timeout=_left(deadline))
        connection.sock = sock
        if target.scheme == "https":
            connection.sock = sock = ssl.create_default_context().wrap_socket(
                sock, server_hostname=target.host, do_handshake_on_connect=False
            )
        # Time limits of sockets start anew with every byte; this one does not.
        watch = threading.Timer(_left(deadline), _cut, [sock])
        watch.daemon = True
        watch.start()
        if target.scheme == "https":
            sock.do_handshake()
        connection.request("GET", target.path, headers=headers)
        answer = _read(connection.getresponse(), max_bytes, target)
        # What was cut short may look whole.
        _left(deadline)
        return answer
    except FetchError:
        raise
    except (OSError, http.client.HTTPException, ValueError) as error:
        if time.monotonic() >= deadline or isinstance(error, TimeoutError):
            raise FetchError("too_slow", target.host) from error
        if isinstance(error, ssl.SSLError):
            raise FetchError("bad_certificate", target.host) from error
        raise FetchError("no_answer", target.host) from error
    finally:
        if watch:
            watch.cancel()
        connection.close()


def _read(response, max_bytes, target):
    if response.status in REDIRECTS:
        location = response.getheader("Location")
        if not location:
            raise FetchError("bad_status", str(response.status))
        return None, location
    if response.status != 200:
        raise FetchError("bad_status", str(response.status))
    if response.getheader("Content-Encoding", "identity") != "identity":
        raise FetchError("encoded", target.host)
    body = response.read(max_bytes + 1)
    if len(body) > max_bytes:
        raise FetchError("too_long", str(max_bytes))
    if response.length:
        raise http.client.IncompleteRead(body, response.length)
    return body, None


def _left(deadline):
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _cut(sock):
    try:
        # Not the method of the TLS socket, which would change it under its reader.
        socket.socket.shutdown(sock, socket.SHUT_RDWR)
    except OSError:
        return
