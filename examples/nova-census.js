import { Manager, Service } from 'nova-launch/nova';

/**
 * A service of one's own beside Nova's: on the same bus and database, with a row, a heartbeat and a drain as theirs.
 * Its methods in snake_case answer RPC.
 */
class CensusManager extends Manager {
  static periodicTasks = { tellCensus: { spacing: 30, runImmediately: true } };

  /** How many instances there are, in all and by the host and the state that they are in. */
  async count_instances(_context, { host }) {
    const instances = await this.init.database.instances.list(host === undefined ? {} : { host });
    const by = (field) => Object.fromEntries(groups(instances, (instance) => instance[field]));
    return { total: instances.length, by_host: by('host'), by_state: by('vm_state') };
  }

  async tellCensus(context) {
    const { total, by_state } = await this.count_instances(context, {});
    this.log.info({ total, by_state }, `The cloud has ${total} instances.`);
  }

  postStartHook() {
    if (this.init.worker.number !== 0) return;
    this.log.info(
      'Try: npx nova-launch call census count_instances --config examples/nova-census.services.json',
    );
  }
}

function groups(things, keyOf) {
  const counts = new Map();
  for (const thing of things) counts.set(String(keyOf(thing)), (counts.get(String(keyOf(thing))) ?? 0) + 1);
  return counts;
}

export default class Census extends Service {
  constructor(context) {
    super(context, { binary: 'nova-census', manager: CensusManager });
  }
}
