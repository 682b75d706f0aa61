"""The Python server of bench/rpc.mjs: oslo.messaging as it comes, with its threading executor of 64 threads."""

import sys
import threading

from oslo_config import cfg
import oslo_messaging


class Endpoint:
    def __init__(self):
        self.counts = {}
        self.lock = threading.Lock()

    def echo(self, ctxt, value):
        return value

    def counter_incr(self, ctxt, key):
        with self.lock:
            self.counts[key] = self.counts.get(key, 0) + 1

    def counter_get(self, ctxt, key):
        return self.counts.get(key, 0)


url, topic = sys.argv[1:]
transport = oslo_messaging.get_rpc_transport(cfg.CONF, url=url)
target = oslo_messaging.Target(topic=topic, server='bench')
server = oslo_messaging.get_rpc_server(transport, target, [Endpoint()], executor='threading')
server.start()
print('ready', flush=True)
sys.stdin.read()
server.stop()
