"""Where the servers listen: at one address, at a free port, and not after the lecture."""

import socket
import sys

import pytest
from votes_client import Client

from nnlab.votes import server


def test_the_own_address_is_one_of_this_computer():
    address = server.own_address()
    assert address is None or server.has_address(address)
    assert server.has_address("127.0.0.1")
    assert not server.has_address("192.0.2.1")
    assert not server.has_address("nonsense")


def test_a_port_in_use_is_passed_over():
    with server.serve("127.0.0.1") as first, server.serve("127.0.0.1") as second:
        assert first.phones != second.phones
        assert first.secret != second.secret
        port = int(second.phones.rsplit(":", 1)[1].strip("/"))
        with pytest.raises(OSError, match="in use"), server.serve("127.0.0.1", port):
            pass


@pytest.mark.parametrize(("address", "port"), [("192.0.2.1", None), ("127.0.0.1", 70_000), ("no address", None), ("0.0.0.0", None)])
def test_an_address_that_is_not_ours_is_an_error(address, port):
    with pytest.raises(OSError), server.serve(address, port):  # noqa: PT011
        pass


def test_the_servers_end_with_the_lecture():
    with server.serve("127.0.0.1") as access:
        Client(access).new_phone()
    for address in (access.phones, access.control):
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.1", int(address.rsplit(":", 1)[1].strip("/"))), timeout=2)


def test_a_network_that_is_gone_is_noticed(monkeypatch):
    with server.serve("127.0.0.1") as access:
        client = Client(access)
        assert client.control("/state")[1]["reachable"] is True
        monkeypatch.setattr(server, "has_address", lambda address: False)
        assert client.control("/state")[1]["reachable"] is False


def test_the_code_is_a_square_with_its_three_corners():
    code = server.qr_code("http://192.168.1.5:8080/")
    assert len(code) == len(code[0]) == 25
    corner = ["1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111"]
    assert [row[:7] for row in code[:7]] == [row[-7:] for row in code[:7]] == [row[:7] for row in code[-7:]] == corner


def test_without_segno_there_is_no_code(monkeypatch):
    monkeypatch.setitem(sys.modules, "segno", None)
    assert server.qr_code("http://192.168.1.5:8080/") is None
