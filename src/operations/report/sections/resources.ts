import type { ChildProcess } from 'node:child_process';
import type { Server, Socket } from 'node:net';
import { table } from '../lay-out.js';

const NOW =
  'No JavaScript runs just now: this is told between two turns of the event loop. What it waits for:';

/** Of a kind, as many are told one by one. */
const MOST = 50;

/**
 * What keeps this process running: how many there are of each kind, and which servers, connections and children. A
 * report is made between two turns of the event loop, so that this, and no stack, tells what the JavaScript waits for.
 * process.report would tell as much, but it waits for every worker thread, also for one that is blocked.
 */
export function resourcesSection(): string {
  const counts = new Map<string, number>();
  for (const name of process.getActiveResourcesInfo()) counts.set(name, (counts.get(name) ?? 0) + 1);
  const rows = [...counts].sort().map(([name, count]) => [count, name]);
  const handles = activeHandles().map(handleText);
  const lines = handles.flatMap((text) => text ?? []).sort();
  const more = lines.length > MOST ? [`${lines.length - MOST} more`] : [];
  return [NOW, '', table(rows), ...(lines.length > 0 ? ['', ...lines.slice(0, MOST), ...more] : [])].join(
    '\n',
  );
}

/** Not documented, but there since ever. */
function activeHandles(): object[] {
  return (process as { _getActiveHandles?(): object[] })._getActiveHandles?.() ?? [];
}

function handleText(handle: object): string | undefined {
  const { listening, address } = handle as Server;
  if (listening === true && address) return `listens on ${place(address.call(handle))}`;
  const { pid, spawnfile } = handle as ChildProcess;
  if (typeof pid === 'number' && spawnfile) return `child ${pid}: ${spawnfile}`;
  const { remoteAddress, remotePort, localAddress, localPort } = handle as Socket;
  if (!remoteAddress) return undefined;
  return `connection ${localAddress}:${localPort} with ${remoteAddress}:${remotePort}`;
}

function place(address: ReturnType<Server['address']>): string {
  if (typeof address === 'string' || address === null) return address ?? 'nothing';
  return address.family === 'IPv6'
    ? `[${address.address}]:${address.port}`
    : `${address.address}:${address.port}`;
}
