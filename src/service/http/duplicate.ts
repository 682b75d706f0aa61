/** F_DUPFD_CLOEXEC of Linux; nobody but systemd passes sockets, and systemd is for Linux. */
const F_DUPFD_CLOEXEC = 1030;

type Fcntl = (fd: number, command: number, type: 'int', least: number) => number;

let fcntl: Fcntl | undefined;

/**
 * Another descriptor of what `fd` is of, which Node has no call for; undefined where libc is out of reach. A server
 * closes its descriptor when it stops: with a duplicate, the socket can be listened on again.
 */
export async function duplicate(fd: number): Promise<number | undefined> {
  if (process.platform !== 'linux') return undefined;
  try {
    const koffi = (await import('koffi')).default;
    fcntl ??= koffi.load(null).func('int fcntl(int, int, ...)') as unknown as Fcntl;
  } catch {
    return undefined;
  }
  const copy = fcntl(fd, F_DUPFD_CLOEXEC, 'int', fd);
  return copy < 0 ? undefined : copy;
}
