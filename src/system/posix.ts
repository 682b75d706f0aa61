/**
 * What Node has no door to in libc. koffi is loaded at the first use; where it cannot be, the callers go without
 * and say so once.
 */

const AF_UNIX = 1;
const SOCK_DGRAM = 2;
const SOCK_CLOEXEC = 0o2000000;
const SOCK_NONBLOCK = 0o4000;
const MSG_NOSIGNAL = 0x4000;
const F_DUPFD_CLOEXEC = 1030;
const WNOHANG = 1;
const PR_SET_PDEATHSIG = 1;
const PR_GET_CHILD_SUBREAPER = 37;
const EAGAIN = 11;

type Call = (...args: unknown[]) => number;
type Koffi = typeof import('koffi')['default'];

const functions = new Map<string, Call>();

async function load(): Promise<Koffi> {
  if (process.platform !== 'linux') throw new Error('libc is only called on Linux');
  return (await import('koffi')).default;
}

function bind(koffi: Koffi, prototype: string): Call {
  const known = functions.get(prototype) ?? (koffi.load(null).func(prototype) as Call);
  functions.set(prototype, known);
  return known;
}

async function call(prototype: string, ...args: unknown[]): Promise<number> {
  return bind(await load(), prototype)(...args);
}

/** A socket for datagrams to one address; it is closed with the process. */
export interface DatagramSocket {
  /** False when the receiver is too far behind to take it now. @throws Error when nobody listens there */
  send(text: string): boolean;
}

/**
 * Opens a unix datagram socket to `path`; a name that begins with @ is abstract. Sending never blocks.
 * @throws Error when libc is out of reach
 */
export async function openDatagramSocket(path: string): Promise<DatagramSocket> {
  const koffi = await load();
  const name = Buffer.from(path.startsWith('@') ? `\0${path.slice(1)}` : `${path}\0`);
  const address = Buffer.concat([Buffer.from(new Uint16Array([AF_UNIX]).buffer), name]);
  const length = path.startsWith('@') ? address.length : address.length - 1;
  const socket = bind(koffi, 'int socket(int, int, int)');
  const fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) throw new Error('no unix datagram socket could be opened');
  const sendto = bind(koffi, 'int64_t sendto(int, const uint8_t *, size_t, int, const uint8_t *, uint32_t)');
  return {
    send: (text) => {
      const data = Buffer.from(text);
      const sent = Number(sendto(fd, data, data.length, MSG_NOSIGNAL, address, length));
      if (sent === data.length) return true;
      if (koffi.errno() === EAGAIN) return false;
      throw new Error(`nobody took the datagram for ${path}`);
    },
  };
}

/**
 * For a zombie that nobody else waits for: takes it away. Never of a process that Node.js has started, which waits for
 * it itself. Returns whether it was there.
 * @throws Error when libc is out of reach
 */
export async function openReaper(): Promise<(pid: number) => boolean> {
  const waitpid = bind(await load(), 'int waitpid(int, int *, int)');
  return (pid) => waitpid(pid, null, WNOHANG) === pid;
}

/**
 * Has the kernel send this process a signal when its parent has ended.
 * @throws Error when libc is out of reach
 */
export async function signalWhenParentEnds(signal: number): Promise<void> {
  const failed = await call('int prctl(int, ...)', PR_SET_PDEATHSIG, 'unsigned long', signal);
  if (failed !== 0) throw new Error('prctl(PR_SET_PDEATHSIG) failed');
}

/**
 * Whether the kernel gives this process its descendants whose parents have ended, as it does with process 1.
 * @throws Error when libc is out of reach
 */
export async function isChildSubreaper(): Promise<boolean> {
  const answer = Buffer.alloc(4);
  const failed = await call('int prctl(int, ...)', PR_GET_CHILD_SUBREAPER, 'uint8_t *', answer);
  return failed === 0 && answer.readInt32LE() !== 0;
}

/** The kernel's mind about its clock, of adjtimex(2). */
const TIME_ERROR = 5;

/**
 * Whether the kernel says that something keeps its clock right; undefined where it does not tell.
 * @throws Error when libc is out of reach
 */
export async function isClockSynchronised(): Promise<boolean | undefined> {
  // struct timex is 208 bytes; no modes are set, so that it is only read.
  const state = await call('int adjtimex(uint8_t *)', Buffer.alloc(256));
  return state < 0 ? undefined : state !== TIME_ERROR;
}

/**
 * Another descriptor of what `fd` is of; undefined where libc is out of reach. A server closes its descriptor when it
 * stops: with a duplicate, the socket can be listened on again.
 */
export async function duplicate(fd: number): Promise<number | undefined> {
  try {
    const copy = await call('int fcntl(int, int, ...)', fd, F_DUPFD_CLOEXEC, 'int', fd);
    return copy < 0 ? undefined : copy;
  } catch {
    return undefined;
  }
}
