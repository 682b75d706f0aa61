/**
 * Frames: the length of what follows (4 bytes), type (1), id (4), payload in UTF-8; numbers are unsigned, the most
 * significant byte first. Pure.
 */

/** Bytes of a payload at most. */
export const MAX_PAYLOAD = 64 * 1024 * 1024;

const LENGTH = 4;
const HEAD = 5;
/** Below this a frame that has come in part gets its whole room at once. */
const SMALL = 1024 * 1024;

/** What a peer sent is none of the protocol: the connection has to be ended. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}

export interface Frame {
  readonly type: number;
  readonly id: number;
  readonly text: string;
  /** Bytes of the text. */
  readonly size: number;
}

/** Called with each frame; its payload is the bytes of `buffer` from `start` to `end`. */
export type OnFrame = (type: number, id: number, buffer: Buffer, start: number, end: number) => void;

/** All of them in one piece. */
export function encode(frames: readonly Frame[]): Buffer {
  let total = 0;
  for (const { size } of frames) total += LENGTH + HEAD + size;
  const buffer = Buffer.allocUnsafe(total);
  let at = 0;
  for (const { type, id, text, size } of frames) {
    at = buffer.writeUInt32BE(HEAD + size, at);
    at = buffer.writeUInt8(type, at);
    at = buffer.writeUInt32BE(id, at);
    // As many bytes as characters: all are ASCII, which is written faster.
    if (size > 0) at += buffer.write(text, at, size === text.length ? 'latin1' : 'utf8');
  }
  return buffer;
}

/** Whether a text may be a payload. */
export function fits(text: string): boolean {
  return text.length * 3 <= MAX_PAYLOAD || Buffer.byteLength(text) <= MAX_PAYLOAD;
}

/** Finds the frames in what comes. It holds no more than has come of one frame, and at most as much again. */
export class FrameReader {
  /** Bytes of a payload at most; a frame that says more is refused before it comes. */
  limit: number;
  /** The beginning of a frame. */
  #part: Buffer | undefined;
  #length = 0;

  constructor(limit = MAX_PAYLOAD) {
    this.limit = limit;
  }

  /** Throws ProtocolError for what is no frame, and whatever `onFrame` throws; it is not to be used after that. */
  read(chunk: Buffer, onFrame: OnFrame): void {
    let at = 0;
    while (this.#part !== undefined && at < chunk.length) {
      at += this.#continue(chunk, at);
      if (this.#length === this.#needed()) {
        const part = this.#part;
        this.#part = undefined;
        emit(part, 0, this.#length, onFrame);
      }
    }
    while (chunk.length - at >= LENGTH) {
      const end = at + LENGTH + this.#check(chunk.readUInt32BE(at));
      if (end > chunk.length) break;
      emit(chunk, at, end, onFrame);
      at = end;
    }
    if (at < chunk.length) this.#begin(chunk.subarray(at));
  }

  #begin(rest: Buffer): void {
    // A copy: the chunk around it may be a thousand times as large.
    this.#part = Buffer.from(rest);
    this.#length = rest.length;
  }

  /** Takes what belongs to the frame that has begun; gives how much that was. */
  #continue(chunk: Buffer, at: number): number {
    const needed = this.#needed();
    const taken = Math.min(needed - this.#length, chunk.length - at);
    this.#grow(this.#length + taken, needed);
    chunk.copy(this.#part!, this.#length, at, at + taken);
    this.#length += taken;
    return taken;
  }

  /** Bytes of the whole frame, or of its length while that has not come. */
  #needed(): number {
    return this.#length < LENGTH ? LENGTH : LENGTH + this.#check(this.#part!.readUInt32BE(0));
  }

  #grow(length: number, needed: number): void {
    const part = this.#part!;
    if (length <= part.length) return;
    const room = needed <= SMALL ? needed : Math.min(needed, Math.max(length, 2 * part.length));
    this.#part = Buffer.allocUnsafe(room);
    part.copy(this.#part, 0, 0, this.#length);
  }

  #check(length: number): number {
    if (length >= HEAD && length <= HEAD + this.limit) return length;
    throw new ProtocolError(
      `a frame of ${length} bytes; from ${HEAD} to ${HEAD + this.limit} are allowed here`,
    );
  }
}

function emit(buffer: Buffer, start: number, end: number, onFrame: OnFrame): void {
  const head = start + LENGTH;
  onFrame(buffer[head]!, buffer.readUInt32BE(head + 1), buffer, head + HEAD, end);
}
