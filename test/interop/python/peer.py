"""An oslo.messaging peer (RPC servers and clients), driven with JSON lines: peer.py URL.

Each line in is {"id", "op", ...}, each line out {"id", "ok", "repr", "seconds"} or {"id", "exc"}. `repr` tells a value
exactly, where JSON would not (NaN, integers beyond 2^53). It ends when stdin does.
"""

import concurrent.futures
import json
import logging
import os
import sys
import threading
import time

from oslo_config import cfg
import oslo_messaging
from oslo_messaging.rpc import dispatcher

from endpoints import Base, Namespaced

ALLOWED = ['interop_exc']


class Peer:
    def __init__(self, url):
        self.url = url
        self.lock = threading.Lock()
        self.transports = {}
        self.servers = {}
        self.bases = {}

    def transport(self, options=''):
        with self.lock:
            if options not in self.transports:
                self.transports[options] = oslo_messaging.get_rpc_transport(
                    cfg.CONF, url=self.url + options, allowed_remote_exmods=ALLOWED
                )
            return self.transports[options]

    def serve(self, topic, server, exchange=None, options=''):
        target = oslo_messaging.Target(topic=topic, server=server, exchange=exchange)
        base = Base(server)
        running = oslo_messaging.get_rpc_server(
            self.transport(options), target, [base, Namespaced()], executor='threading',
            access_policy=oslo_messaging.DefaultRPCAccessPolicy,
        )
        running.start()
        self.servers[topic, server] = running
        self.bases[topic, server] = base

    def stop(self, topic, server):
        running = self.servers.pop((topic, server))
        running.stop()
        running.wait()

    def counter(self, topic, server, key, least=0):
        return self.bases[topic, server].counter_get({}, key, least)

    def client(self, topic, exchange=None, options='', at_least_once=None, version_cap=None, retry=None, **prepare):
        extra = {}
        if at_least_once is not None:
            extra['transport_options'] = oslo_messaging.TransportOptions(at_least_once=at_least_once)
        client = oslo_messaging.get_rpc_client(
            self.transport(options), oslo_messaging.Target(topic=topic, exchange=exchange),
            version_cap=version_cap, retry=retry, **extra,
        )
        return client.prepare(**prepare)

    def call(self, method, args=None, args_py=None, ctxt=None, cast=False, **target):
        values = eval(args_py) if args_py is not None else args or {}
        client = self.client(**target)
        return (client.cast if cast else client.call)(ctxt or {}, method, **values)

    def calls(self, count, concurrency, **target):
        """Echoes 0..count-1 over so many threads; tells how many came back as they were, and what else came."""
        client = self.client(**target)

        def one(number):
            try:
                return client.call({}, 'echo', value=number) == number
            except Exception as error:
                return f'{type(error).__name__}: {error}'

        with concurrent.futures.ThreadPoolExecutor(concurrency) as pool:
            results = list(pool.map(one, range(count)))
        return {'good': results.count(True), 'bad': [result for result in results if result is not True]}


def described(error):
    kind = type(error)
    return {
        'class': kind.__name__,
        'module': kind.__module__,
        'message': str(error),
        'mro': [f'{base.__module__}.{base.__name__}' for base in kind.__mro__],
        'args': repr(error.args),
        'kwargs': repr(getattr(error, 'kwargs', None)),
        'exc_type': getattr(error, 'exc_type', None),
        'value': getattr(error, 'value', None),
        'code': getattr(error, 'code', None),
    }


def answered(peer, op, arguments):
    started = time.monotonic()
    try:
        result = getattr(peer, op)(**arguments)
    except Exception as error:
        answer = {'exc': described(error)}
    else:
        answer = {'repr': repr(result)}
        try:
            json.dumps(result, allow_nan=False)
            answer['ok'] = result
        except (TypeError, ValueError):
            answer['ok'] = None
    answer['seconds'] = time.monotonic() - started
    return answer


def main():
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    cfg.CONF([], project='interop', default_config_files=[])
    # Registered by the first server only, but read then as well.
    cfg.CONF.register_opts(dispatcher._dispatcher_opts)
    cfg.CONF.set_override('rpc_ping_enabled', True)
    peer = Peer(sys.argv[1])
    out = threading.Lock()

    def say(line):
        with out:
            print(json.dumps(line), flush=True)

    def work(command):
        number, op = command.pop('id'), command.pop('op')
        say({'id': number, **answered(peer, op, command)})

    say({'id': 0, 'ok': os.getpid(), 'repr': ''})
    for line in sys.stdin:
        threading.Thread(target=work, args=(json.loads(line),), daemon=True).start()
    os._exit(0)


main()
