import type { WebSocket } from 'ws';

/** As much of the Chrome DevTools protocol as is used. */
interface CallFrame {
  readonly functionName: string;
  readonly location: {
    readonly scriptId: string;
    readonly lineNumber: number;
    readonly columnNumber?: number;
  };
}

interface Message {
  readonly method?: string;
  readonly params?: {
    readonly callFrames?: readonly CallFrame[];
    readonly scriptId?: string;
    readonly url?: string;
  };
}

/**
 * Ends the inspector while the process runs what blocks it. The inspector's own close() would wait for this connection,
 * for ever.
 */
const END = 'process._debugEnd()';

/**
 * Interrupts the JavaScript of a process just where it is, takes its stack, and lets it go on; then ends the inspector,
 * unless it is there for `others` too. Undefined when it has not come to JavaScript until `late` is aborted: the
 * connection stays then until it has, and was told to go on. Never rejects.
 */
export async function stackAt(
  url: string,
  others: boolean,
  late: AbortSignal,
): Promise<string[] | undefined> {
  const { WebSocket } = await import('ws');
  const socket = new WebSocket(url, { perMessageDeflate: false });
  const scripts = new Map<string, string>();
  return new Promise((resolve) => {
    let stack: string[] | undefined;
    const done = () => resolve(stack);
    late.addEventListener('abort', done, { once: true });
    socket.on('error', done);
    socket.on('close', done);
    socket.on('upgrade', ({ socket }) => socket.unref());
    socket.on('open', () => {
      say(socket, 1, 'Debugger.enable');
      say(socket, 2, 'Debugger.pause');
    });
    socket.on('message', (data) => {
      const { method, params = {} } = JSON.parse(String(data)) as Message;
      if (method === 'Debugger.scriptParsed') scripts.set(params.scriptId!, params.url!);
      if (method !== 'Debugger.paused') return;
      stack = params.callFrames?.map((frame) => frameText(frame, scripts));
      say(socket, 3, 'Debugger.resume');
      if (others) socket.close();
      else say(socket, 4, 'Runtime.evaluate', { expression: END });
    });
  });
}

function say(socket: WebSocket, id: number, method: string, params: object = {}): void {
  socket.send(JSON.stringify({ id, method, params }), () => {});
}

/** As a stack trace has it; lines and columns count from 1 there. */
function frameText({ functionName, location }: CallFrame, scripts: ReadonlyMap<string, string>): string {
  const { scriptId, lineNumber, columnNumber = 0 } = location;
  const file = (scripts.get(scriptId) || '<anonymous>').replace(/^file:\/\//, '');
  const place = `${file}:${lineNumber + 1}:${columnNumber + 1}`;
  return functionName === '' ? `at ${place}` : `at ${functionName} (${place})`;
}
