import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** The state of a socket that listens, in the tables of /proc. */
const LISTENS = '0A';

/** 127.0.0.1, as they write it. */
const LOOPBACK = '0100007F';

/** The ports of the loopback interface on which a process listens. Empty where there is no /proc, or it has gone. */
export function listeningPorts(pid: number): number[] {
  try {
    const own = new Set(
      readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
        try {
          return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? [];
        } catch {
          return [];
        }
      }),
    );
    const rows = readFileSync(`/proc/${pid}/net/tcp`, 'latin1').split('\n').slice(1);
    return rows.flatMap((row) => {
      const [, local = '', , state, , , , , , inode = ''] = row.trim().split(/\s+/);
      const [address, port = ''] = local.split(':');
      return state === LISTENS && address === LOOPBACK && own.has(inode) ? Number.parseInt(port, 16) : [];
    });
  } catch {
    return [];
  }
}
