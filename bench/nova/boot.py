"""Plays nova-api for the Python chain: boot.py NOVA_CONF COUNT.

Boots COUNT instances one after the other, then COUNT at once, and tells the seconds of both as JSON.
"""

import json
import os
import pathlib
import sys
import time

os.environ['OS_NOVA_DISABLE_EVENTLET_PATCHING'] = '1'

import nova.conf
from nova import context
from nova import objects
from nova import rpc
from nova.conductor import rpcapi
from nova.db.api import api as api_database
from nova.db.main import api as main_database
from oslo_utils import uuidutils

CONF = nova.conf.CONF
TEMPLATE = pathlib.Path(__file__).with_name('boot.json').read_text()
SAMPLE = json.loads(TEMPLATE)['build_request']['nova_object.data']['instance_uuid']


def new_context():
    return context.RequestContext(user_id='u1', project_id='p1', is_admin=True)


class Boots:
    def __init__(self):
        self.api = rpcapi.ComputeTaskAPI()
        self.admin = new_context()
        self.cell = next(cell for cell in objects.CellMappingList.get_all(self.admin) if not cell.is_cell0())

    def begin(self):
        """Writes what nova-api writes, and casts; the uuid of the instance."""
        ctxt = new_context()
        uuid = uuidutils.generate_uuid()
        template = json.loads(TEMPLATE.replace(SAMPLE, uuid))
        build, spec = (
            objects.base.NovaObject.obj_from_primitive(template[name], ctxt)
            for name in ('build_request', 'request_spec')
        )
        build.tags = objects.TagList(objects=[])
        spec.create()
        build.create()
        objects.InstanceMapping(ctxt, instance_uuid=uuid, project_id='p1', user_id='u1', cell_mapping=None).create()
        self.api.schedule_and_build_instances(
            ctxt, build_requests=[build], request_specs=[spec], image={}, admin_password='pw', injected_files=[],
            requested_networks=spec.requested_networks,
            block_device_mapping=objects.BlockDeviceMappingList(objects=[]), tags=[],
        )
        return uuid

    def end(self, uuids, deadline=120):
        """Waits until none of them is building any more; how many are active."""
        over = time.monotonic() + deadline
        left, active = set(uuids), 0
        while left and time.monotonic() < over:
            with context.target_cell(self.admin, self.cell) as ctxt:
                found = objects.InstanceList.get_by_filters(ctxt, {'uuid': list(left)}, expected_attrs=[])
            for instance in found:
                if instance.vm_state in ('active', 'error'):
                    left.discard(instance.uuid)
                    active += instance.vm_state == 'active'
            time.sleep(0.01)
        return active


def main():
    rpc.set_defaults(control_exchange='nova')
    CONF([], project='nova', default_config_files=[sys.argv[1]])
    rpc.init(CONF)
    main_database.configure(CONF)
    api_database.configure(CONF)
    objects.register_all()
    count, boots = int(sys.argv[2]), Boots()
    # The first pays for connections.
    boots.end([boots.begin()])
    began = time.monotonic()
    active = sum(boots.end([boots.begin()]) for _ in range(count))
    serial = time.monotonic() - began
    began = time.monotonic()
    active += boots.end([boots.begin() for _ in range(count)])
    print(json.dumps({'serial': serial / count, 'together': (time.monotonic() - began) / count, 'active': active}))


main()
