import { LaunchError } from '../../errors.js';
import { MessagingException } from '../../messaging/index.js';
import { FLAVOR_NAMES, type FlavorName, flavorOf, writeBoot } from '../../nova/api/index.js';
import { RequestContext } from '../../nova/context/index.js';
import { suggest } from '../../service/suggest.js';
import type { BootCommandOptions } from '../nova-commands.js';
import { print, printError } from '../output.js';
import { count } from '../text.js';
import { inPlace, NOVA_EXIT } from './command.js';
import { type Followed, follow, type Step } from './follow.js';
import { plainSteps, rounded, WHY } from './outcome.js';
import type { Snapshot } from './progress.js';
import { stepPrinter } from './steps.js';

/**
 * Does what nova-api does for a user who wants instances, and shows what becomes of them. Resolves to 0 when all are
 * active; 1 when one is not, and its fault has been shown; 75 when the time is over; 130 after Ctrl-C, which does not
 * stop the builds.
 */
export function boot(name: string, options: BootCommandOptions): Promise<number> {
  const flavor = flavorOf(flavorName(options.flavor));
  if (name.trim() === '') throw new LaunchError('NL_USAGE', 'the name of an instance is empty');
  return inPlace(options, async (place, signal) => {
    const { count: wanted, availabilityZone, host, user, project, json = false, wait, timeout } = options;
    await place.assertServed('conductor');
    const context = new RequestContext({ user_id: user, project_id: project, roles: ['member'] });
    const { request_id: requestId } = context;
    const since = performance.now();
    const quota = place.config.quota.instances;
    const request = { name, flavor, count: wanted, availabilityZone, host, quota };
    const written = await writeBoot(place.database, context, request);
    const uuids = written.build_requests.map(({ instance_uuid }) => instance_uuid);
    const names = new Map(uuids.map((uuid, index) => [uuid, wanted > 1 ? `${name}-${index + 1}` : name]));
    if (!json) {
      print(`${requestId}: ${count(wanted, 'instance')} of ${flavor.name}\n`);
      for (const [uuid, called] of names) print(`  ${uuid}  ${called}\n`);
    }
    await place.task.scheduleAndBuildInstances(context, written).catch((error: unknown) => {
      if (!(error instanceof MessagingException)) throw error;
      const sentence = 'a conductor that comes finds what is wanted in the database';
      printError(`nova-launch: ${error.message.replace(/\.$/, '')}; ${sentence}\n`);
    });
    if (!wait) {
      if (json)
        printJson({ request_id: requestId, instances: [...names].map(([uuid, name]) => ({ uuid, name })) });
      return NOVA_EXIT.done;
    }
    const steps: Step[] = [];
    const tell = json ? (step: Step) => steps.push(step) : stepPrinter(names);
    const followed = await follow(place.database, uuids, { requestId, isOver, tell, since, timeout, signal });
    if (json) printJson(reportOf(requestId, names, followed, steps));
    else printEnd(uuids, followed);
    return exitCodeOf(followed);
  });
}

function flavorName(given: string): FlavorName {
  const found = FLAVOR_NAMES.find((known) => known === given);
  if (found) return found;
  const meant = suggest(given, FLAVOR_NAMES);
  throw new LaunchError('NL_USAGE', `there is no flavor ${JSON.stringify(given)}`, {
    remedy: meant ? `Did you mean ${meant}?` : `Use one of ${FLAVOR_NAMES.join(', ')}.`,
  });
}

/** Active, or in error, or deleted by somebody else; and told to its end, unless who was to do so has died. */
const isOver = ({ row, events, fault }: Snapshot): boolean => {
  const isTold = events.every(({ result }) => result !== null);
  if (!row) return events.length > 0 && isTold;
  if (row.task_state !== null) return false;
  return row.vm_state === 'active' ? isTold : row.vm_state === 'error' && (isTold || fault !== undefined);
};

const isActive = (snapshot: Snapshot | undefined) => snapshot?.row?.vm_state === 'active';

function exitCodeOf({ ended, last }: Followed): number {
  if (ended === 'interrupted') return NOVA_EXIT.interrupted;
  if (ended === 'late') return NOVA_EXIT.late;
  return [...last.values()].every(isActive) ? NOVA_EXIT.done : NOVA_EXIT.failed;
}

function printEnd(uuids: readonly string[], { ended, last, took }: Followed): void {
  const active = uuids.filter((uuid) => isActive(last.get(uuid))).length;
  const of = uuids.length === 1 ? 'The instance is' : `${active} of ${uuids.length} instances are`;
  if (active === uuids.length) {
    print(`${of} active after ${took.toFixed(2)} s.\n`);
    return;
  }
  const left = uuids.length === 1 ? 'The instance is not active' : `${of} active`;
  printError(`nova-launch: ${left} after ${took.toFixed(2)} s${WHY[ended]}\n`);
  if (ended === 'all') return;
  const which = uuids.length === 1 ? `show ${uuids[0]}` : 'list';
  printError(`Remedy: It goes on without this command; see nova-launch instance ${which}.\n`);
}

function reportOf(
  request_id: string,
  names: ReadonlyMap<string, string>,
  { last, took, ended }: Followed,
  steps: readonly Step[],
): object {
  const instances = [...names].map(([uuid, name]) => {
    const { row, fault } = last.get(uuid)!;
    const hops = plainSteps(steps, uuid);
    const { host = null, vm_state = null, task_state = null } = row ?? {};
    return { uuid, name, host, vm_state, task_state, fault: fault?.message ?? null, hops };
  });
  return { request_id, ended, took: rounded(took), instances };
}

const printJson = (value: object) => print(`${JSON.stringify(value)}\n`);
