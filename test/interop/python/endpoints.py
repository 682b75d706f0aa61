"""What a server of peer.py offers. test/interop/endpoints.ts is the same in TypeScript."""

import os
import threading
import time

import oslo_messaging

from interop_exc import InteropError, InteropKwError
from interop_private import PrivateError


class Base:
    def __init__(self, server):
        self.server = server
        self.counters = {}
        self.changed = threading.Condition()

    def echo(self, ctxt, value):
        return value

    def repr_of(self, ctxt, value):
        return repr(value)

    def value_of(self, ctxt, expression):
        """The value of a Python expression: results that no JavaScript could have sent."""
        return eval(expression)

    def add(self, ctxt, a, b):
        return a + b

    def whoami(self, ctxt):
        return {'server': self.server, 'pid': os.getpid()}

    def get_none(self, ctxt):
        return None

    def ctxt_echo(self, ctxt):
        return ctxt

    @oslo_messaging.expected_exceptions(InteropError)
    def fail_expected(self, ctxt, message, code):
        raise InteropError(message, code)

    def fail_kwargs(self, ctxt, message, **kwargs):
        raise InteropKwError(message, **kwargs)

    def fail_value(self, ctxt, message):
        raise ValueError(message)

    def fail_private(self, ctxt, message):
        raise PrivateError(message)

    def sleep(self, ctxt, seconds):
        time.sleep(seconds)
        return seconds

    def counter_incr(self, ctxt, key):
        with self.changed:
            self.counters[key] = self.counters.get(key, 0) + 1
            self.changed.notify_all()

    def counter_get(self, ctxt, key, least=0):
        """The counter, once it is `least` (casts tell nobody that they were run), or after 10 s."""
        with self.changed:
            self.changed.wait_for(lambda: self.counters.get(key, 0) >= least, timeout=10)
            return self.counters.get(key, 0)

    def blob(self, ctxt, size):
        return 'x' * size

    def size_of(self, ctxt, value):
        return len(value)

    def _hidden(self, ctxt):
        return 'hidden'


class Namespaced:
    target = oslo_messaging.Target(namespace='ns_a', version='2.3')

    def echo(self, ctxt, value):
        return {'ns': 'ns_a', 'value': value}

    def only_here(self, ctxt):
        return 'only in ns_a'
