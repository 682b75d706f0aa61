"""An oslo.messaging peer (RPC servers and clients), driven with JSON lines (lines.py): peer.py URL."""

import concurrent.futures
import logging
import sys
import threading

from oslo_config import cfg
import oslo_messaging
from oslo_messaging.rpc import dispatcher

from endpoints import Base, Namespaced
import lines

ALLOWED = ['interop_exc', 'nova.exception']


class Heard:
    """An endpoint of a notification listener: keeps what it is told."""

    def __init__(self):
        self.notifications = []
        self.more = threading.Condition()

    def keep(self, priority, ctxt, publisher_id, event_type, payload, metadata):
        with self.more:
            self.notifications.append(
                dict(priority=priority, ctxt=ctxt, publisher_id=publisher_id, event_type=event_type, payload=payload,
                     metadata=metadata)
            )
            self.more.notify_all()

    def info(self, *told):
        self.keep('info', *told)

    def error(self, *told):
        self.keep('error', *told)


class Peer:
    def __init__(self, url):
        self.url = url
        self.listeners = {}
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

    def listen(self, topic, exchange):
        transport = oslo_messaging.get_notification_transport(cfg.CONF, url=self.url)
        target = oslo_messaging.Target(topic=topic, exchange=exchange)
        heard = Heard()
        listener = oslo_messaging.get_notification_listener(transport, [target], [heard], executor='threading')
        listener.start()
        self.listeners[topic] = heard

    def heard(self, topic, least):
        """What a listener was told, once it is so many, or after 10 s."""
        heard = self.listeners[topic]
        with heard.more:
            heard.more.wait_for(lambda: len(heard.notifications) >= least, 10)
            return heard.notifications

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


def main():
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    cfg.CONF([], project='interop', default_config_files=[])
    # Registered by the first server only, but read then as well.
    cfg.CONF.register_opts(dispatcher._dispatcher_opts)
    cfg.CONF.set_override('rpc_ping_enabled', True)
    lines.serve(Peer(sys.argv[1]))


if __name__ == '__main__':
    main()
