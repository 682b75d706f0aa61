// The same services of nova-launch: a conductor with two workers, a scheduler and two computes with the stub hypervisor.
import { spawn } from 'node:child_process';
import { openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { getTransport } from '../../src/messaging/index.ts';
import { boot, flavorOf } from '../../src/nova/api/index.ts';
import { ComputeTaskApi } from '../../src/nova/conductor/index.ts';
import { RequestContext } from '../../src/nova/context/index.ts';
import { openDatabase } from '../../src/nova/database/index.ts';
import { createNovaRpc } from '../../src/nova/rpc/index.ts';
import { settle } from '../../src/nova/settings.ts';

const BIN = join(import.meta.dirname, '../../bin/nova-launch.js');

export class OurChain {
  children = [];
  name = 'nova-launch';

  constructor({ directory, transportUrl, database }) {
    this.directory = directory;
    const config = {
      transportUrl,
      database: database('ours'),
      quota: { recheck: false },
      periodicFuzzyDelay: 0,
    };
    const after = ['nova-conductor', 'nova-scheduler'];
    const compute = (host) => ({
      module: 'nova-launch/nova/compute',
      after,
      config: { host, compute: { stub: { directory, vcpus: 64, memoryMb: 262_144, localGb: 10_000 } } },
    });
    const services = {
      'nova-conductor': { workers: 2 },
      'nova-scheduler': { workers: 1 },
      'ours-1': compute('ours-1'),
      'ours-2': compute('ours-2'),
    };
    this.definition = join(directory, 'services.json');
    writeFileSync(this.definition, JSON.stringify({ config: { ...config, host: 'ours' }, services }));
    this.settings = settle(config);
  }

  start() {
    const log = openSync(join(this.directory, 'nova-launch.log'), 'a');
    const child = spawn(process.execPath, [BIN, '--config', this.definition, '--no-control'], {
      stdio: ['ignore', log, log],
    });
    this.children.push(child);
    return [child];
  }

  discover() {}

  async boots(count) {
    const log = pino({ level: 'silent' });
    const database = await openDatabase(this.settings.database, { log });
    const transport = getTransport(this.settings, { log });
    const task = new ComputeTaskApi(createNovaRpc(transport, this.settings));
    const begin = async () => {
      const context = new RequestContext({ user_id: 'u1', project_id: 'p1', is_admin: true });
      const [uuid] = await boot(database, task, context, { name: 'vm', flavor: flavorOf('m1.nano') });
      return uuid;
    };
    const end = async (uuids) => {
      for (let left = uuids, active = 0; ; ) {
        for (const { uuid, vm_state } of await database.instances.list({ uuid: left })) {
          if (!['active', 'error'].includes(vm_state)) continue;
          left = left.filter((other) => other !== uuid);
          active += vm_state === 'active' ? 1 : 0;
        }
        if (left.length === 0) return active;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    };
    try {
      await end([await begin()]);
      let active = 0;
      let began = performance.now();
      for (let made = 0; made < count; made++) active += await end([await begin()]);
      const serial = performance.now() - began;
      began = performance.now();
      const uuids = [];
      for (let made = 0; made < count; made++) uuids.push(await begin());
      active += await end(uuids);
      return { serial: serial / 1000 / count, together: (performance.now() - began) / 1000 / count, active };
    } finally {
      await transport.close();
      await database.close();
    }
  }

  stop() {
    for (const child of this.children) child.kill('SIGTERM');
  }
}
