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
  let found: InspectorAddress | undefined;
  const done = new AbortController();
  const over = AbortSignal.any([late, done.signal]);
  const asked = new Set<number>();
  const ask = async (port: number) => {
    asked.add(port);
    const url = await targetAt(port, over);
    if (url === undefined) return;
    found ??= { url, others: before.includes(port) };
    done.abort();
  };
  for (let pause = LOOK_AGAIN.first; !over.aborted; pause = Math.min(pause * 1.5, LOOK_AGAIN.longest)) {
    // All at once: the process may have many that say nothing, as it is blocked.
    for (const port of listeningPorts(pid)) if (!asked.has(port)) void ask(port);
    if (!isThere(pid)) break;
    await sleep(pause, undefined, { ref: false, signal: over }).catch(() => {});
  }
  done.abort();
  return found;
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
      answer.on('end', () => resolve(urlIn(text, port)));
    });
    request.on('error', none);
  });
}

/** Only one of that very port: whoever else may answer there does not say where to connect to. */
function urlIn(text: string, port: number): string | undefined {
  try {
    const [target] = JSON.parse(text) as { webSocketDebuggerUrl?: unknown }[];
    const url = String(target?.webSocketDebuggerUrl);
    return new RegExp(`^ws://127\\.0\\.0\\.1:${port}/[\\w-]*$`).test(url) ? url : undefined;
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
