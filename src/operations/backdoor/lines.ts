import type net from 'node:net';

/** Characters that a line may have. */
const LONGEST = 2 ** 20;

export class LineTooLong extends Error {}

/**
 * The lines that a client sends, one at a time: while nobody asks for the next, nothing more is read. Throws
 * LineTooLong, and what the socket fails with.
 */
export async function* linesOf(socket: net.Socket): AsyncGenerator<string> {
  socket.setEncoding('utf8');
  let rest = '';
  const pieces = socket.iterator({ destroyOnReturn: false }) as AsyncIterable<string>;
  for await (const piece of pieces) {
    const lines = `${rest}${piece}`.split('\n');
    rest = lines.pop()!;
    yield* lines;
    if (rest.length > LONGEST) throw new LineTooLong(`A line may have ${LONGEST} characters.`);
  }
  if (rest !== '') yield rest;
}

/**
 * Whether a line is how a request begins: a web page can make a browser send one to a port of its own machine, with
 * lines of JavaScript in it.
 */
export const isHttp = (line: string) => /^[A-Z]+ \S+ HTTP\/\d/.test(line);
