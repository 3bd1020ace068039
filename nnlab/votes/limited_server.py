"""An HTTP server that a whole class may reach: it limits what it reads and how many connections it holds, and logs no address."""

import logging
from collections import Counter

from tornado import web
from tornado.httpserver import HTTPServer

from nnlab.votes.state import MAX_PHONES

SERVER_LIMITS = {
    "max_header_size": 8192,
    "max_body_size": 65536,  # what is longer than a vote is thrown away as it arrives; the connection of a longer body is closed
    "body_timeout": 5,
    "idle_connection_timeout": 20,
    "chunk_size": 4096,
}
MAX_CONNECTIONS = 2 * MAX_PHONES  # one that waits for news, and one more while a phone votes
CONNECTIONS_OF_AN_ADDRESS = 1200  # a whole class may have one address


def limited_server(application: web.Application, max_connections: int, of_an_address: int, **options) -> HTTPServer:
    """The server of an application, with at most so many connections, in all and of one address; it has yet to be given a socket.

    `options` of Tornado's HTTPServer come on top of, or replace, `SERVER_LIMITS`.
    """
    logging.getLogger("tornado.general").addFilter(_without_addresses)
    return LimitedServer(application, max_connections, of_an_address, **(SERVER_LIMITS | options))


class LimitedServer(HTTPServer):
    """A server that closes new connections at once when there are too many, in all or of one address."""

    def initialize(self, application: web.Application, max_connections: int, of_an_address: int, **options) -> None:
        super().initialize(application, **options)
        self.max_connections, self.of_an_address = max_connections, of_an_address
        self._open = Counter()  # address -> its connections

    def handle_stream(self, stream, address) -> None:
        own = str(address[0])
        if self._open.total() >= self.max_connections or self._open[own] >= self.of_an_address:
            stream.close()
            return
        self._open[own] += 1
        super().handle_stream(stream, address)

    def on_close(self, server_conn) -> None:
        super().on_close(server_conn)
        self._open[str(server_conn.context.address[0])] -= 1
        self._open += Counter()  # forgets addresses without connections


def _without_addresses(record: logging.LogRecord) -> bool:
    """Whether a message of Tornado may be logged: not those that name the address of a phone."""
    return " from %s" not in str(record.msg)
