import type net from 'node:net';
import { encode, type Frame, FrameReader, MAX_PAYLOAD, type OnFrame } from './frames.js';
import { HELLO_LIMIT } from './protocol.js';

/** How a wire ended. */
export interface WireEnd {
  /** Whether all that the other side had sent was read. */
  readonly complete: boolean;
  /** What the other side did wrong, or what the system did; undefined if it was simply closed. */
  readonly error: Error | undefined;
}

export interface WireOptions {
  /** May throw: the connection is then ended. */
  readonly onFrame: OnFrame;
  /** Once, at the end. */
  readonly onEnd: (end: WireEnd) => void;
  /** Bytes that may wait to be sent before nothing more is read. Default: no bound. */
  readonly highWater?: number;
}

/** What the kernel has not taken yet, of which somebody wants to know when it has. */
interface Unconfirmed {
  timer: NodeJS.Timeout | undefined;
  /** Whether something else cannot go on before. */
  readonly urgent: boolean;
}

/** Milliseconds that the other side has to read what is urgent. */
const URGENT = 10_000;

/** The other side does nothing wrong, but is too slow: it may be frozen. */
export class SlowReader extends Error {
  override readonly name = 'SlowReader';

  constructor() {
    super(`it has not read what came for it within ${URGENT / 1000} s, and requests wait for that`);
  }
}

/** Bytes that are written in one piece. */
const PIECE = 1024 * 1024;

/** A connection that frames go over: what is sent within one tick is written at once. */
export class Wire {
  readonly #reader = new FrameReader(HELLO_LIMIT);
  #frames: Frame[] = [];
  /** Who waits for the frames to be handed over. */
  #waiting: ((handedOver: boolean) => void)[] = [];
  #scheduled = false;
  #urgent = false;
  /** Bytes of the frames above. */
  #queued = 0;
  readonly #unconfirmed = new Set<Unconfirmed>();
  /** Milliseconds; undefined: any time. */
  #patience: number | undefined;
  #paused = false;
  #ending = false;
  /** Undefined while it is open. */
  #end: WireEnd | undefined;

  constructor(
    readonly socket: net.Socket,
    private readonly options: WireOptions,
  ) {
    socket.on('data', this.#onData);
    socket.on('end', () => this.#close({ complete: true, error: undefined }));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // The kernel tells of it when all that came before has been read.
      if (error.code === 'ECONNRESET' && error.syscall === 'read')
        this.#close({ complete: true, error: undefined });
      else this.#close({ complete: false, error });
    });
    socket.on('close', () => this.#close({ complete: false, error: undefined }));
  }

  get closed(): boolean {
    return this.#end !== undefined;
  }

  /** The other side has said hello: frames may have their full length. */
  open(): void {
    this.#reader.limit = MAX_PAYLOAD;
  }

  /**
   * `done` hears whether the kernel took it: then the other side gets it, if it lives, whatever becomes of us. It has any
   * time for that, but for what is urgent.
   */
  send(
    frame: { type: number; id: number; text?: string },
    done?: (handedOver: boolean) => void,
    urgent = false,
  ): void {
    if (this.#end !== undefined || this.#ending) {
      done?.(false);
      return;
    }
    const { type, id, text = '' } = frame;
    const size = text === '' ? 0 : Buffer.byteLength(text);
    this.#frames.push({ type, id, text, size });
    if (done) this.#waiting.push(done);
    this.#urgent ||= urgent;
    this.#queued += size;
    if (this.#queued >= PIECE) this.#flush();
    else if (!this.#scheduled) {
      this.#scheduled = true;
      process.nextTick(this.#onTick);
    }
  }

  /** Ends the connection when what was sent is handed over; after `deadline` milliseconds in any case. */
  async finish(deadline: number): Promise<void> {
    if (this.#end === undefined && !this.#ending) {
      this.#flush();
      this.#ending = true;
      this.socket.end();
    }
    if (this.#end !== undefined) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => this.destroy(), deadline);
      this.socket.once('close', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  /** From now on the other side has so many milliseconds to read what somebody waits for; then it is disconnected. */
  limitPatience(milliseconds: number): void {
    if (this.#patience !== undefined) return;
    this.#patience = milliseconds;
    for (const unconfirmed of this.#unconfirmed) this.#limit(unconfirmed);
  }

  #limit(unconfirmed: Unconfirmed): void {
    clearTimeout(unconfirmed.timer);
    if (this.#patience !== undefined) unconfirmed.timer = setTimeout(() => this.destroy(), this.#patience);
    else if (unconfirmed.urgent) unconfirmed.timer = setTimeout(this.#tooSlow, URGENT);
  }

  readonly #tooSlow = () => this.destroy(new SlowReader());

  /** Ends it now; what came and was not read is lost. */
  destroy(error?: Error): void {
    this.#close({ complete: false, error });
  }

  readonly #onTick = () => {
    this.#scheduled = false;
    this.#flush();
  };

  #flush(): void {
    if (this.#frames.length === 0) return;
    const [frames, waiting] = [this.#frames, this.#waiting];
    this.#frames = [];
    this.#waiting = [];
    this.#queued = 0;
    const unconfirmed: Unconfirmed | undefined =
      waiting.length > 0 ? { timer: undefined, urgent: this.#urgent } : undefined;
    this.#urgent = false;
    this.socket.write(encode(frames), (error) => {
      if (unconfirmed) {
        this.#unconfirmed.delete(unconfirmed);
        clearTimeout(unconfirmed.timer);
      }
      // A stream that was destroyed calls back without an error for what was under way.
      const handedOver = !error && this.#end === undefined;
      for (const done of waiting) done(handedOver);
      this.#resume();
    });
    // Mostly the kernel has it by now.
    if (unconfirmed && this.socket.writableLength > 0) {
      this.#unconfirmed.add(unconfirmed);
      this.#limit(unconfirmed);
    }
    const { highWater = Number.POSITIVE_INFINITY } = this.options;
    if (this.#paused || this.socket.writableLength <= highWater) return;
    this.#paused = true;
    this.socket.pause();
  }

  #resume(): void {
    if (!this.#paused || this.socket.writableLength > this.options.highWater! / 2) return;
    this.#paused = false;
    this.socket.resume();
  }

  readonly #onData = (chunk: Buffer) => {
    if (this.#end !== undefined) return;
    try {
      this.#reader.read(chunk, this.#onFrame);
    } catch (error) {
      this.destroy(error as Error);
    }
  };

  readonly #onFrame: OnFrame = (type, id, buffer, start, end) => {
    // One before may have led to the end.
    if (this.#end === undefined) this.options.onFrame(type, id, buffer, start, end);
  };

  #close(end: WireEnd): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    this.socket.destroy();
    this.#frames = [];
    for (const done of this.#waiting.splice(0)) done(false);
    this.options.onEnd(end);
  }
}
