import net from 'node:net';

/**
 * Whether somebody listens on a unix socket: the kernel answers at once, whatever the process does. One whose backlog is
 * full does, and one that lets us not in.
 */
export function listens(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', ({ code }: NodeJS.ErrnoException) =>
      resolve(code !== 'ECONNREFUSED' && code !== 'ENOENT'),
    );
  });
}
