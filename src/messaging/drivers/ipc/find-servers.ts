import { readdirSync } from 'node:fs';
import net from 'node:net';
import type { Servers } from '../../driver.js';
import { parseSocketName, printServer } from './names.js';
import { pathToConnect } from './socket-path.js';

/** The servers of a topic that live, or those of one name. A name in the directory may be that of a dead one. */
export async function findServers(directory: string, server: string | undefined): Promise<Servers> {
  const found = await Promise.all(
    list(directory).map(async (file) => {
      const name = parseSocketName(file);
      if (!name || (server !== undefined && name.server !== server)) return [];
      return (await listens(directory, file)) ? [printServer(name)] : [];
    }),
  );
  const names = found.flat().sort();
  return { count: names.length, names };
}

function list(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** By connecting, which the kernel answers at once: a pid may be a zombie's, or of another pid namespace. */
function listens(directory: string, file: string): Promise<boolean> {
  return new Promise((resolve) => {
    try {
      const { path, release } = pathToConnect(directory, file);
      const socket = net.connect({ path });
      const done = (lives: boolean) => {
        release();
        socket.removeAllListeners().on('error', () => {});
        socket.destroy();
        resolve(lives);
      };
      socket.once('connect', () => done(true));
      // Too many want to connect to it: it lives.
      socket.once('error', (error: NodeJS.ErrnoException) => done(error.code === 'EAGAIN'));
    } catch {
      resolve(false);
    }
  });
}
