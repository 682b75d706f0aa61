"""Commands as JSON lines on stdin, answers as JSON lines on stdout; what peer.py and nova_peer.py have in common.

Each line in is {"id", "op", ...}, each line out {"id", "ok", "repr", "seconds"} or {"id", "exc"}. `repr` tells a value
exactly, where JSON would not (NaN, integers beyond 2^53). It ends when stdin does.
"""

import json
import os
import sys
import threading
import time


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


def serve(peer):
    """Calls the methods of `peer` by the names of the commands, each in a thread of its own."""
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
