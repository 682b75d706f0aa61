// The real Nova of Debian's python3-nova: Placement, a conductor with two workers, a scheduler and two computes with the
// fake hypervisor, on the given broker and PostgreSQL.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PYTHON = '/usr/bin/python3';
const here = import.meta.dirname;

/** `database(name)` is the URL of a database that is there. */
export async function preparePython({ directory, transportUrl, database, placementPort }) {
  mkdirSync(join(directory, 'lock'), { recursive: true });
  const placement = `[api]
auth_strategy = noauth2
[placement_database]
connection = ${database('placement')}
sync_on_startup = True
`;
  writeFileSync(join(directory, 'placement.conf'), placement);
  const conf = join(directory, 'nova.conf');
  writeFileSync(conf, settings({ directory, transportUrl, database, placementPort }));
  const chain = new PythonChain(directory, conf, placementPort);
  await chain.prepare(database);
  return chain;
}

const settings = ({ directory, transportUrl, database, placementPort }) => `[DEFAULT]
transport_url = ${transportUrl}
host = python-1
my_ip = 127.0.0.1
compute_driver = fake.MediumFakeDriver
state_path = ${directory}
rpc_response_timeout = 20
periodic_fuzzy_delay = 0
[api_database]
connection = ${database('nova_api')}
[database]
connection = ${database('nova')}
[placement]
auth_type = admin_token
endpoint = http://127.0.0.1:${placementPort}
endpoint_override = http://127.0.0.1:${placementPort}
token = admin
[quota]
recheck_quota = False
[oslo_concurrency]
lock_path = ${join(directory, 'lock')}
[conductor]
workers = 2
[scheduler]
workers = 1
`;

class PythonChain {
  children = [];
  name = 'Python';

  constructor(directory, conf, placementPort) {
    Object.assign(this, { directory, conf, placementPort });
  }

  async prepare(database) {
    this.manage('api_db', 'sync');
    this.manage('cell_v2', 'map_cell0', '--database_connection', database('nova_cell0'));
    this.manage('db', 'sync');
    this.manage('cell_v2', 'create_cell', '--name', 'cell1');
    this.spawn('placement', ['serve_placement.py', String(this.placementPort)], {
      OS_PLACEMENT_CONFIG_DIR: this.directory,
    });
    await until(() => placed(this.placementPort), 'Placement');
  }

  /** Starts the services; those of Nova alone are counted in its memory, not Placement. */
  start() {
    const own = (host) => {
      const path = join(this.directory, `${host}.conf`);
      writeFileSync(path, `[DEFAULT]\nhost = ${host}\n`);
      return ['--config-file', path];
    };
    return [
      this.service('nova-conductor'),
      this.service('nova-scheduler'),
      ...['python-1', 'python-2'].map((host) => this.service('nova-compute', own(host))),
    ];
  }

  /** After the computes have registered themselves. */
  discover() {
    this.manage('cell_v2', 'discover_hosts');
  }

  /** Seconds for one boot after the other, and for each of so many at once. */
  boots(count) {
    const { stdout, stderr } = spawnSync(PYTHON, [join(here, 'boot.py'), this.conf, String(count)], {
      encoding: 'utf8',
    });
    const line = stdout.trim().split('\n').at(-1);
    if (!line?.startsWith('{')) throw new Error(`boot.py failed: ${stderr.slice(-2000)}`);
    return JSON.parse(line);
  }

  service(binary, more = []) {
    return this.spawn(binary, ['service.py', binary, '--config-file', this.conf, ...more]);
  }

  spawn(name, [script, ...args], env = {}) {
    const log = openSync(join(this.directory, `${name}.log`), 'a');
    const child = spawn(PYTHON, [join(here, script), ...args], {
      stdio: ['ignore', log, log],
      env: { ...process.env, ...env },
    });
    this.children.push(child);
    return child;
  }

  manage(...args) {
    const main =
      'import sys; sys.argv[0] = "nova-manage"; from nova.cmd.manage import main; sys.exit(main())';
    const { status, stderr } = spawnSync(PYTHON, ['-c', main, '--config-file', this.conf, ...args], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`nova-manage ${args.join(' ')}: ${stderr.slice(-2000)}`);
  }

  stop() {
    for (const child of this.children) child.kill('SIGKILL');
  }
}

async function placed(port) {
  try {
    const { ok } = await fetch(`http://127.0.0.1:${port}/resource_providers`, {
      headers: { 'X-Auth-Token': 'admin' },
    });
    return ok;
  } catch {
    return false;
  }
}

export async function until(condition, what, seconds = 60) {
  const over = performance.now() + seconds * 1000;
  while (!(await condition())) {
    if (performance.now() > over) throw new Error(`Waited ${seconds} s for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
