/**
 * What Node has no door to in libc. koffi is loaded at the first use; where it cannot be, the callers go without
 * and say so once.
 */

const AF_UNIX = 1;
const SOCK_DGRAM = 2;
const SOCK_CLOEXEC = 0o2000000;
const MSG_NOSIGNAL = 0x4000;
const F_DUPFD_CLOEXEC = 1030;

type Call = (...args: unknown[]) => number;

const functions = new Map<string, Call>();

async function call(prototype: string, ...args: unknown[]): Promise<number> {
  const koffi = (await import('koffi')).default;
  const known = functions.get(prototype) ?? (koffi.load(null).func(prototype) as Call);
  functions.set(prototype, known);
  return known(...args);
}

/**
 * Sends one datagram to a unix socket; a name that begins with @ is abstract.
 * @throws Error when libc is out of reach or nobody listens there
 */
export async function sendDatagram(path: string, text: string): Promise<void> {
  if (process.platform !== 'linux') throw new Error('unix datagrams are only sent on Linux');
  const name = Buffer.from(path.startsWith('@') ? `\0${path.slice(1)}` : `${path}\0`);
  const address = Buffer.concat([Buffer.from(new Uint16Array([AF_UNIX]).buffer), name]);
  const length = path.startsWith('@') ? address.length : address.length - 1;
  const fd = await call('int socket(int, int, int)', AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0) throw new Error('no unix datagram socket could be opened');
  try {
    const data = Buffer.from(text);
    const sent = await call(
      'int64_t sendto(int, const uint8_t *, size_t, int, const uint8_t *, uint32_t)',
      fd,
      data,
      data.length,
      MSG_NOSIGNAL,
      address,
      length,
    );
    if (Number(sent) !== data.length) throw new Error(`nobody took the datagram for ${path}`);
  } finally {
    await call('int close(int)', fd);
  }
}

/**
 * Another descriptor of what `fd` is of; undefined where libc is out of reach. A server closes its descriptor when it
 * stops: with a duplicate, the socket can be listened on again.
 */
export async function duplicate(fd: number): Promise<number | undefined> {
  if (process.platform !== 'linux') return undefined;
  try {
    const copy = await call('int fcntl(int, int, ...)', fd, F_DUPFD_CLOEXEC, 'int', fd);
    return copy < 0 ? undefined : copy;
  } catch {
    return undefined;
  }
}
