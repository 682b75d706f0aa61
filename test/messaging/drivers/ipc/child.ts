import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Incoming } from '../../../../src/messaging/driver.js';
import { createIpcDriver } from '../../../../src/messaging/drivers/ipc/driver.js';
import { stderrLog } from '../../../../src/messaging/log.js';
import { TransportUrl } from '../../../../src/messaging/transport-url.js';
import type { Message } from './helpers.js';

/** A server in a process of its own: runs two requests at a time, each for a while, and keeps a journal of them. */

const [path, name, prefetch, mode] = process.argv.slice(2) as [string, string, string, string];
const waiting: Incoming[] = [];
let running = 0;

const driver = createIpcDriver({ url: TransportUrl.parse(`ipc://${path}`), log: stderrLog, settings: {} });
const target = { exchange: 'openstack', topic: 'topic', server: name, fanout: false };

function take(incoming: Incoming): void {
  waiting.push(incoming);
  void next();
}

async function next(): Promise<void> {
  const incoming = running < 2 ? waiting.shift() : undefined;
  if (!incoming) return;
  running++;
  const { id, args, _msg_id: messageId } = incoming.message as Message;
  try {
    if (mode === 'at-least-once') incoming.begin!();
    else await incoming.acknowledge();
    // It is in the file when this returns, whatever becomes of this process.
    appendFileSync(join(path, 'journal'), `${id}\n`);
    await new Promise((resolve) => setTimeout(resolve, Number(args)));
    if (messageId !== undefined)
      await incoming.reply(JSON.stringify({ _msg_id: messageId, result: name }), 'final');
    if (mode === 'at-least-once') await incoming.acknowledge();
  } catch {
    // Not run: the client has it again.
  }
  running--;
  void next();
}

await driver.listen(target, { load: () => running + waiting.length, prefetch: Number(prefetch), take });
process.send!('listens');
process.on('disconnect', () => process.exit());
