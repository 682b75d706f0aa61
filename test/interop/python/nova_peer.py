"""The clients of the real Nova, driven with JSON lines (lines.py): nova_peer.py URL.

They are those that nova-api and other services of OpenStack use: nova.baserpc, nova.conductor.rpcapi,
nova.scheduler.client.query and nova.compute.rpcapi. Objects come as primitives and are hydrated by Nova's own classes, so
that both ways over the wire are Nova's.
"""

import os
import sys
import tempfile

# Before anything of nova is imported: its clients do not need eventlet.
os.environ['OS_NOVA_DISABLE_EVENTLET_PATCHING'] = '1'

from nova import baserpc
import nova.conf
from nova import context
from nova import exception
from nova import objects
from nova import rpc
from nova.compute import rpcapi as compute_rpcapi
from nova.conductor import rpcapi as conductor_rpcapi
from nova.objects import base
from nova.scheduler.client import query

import lines

CONF = nova.conf.CONF

SETTINGS = """
[DEFAULT]
transport_url = {url}
rpc_response_timeout = {timeout}
long_rpc_timeout = {timeout}
"""


def hydrated(value):
    """Primitives, also in lists and dicts, as Nova's objects."""
    if isinstance(value, list):
        return [hydrated(item) for item in value]
    if isinstance(value, dict):
        if 'nova_object.name' in value:
            return base.NovaObject.obj_from_primitive(value)
        return {key: hydrated(item) for key, item in value.items()}
    return value


def plain(value):
    """The way back, for the answer."""
    if isinstance(value, base.NovaObject):
        return value.obj_to_primitive()
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


class NovaPeer:
    def __init__(self):
        self.apis = {
            'compute_task': conductor_rpcapi.ComputeTaskAPI(),
            'scheduler': query.SchedulerQueryClient(),
            'compute': compute_rpcapi.ComputeAPI(),
        }

    def base(self, topic, method, ctxt, args):
        return getattr(baserpc.BaseAPI(topic=topic), method)(context.RequestContext.from_dict(ctxt), **args)

    def call(self, api, method, ctxt, args):
        request = context.RequestContext.from_dict(ctxt)
        return plain(getattr(self.apis[api], method)(request, **hydrated(args)))

    def round_trip(self, primitive):
        """What Nova's own class makes of a primitive: whether it takes it, and what it would send."""
        return hydrated(primitive).obj_to_primitive()

    def downgraded(self, primitive, version):
        """What Nova sends of an object to who understands an older version only."""
        return hydrated(primitive).obj_to_primitive(target_version=version)

    def exceptions(self, names):
        """Of classes of nova.exception: the text and code of each, and what it is of."""
        found = {}
        for name in names:
            kind = getattr(exception, name)
            ancestors = [base.__name__ for base in kind.__mro__ if issubclass(base, exception.NovaException)]
            found[name] = [str(kind.msg_fmt), kind.code, ancestors]
        return found


def main():
    with tempfile.NamedTemporaryFile('w', suffix='.conf') as settings:
        settings.write(SETTINGS.format(url=sys.argv[1], timeout=30))
        settings.flush()
        rpc.set_defaults(control_exchange='nova')
        CONF([], project='nova', default_config_files=[settings.name])
    rpc.init(CONF)
    objects.register_all()
    lines.serve(NovaPeer())


main()
