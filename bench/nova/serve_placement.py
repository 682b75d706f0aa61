"""Serves the real Placement, which the Python chain needs: serve_placement.py PORT, with OS_PLACEMENT_CONFIG_DIR."""

from socketserver import ThreadingMixIn
import sys
from wsgiref.simple_server import make_server, WSGIRequestHandler, WSGIServer

from placement.wsgi import init_application


class Quiet(WSGIRequestHandler):
    protocol_version = 'HTTP/1.1'

    def log_message(self, *_):
        pass


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


make_server('127.0.0.1', int(sys.argv[1]), init_application(), Server, Quiet).serve_forever()
