import io
import socket

from odoo.tests import BaseCase, tagged

from odoo.addons.off_hub_network_dfc.dfc.fetch import (
    FetchError,
    fetch,
    find_target,
    is_public,
)

PUBLIC = "93.184.215.14"
PRIVATE = (
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",
    "10.0.0.1",
    "100.64.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "192.0.2.1",
    "192.168.1.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "2001:db8::1",
    "2002:7f00:1::",
    "fc00::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "not an address",
)


def answer(body=b"{}", status="200 OK", **headers):
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


class FakeSocket:
    def __init__(self, reply):
        self.reply = reply
        self.sent = b""

    def sendall(self, data):
        self.sent += data

    def makefile(self, *_args, **_kwargs):
        return io.BytesIO(self.reply)

    def close(self):
        pass


class FakeNetwork:
    """Names, and what answers at each IP address.

    :param names: ``{host: [IP addresses]}``; a list of lists changes with each look-up
    """

    def __init__(self, names, *replies):
        self.names = {name: list(found) for name, found in names.items()}
        self.replies = list(replies)
        self.sockets = []
        self.addresses = []

    def resolve(self, host, port, **_kwargs):
        found = self.names.get(host)
        if not found:
            raise socket.gaierror(host)
        if isinstance(found[0], list):
            found = found.pop(0) if len(found) > 1 else found[0]
        return [(0, 0, 0, "", (address, port)) for address in found]

    def connect(self, address, timeout):
        self.addresses.append(address)
        self.sockets.append(FakeSocket(self.replies.pop(0)))
        return self.sockets[-1]

    def fetch(self, url, **kwargs):
        return fetch(url, resolve=self.resolve, connect=self.connect, **kwargs)


