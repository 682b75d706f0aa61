import { type Frame, ProtocolError } from './frames.js';

/** What client and server say to each other. */

/** Both say it in their hello: one that knows another only is refused. */
export const VERSION = 1;

/** Bytes of a hello at most: nobody is listened to for longer before he has said who he is. */
export const HELLO_LIMIT = 16 * 1024;

export const Type = {
  /** Both, first. The id is the version. Payload: Hello. */
  HELLO: 1,
  /** To a server: a request. Answered by BEGUN, by TAKEN and then BEGUN, or by REFUSED; a REPLY stands for BEGUN. */
  REQUEST: 2,
  /** To a server: the request is not wanted any more. If it is neither begun nor taken, it is REFUSED. */
  CANCEL: 3,
  /** To a server that has said GOAWAY: no request follows. */
  BYE: 4,
  /** To a client: the request will be run here, or, after TAKEN, is done with. */
  BEGUN: 5,
  /** To a client: the request will not be run here. */
  REFUSED: 6,
  /** To a client: the reply to a call, which may be the first that is heard of it. */
  REPLY: 7,
  /** To a client: the call is still running. */
  SIGN: 8,
  /** To a client: send nothing more. */
  GOAWAY: 9,
  /** To a client: the request is run, at least once. If the connection ends before BEGUN or REPLY, it is his again. */
  TAKEN: 10,
} as const;

export interface Hello {
  readonly pid: number;
  /** Of a server: how many requests that are not begun it takes from one client. */
  readonly prefetch: number;
  /** Of a server: how many requests it has at that moment, those of others included. */
  readonly load?: number;
}

export function helloFrame(hello: Hello): Omit<Frame, 'size'> {
  return { type: Type.HELLO, id: VERSION, text: JSON.stringify(hello) };
}

/** Throws ProtocolError for what is no hello, or one of another version. */
export function readHello(type: number, version: number, text: () => string): Hello {
  if (type !== Type.HELLO) throw new ProtocolError(`a frame of type ${type} before the hello`);
  if (version !== VERSION)
    throw new ProtocolError(`version ${version} of the protocol; this process knows version ${VERSION}`);
  try {
    const { pid, prefetch, load = 0 } = JSON.parse(text());
    if ([pid, prefetch, load].every(Number.isSafeInteger) && prefetch >= 0) return { pid, prefetch, load };
  } catch {}
  throw new ProtocolError('a hello without pid and prefetch');
}
