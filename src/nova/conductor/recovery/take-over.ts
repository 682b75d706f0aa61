import type { OrphanedBuild } from '../../database/index.js';
import type { BootRunner } from '../build/boot-runner.js';
import { storedExtras } from '../build/boots-of.js';
import type { Claims } from '../claims.js';
import { NOTHING_SENT, type Sent } from '../sent.js';
import { specOf } from '../spec-of.js';
import { clauseOf } from '../text-of.js';
import type { Tools } from '../tools.js';
import { contextOf } from './context-of.js';
import type { Hands } from './hands.js';
import { hasEnded } from './has-ended.js';

/** So many times longer unclaimed requests are left alone by who has work: their casts may be waiting for their turn. */
const BUSY = 6;

/**
 * Takes over the build requests of conductors that are dead, and those that no conductor has taken; resolves when they are
 * in good hands. Several conductors may do it at once: each request is claimed by one.
 */
export async function takeOver(
  tools: Tools,
  claims: Claims,
  runner: BootRunner,
  hands: Hands,
  isOver: () => boolean,
): Promise<void> {
  await claims.giveBack();
  const { database, config, init } = tools;
  const orphans = await database.buildRequests.orphaned({
    downTime: init.servicegroup.serviceDownTime,
    unclaimedFor: config.conductor.claimTimeout * (claims.busy ? BUSY : 1),
    isDead: ({ uuid, host, pid }) => uuid !== claims.worker && host === tools.host && hasEnded(pid),
  });
  // Its own are those that it works on.
  const others = orphans.filter(({ claimed_by }) => claimed_by !== claims.worker);
  const errands = others.map((orphan) => ({
    key: orphan.buildRequest.instance_uuid,
    run: () => takeOne(tools, runner, orphan),
  }));
  hands.take(errands, isOver);
}

async function takeOne(tools: Tools, runner: BootRunner, orphan: OrphanedBuild): Promise<Sent> {
  const { buildRequest, claimed_by, request_id } = orphan;
  const { instance_uuid: instanceUuid } = buildRequest;
  try {
    const spec = await specOf(tools.database, buildRequest.instance);
    const context = await contextOf(tools, buildRequest.instance, request_id);
    tools.log.info(
      { instance: instanceUuid, requestId: context.request_id, claimedBy: claimed_by },
      claimed_by === null
        ? `Nobody builds the instance ${instanceUuid}: this conductor does.`
        : `The conductor that built the instance ${instanceUuid} is gone: this one goes on.`,
    );
    const boot = { instanceUuid, buildRequest, spec };
    return await runner.begin(context, [boot], storedExtras(boot), claimed_by);
  } catch (error) {
    const sentence = `The build of ${instanceUuid}, which was taken over, has failed: ${clauseOf(error)}.`;
    tools.log.error({ instance: instanceUuid, err: error }, sentence);
    return NOTHING_SENT;
  }
}
