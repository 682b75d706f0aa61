import { RequestContext } from '../../nova/context/index.js';
import { NovaException } from '../../nova/exception/index.js';
import type { WaitingOptions } from '../nova-commands.js';
import { print, printError } from '../output.js';
import { inPlace, NOVA_EXIT } from './command.js';
import { type Deed, DONE, doIt, isDone, isOver } from './deeds.js';
import { findInstances } from './find.js';
import { type Followed, follow, type Step } from './follow.js';
import { Looker } from './look.js';
import { plainSteps, rounded, WHY } from './outcome.js';
import type { Place } from './place.js';
import type { Snapshot } from './progress.js';
import { stepPrinter } from './steps.js';

interface ActOptions extends WaitingOptions {
  readonly host?: string;
  readonly hard?: boolean;
}

/** Instances by uuid, and what became of the deed. */
interface Outcome {
  readonly names: ReadonlyMap<string, string>;
  /** Why it was not even begun. */
  readonly refused: ReadonlyMap<string, string>;
  readonly failed: readonly string[];
  readonly followed: Followed;
  readonly steps: readonly Step[];
}

/**
 * Has something done to instances, and shows what becomes of it. Resolves to 0 when all of it is done; 5 when Nova has
 * refused some, 1 when some has failed, and why has been shown; 75 when the time is over; 130 after Ctrl-C, which undoes
 * nothing.
 */
export function act(deed: Deed, which: readonly string[], options: ActOptions): Promise<number> {
  return inPlace(options, async (place, signal) => {
    const instances = await findInstances(place.database, which);
    if (deed === 'migrate') await place.assertServed('conductor');
    const { user, project, json = false, wait, timeout } = options;
    const identity = { user_id: user, project_id: project, roles: ['admin'], is_admin: true };
    const context = new RequestContext(identity);
    const { request_id: requestId } = context;
    const names = new Map(instances.map(({ uuid, display_name }) => [uuid, display_name ?? uuid]));
    const before = await lookAt(place, requestId, [...names.keys()]);
    const since = performance.now();
    if (!json) print(`${requestId}: ${deed} ${[...names.values()].join(', ')}\n`);
    const refused = new Map<string, string>();
    for (const instance of instances)
      await doIt(place, context, deed, instance, options).catch((error: unknown) => {
        if (!(error instanceof NovaException)) throw error;
        refused.set(instance.uuid, error.message.replace(/\.$/, ''));
      });
    const begun = [...names.keys()].filter((uuid) => !refused.has(uuid));
    const steps: Step[] = [];
    const tell = json ? (step: Step) => steps.push(step) : stepPrinter(names);
    const following = { requestId, isOver: isOver(deed, before), tell, since, before, timeout, signal };
    const followed = await follow(place.database, wait ? begun : [], following);
    const failed = [...followed.last].flatMap(([uuid, now]) =>
      isDone(deed, before.get(uuid)!, now) ? [] : [uuid],
    );
    const outcome = { names, refused, failed, followed, steps };
    if (json) print(`${JSON.stringify({ request_id: requestId, ...report(outcome) })}\n`);
    else printEnd(deed, outcome);
    return exitCodeOf(outcome);
  });
}

async function lookAt(place: Place, requestId: string, uuids: readonly string[]) {
  const looker = new Looker(place.database, requestId);
  const seen = new Map<string, Snapshot>();
  for (const uuid of uuids) seen.set(uuid, await looker.look(uuid));
  return seen;
}

function exitCodeOf({ refused, failed, followed }: Outcome): number {
  if (followed.ended === 'interrupted') return NOVA_EXIT.interrupted;
  if (refused.size > 0) return NOVA_EXIT.refused;
  if (followed.ended === 'late') return NOVA_EXIT.late;
  return failed.length === 0 ? NOVA_EXIT.done : NOVA_EXIT.failed;
}

function report({ names, refused, failed, followed: { last, took, ended }, steps }: Outcome) {
  const instances = [...names].map(([uuid, name]) => {
    const { row, fault } = last.get(uuid) ?? {};
    const { host = null, vm_state = null, task_state = null } = row ?? {};
    const reason = refused.get(uuid) ?? (failed.includes(uuid) ? fault?.message : undefined) ?? null;
    const done = last.has(uuid) && !failed.includes(uuid);
    return { uuid, name, done, host, vm_state, task_state, reason, hops: plainSteps(steps, uuid) };
  });
  return { ended, took: rounded(took), instances };
}

function printEnd(deed: Deed, { names, refused, failed, followed: { last, ended, took } }: Outcome): void {
  const after = `after ${took.toFixed(2)} s`;
  for (const [uuid, name] of names)
    if (last.has(uuid) && !failed.includes(uuid)) print(`${name} is ${DONE[deed]} ${after}.\n`);
  for (const uuid of failed)
    printError(`nova-launch: ${names.get(uuid)} is not ${DONE[deed]} ${after}${WHY[ended]}\n`);
  for (const reason of refused.values()) printError(`nova-launch: ${reason}\n`);
  const [first] = [...refused.keys(), ...failed];
  if (first !== undefined) printError(`Remedy: See nova-launch instance show ${first}, and service list.\n`);
}
