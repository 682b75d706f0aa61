import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** A line longer than this is cut in pieces, so that a worker cannot make the supervisor hold an endless one. */
const LONGEST = 256 * 1024;

export interface Bindings {
  readonly service: string;
  readonly worker: number;
  readonly generation: number;
  readonly pid: number;
}

export interface Lines {
  line(text: string): void;
  /** Whether what was printed is of no interest to anybody. */
  hides?(text: string): boolean;
  /** Resolves when the reader of the lines has caught up; undefined when he is not behind. */
  room(): Promise<void> | undefined;
}

/**
 * Hands on what a worker prints, whole line by whole line; what it printed last before it died, too. A worker that
 * prints faster than can be read is made to wait, by its full pipe.
 */
export function forwardLines(stream: Readable, level: number, bindings: Bindings, lines: Lines): void {
  const decoder = new StringDecoder('utf8');
  const format = formatter(level, bindings);
  let rest = '';
  const take = (text: string) => {
    const whole = (rest + text).split('\n');
    rest = whole.pop()!;
    for (const line of whole) if (line && !lines.hides?.(line)) lines.line(format(line));
    if (rest.length > LONGEST) {
      lines.line(format(rest));
      rest = '';
    }
  };
  stream.on('data', (chunk: Buffer) => {
    take(decoder.write(chunk));
    const room = lines.room();
    if (!room) return;
    stream.pause();
    void room.then(() => stream.resume());
  });
  stream.on('end', () => take(`${decoder.end()}\n`));
  stream.on('error', () => {});
}

/**
 * A line of the worker's own log passes as it is; other JSON objects (the service's own logger) get the bindings in
 * front; anything else becomes the message of a line.
 */
function formatter(level: number, bindings: Bindings): (line: string) => string {
  const inner = JSON.stringify(bindings).slice(1, -1);
  const { pid, ...place } = bindings;
  const ours = `${JSON.stringify(place).slice(1, -1)},"pid":${pid}`;
  return (line) => {
    if (line.startsWith('{"level":') && line.includes(ours)) return line;
    if (line.startsWith('{"') && isObject(line)) return `{${inner},${line.slice(1)}`;
    return `{"level":${level},"time":${Date.now()},${inner},"msg":${JSON.stringify(line)}}`;
  };
}

function isObject(line: string): boolean {
  try {
    return Object.keys(JSON.parse(line)).length > 0;
  } catch {
    return false;
  }
}