@tagged("post_install", "-at_install")
class TestDfcFetch(BaseCase):
    """An address that a user types leads to the public Internet or nowhere."""

    def _assert_code(self, code, function, *args, **kwargs):
        with self.assertRaises(FetchError) as caught:
            function(*args, **kwargs)
        self.assertEqual(caught.exception.code, code)

    def test_addresses_that_are_not_public(self):
        for address in PRIVATE:
            self.assertFalse(is_public(address), address)

    def test_addresses_that_are_public(self):
        for address in (PUBLIC, "2606:2800:21f::1", "64:ff9b::5db8:d70e"):
            self.assertTrue(is_public(address), address)

    def test_a_name_of_a_private_address_is_refused(self):
        for address in PRIVATE:
            network = FakeNetwork({"inner.test": [address]})
            self._assert_code("private_host", network.fetch, "http://inner.test/")
            self.assertFalse(network.addresses)

    def test_one_private_address_among_public_ones_is_refused(self):
        network = FakeNetwork({"mixed.test": [PUBLIC, "10.0.0.1"]})
        self._assert_code("private_host", network.fetch, "http://mixed.test/")

    def test_private_addresses_in_the_url_are_refused(self):
        for host in ("127.0.0.1", "[::1]", "[::ffff:7f00:1]", "2130706433", "0x7f.1"):
            self._assert_code("private_host", find_target, f"http://{host}:8069/")

    def test_other_urls_are_refused(self):
        for url in (
            "",
            "ftp://a.test/",
            "file:///etc/passwd",
            "gopher://a.test/",
            "//a.test/",
            "a.test/x",
            "http://",
            "http://user:secret@a.test/",
            "http://a.test:99999/",
            "http://a.test/x y",
            "http://a.test/x\r\nHost: b.test",
            "http://" + "a" * 70 + ".test/",
        ):
            network = FakeNetwork({"a.test": [PUBLIC]})
            self._assert_code("bad_url", find_target, url, network.resolve)

    def test_the_connection_goes_to_the_address_that_was_checked(self):
        network = FakeNetwork({"a.test": [[PUBLIC], ["127.0.0.1"]]}, answer(b"[]"))
        self.assertEqual(network.fetch("http://a.test/x?y=1"), b"[]")
        self.assertEqual(network.addresses, [(PUBLIC, 80)])
        sent = network.sockets[0].sent.decode()
        self.assertIn("GET /x?y=1 HTTP/1.1", sent)
        self.assertIn("Host: a.test", sent)

    def test_a_redirect_is_checked_like_the_first_address(self):
        moved = answer(status="302 Found", Location="http://inner.test/")
        network = FakeNetwork({"a.test": [PUBLIC], "inner.test": ["10.0.0.1"]}, moved)
        self._assert_code("private_host", network.fetch, "http://a.test/")
        self.assertEqual(len(network.addresses), 1)

    def test_a_redirect_to_another_scheme_is_refused(self):
        moved = answer(status="302 Found", Location="file:///etc/passwd")
        network = FakeNetwork({"a.test": [PUBLIC]}, moved)
        self._assert_code("bad_url", network.fetch, "http://a.test/")

    def test_a_redirect_to_the_same_name_resolves_it_again(self):
        moved = answer(status="307 Temporary Redirect", Location="/there")
        names = {"a.test": [[PUBLIC], ["127.0.0.1"]]}
        network = FakeNetwork(names, moved)
        self._assert_code("private_host", network.fetch, "http://a.test/")

    def test_a_redirect_to_no_address_is_refused(self):
        moved = answer(status="302 Found", Location="http://[zz/")
        network = FakeNetwork({"a.test": [PUBLIC]}, moved)
        self._assert_code("bad_url", network.fetch, "http://a.test/")

    def test_redirects_end(self):
        moved = answer(status="301 Moved", Location="/again")
        network = FakeNetwork({"a.test": [PUBLIC]}, *[moved] * 9)
        self._assert_code("too_many_redirects", network.fetch, "http://a.test/")
        self.assertEqual(len(network.addresses), 4)

    def test_a_redirect_is_followed(self):
        moved = answer(status="301 Moved", Location="http://b.test/there")
        names = {"a.test": [PUBLIC], "b.test": ["8.8.8.8"]}
        network = FakeNetwork(names, moved, answer(b"[1]"))
        self.assertEqual(network.fetch("http://a.test/"), b"[1]")
        self.assertEqual(network.addresses, [(PUBLIC, 80), ("8.8.8.8", 80)])

    def test_a_key_does_not_travel_in_clear(self):
        network = FakeNetwork({"a.test": [PUBLIC]}, answer())
        self._assert_code("key_in_clear", network.fetch, "http://a.test/", key="secret")
        self.assertFalse(network.addresses)

    def test_a_long_document_is_cut_off(self):
        network = FakeNetwork({"a.test": [PUBLIC]}, answer(b"x" * 11))
        self._assert_code("too_long", network.fetch, "http://a.test/", max_bytes=10)

    def test_a_truncated_or_odd_answer_is_no_document(self):
        for reply, code in (
            (answer(b"x" * 10)[:-3], "no_answer"),
            (b"SSH-2.0\r\n", "no_answer"),
            (b"", "no_answer"),
            (answer(status="404 Not Found"), "bad_status"),
            (answer(status="302 Found"), "bad_status"),
            (answer(Content_Encoding="gzip"), "encoded"),
        ):
            network = FakeNetwork({"a.test": [PUBLIC]}, reply)
            self._assert_code(code, network.fetch, "http://a.test/")

    def test_an_unknown_name_is_told(self):
        self._assert_code("unknown_host", FakeNetwork({}).fetch, "http://a.test/")

    def test_a_server_that_drips_is_left_in_time(self):
        """A byte now and then keeps every limit of a socket from ending it."""
        ours, theirs = socket.socketpair()
        self.addCleanup(theirs.close)
        theirs.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nx")
        network = FakeNetwork({"a.test": [PUBLIC]})

        def connect(_address, timeout):
            ours.settimeout(60)
            return ours

        self._assert_code(
            "too_slow",
            fetch,
            "http://a.test/",
            resolve=network.resolve,
            connect=connect,
            max_seconds=0.3,
        )

    def test_an_encrypted_answer_needs_a_certificate_for_its_name(self):
        ours, theirs = socket.socketpair()
        theirs.sendall(b"no greeting of TLS at all")
        self.addCleanup(theirs.close)
        network = FakeNetwork({"a.test": [PUBLIC]})
        self._assert_code(
            "bad_certificate",
            fetch,
            "https://a.test/",
            resolve=network.resolve,
            connect=lambda _address, timeout: ours,
        )
