import { get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { listeningPorts } from './inspector-port.js';

/** Milliseconds until the next look for the port, which get longer; and how long a port has to say what it is. */
const LOOK_AGAIN = { first: 10, longest: 1000 };
const ANSWER = 500;

export interface InspectorAddress {
  readonly url: string;
  /** Whether it was open before, for somebody who debugs that process. */
  readonly others: boolean;
}

/**
 * Where the inspector of a process listens, once it does: it has opened a port since `before`, or had one already.
 * Undefined when there is none until `late` is aborted, or the process has gone. Keeps nothing running.
 */
export async function inspectorAddress(
  pid: number,
  before: readonly number[],
  late: AbortSignal,
): Promise<InspectorAddress | undefined> {
  const strange = new Set<number>();
  for (let pause = LOOK_AGAIN.first; !late.aborted; pause = Math.min(pause * 1.5, LOOK_AGAIN.longest)) {
    for (const port of listeningPorts(pid)) {
      if (strange.has(port)) continue;
      const url = await targetAt(port, late);
      if (url !== undefined) return { url, others: before.includes(port) };
      strange.add(port);
    }
    if (!isThere(pid)) return undefined;
    await sleep(pause, undefined, { ref: false, signal: late }).catch(() => {});
  }
  return undefined;
}

/** What an inspector says at that port; another server says something else, or nothing. */
function targetAt(port: number, late: AbortSignal): Promise<string | undefined> {
  const signal = AbortSignal.any([late, AbortSignal.timeout(ANSWER)]);
  return new Promise((resolve) => {
    const none = () => resolve(undefined);
    const request = get({ host: '127.0.0.1', port, path: '/json/list', agent: false, signal }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => {
        text += chunk;
      });
      answer.on('error', none);
      answer.on('end', () => resolve(urlIn(text)));
    });
    request.on('error', none);
  });
}

function urlIn(text: string): string | undefined {
  try {
    const [target] = JSON.parse(text) as { webSocketDebuggerUrl?: string }[];
    return target?.webSocketDebuggerUrl;
  } catch {
    return undefined;
  }
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
