import net from 'node:net';

/**
 * A socket that a failed write does not end: who writes to a server that is dead must still read what it had sent
 * before, for that says what it has begun. The end then comes from the reading side, after all of that.
 */
export class ClientSocket extends net.Socket {
  override _write(chunk: unknown, encoding: BufferEncoding, callback: () => void): void {
    super._write(chunk, encoding, () => callback());
  }

  override _writev(chunks: { chunk: unknown; encoding: BufferEncoding }[], callback: () => void): void {
    super._writev!(chunks, () => callback());
  }
}
