import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { forwardLines } from '../../src/launcher/output.js';

const bindings = { service: 'api', worker: 1, generation: 2, pid: 99 };

/** What becomes of these chunks, printed one after the other. */
async function forwarded(...chunks: (string | Buffer)[]): Promise<string[]> {
  const stream = new PassThrough();
  const lines: string[] = [];
  forwardLines(stream, 30, bindings, { line: (text) => lines.push(text), room: () => undefined });
  const ended = once(stream, 'end');
  for (const chunk of chunks) stream.write(chunk);
  stream.end();
  await ended;
  return lines;
}

const messages = (lines: string[]): string[] => lines.map((line) => JSON.parse(line).msg);

describe('what a line becomes', () => {
  test('one of the worker’s own log passes untouched', async () => {
    const own = '{"level":30,"time":1,"service":"api","worker":1,"generation":2,"pid":99,"msg":"hi"}';
    expect(await forwarded(`${own}\n`)).toEqual([own]);
  });

  test('one of another worker’s log, copied, does not pass for ours', async () => {
    const other = '{"level":30,"time":1,"service":"api","worker":2,"generation":2,"pid":98,"msg":"hi"}';
    const [line] = await forwarded(`${other}\n`);
    expect(line).toBe(`{"service":"api","worker":1,"generation":2,"pid":99,${other.slice(1)}`);
  });

  test('another JSON object gets the bindings in front', async () => {
    const [line] = await forwarded('{"severity":"INFO","message":"x"}\n');
    expect(line).toBe('{"service":"api","worker":1,"generation":2,"pid":99,"severity":"INFO","message":"x"}');
  });

  test('plain text is the message of a line, with level and time', async () => {
    const before = Date.now();
    const [line] = await forwarded('say "hi"\t\\o/\n');
    const { time, ...rest } = JSON.parse(line!);
    expect(rest).toEqual({ level: 30, ...bindings, msg: 'say "hi"\t\\o/' });
    expect(time).toBeGreaterThanOrEqual(before);
    expect(time).toBeLessThanOrEqual(Date.now());
  });

  test.each([
    '{"a":1',
    '{"a":1} and more',
    '{"',
    '{"level":30,',
    '{}',
    '{ "a": 1 }',
    '[1]',
    '"text"',
    'null',
    '\u001b[31mred\u001b[0m',
  ])('no whole object that begins as a line of a log does: %j is text', async (text) => {
    expect(messages(await forwarded(`${text}\n`))).toEqual([text]);
  });

  test('empty lines are left out', async () => {
    expect(messages(await forwarded('a\n\n\nb\n'))).toEqual(['a', 'b']);
  });
});

describe('what is cut and put together', () => {
  test('characters of several bytes, wherever the chunks end', async () => {
    const text = 'Žluťoučký 猫 👩‍🚀 ok';
    const bytes = [...Buffer.from(`${text}\n${text}\n`)].map((byte) => Buffer.from([byte]));
    expect(messages(await forwarded(...bytes))).toEqual([text, text]);
  });

  test('a last line without its newline is not lost, nor what is left of a character', async () => {
    expect(messages(await forwarded('first\nlast'))).toEqual(['first', 'last']);
    expect(messages(await forwarded(Buffer.from('é').subarray(0, 1)))).toEqual(['\ufffd']);
  });

  test('nothing printed is nothing said', async () => {
    expect(await forwarded()).toEqual([]);
  });

  test('a line longer than the limit comes in pieces, and nothing of it is lost', async () => {
    const chunk = 'ž👩‍🚀0123456789'.repeat(2000);
    const chunks = Array.from({ length: 30 }, (_, index) => `${index}${chunk}`);
    const pieces = messages(await forwarded(...chunks, '\nnext\n'));
    expect(pieces.length).toBeGreaterThan(3);
    expect(pieces.at(-1)).toBe('next');
    expect(pieces.slice(0, -1).join('')).toBe(chunks.join(''));
    for (const piece of pieces) expect(piece.length).toBeLessThan(256 * 1024 + chunk.length + 3);
  });

  test('each piece of an endless JSON line is text', async () => {
    const chunks = ['{"a":"', ...Array.from({ length: 10 }, () => 'x'.repeat(60_000)), '"}\n'];
    expect(messages(await forwarded(...chunks)).join('')).toBe(chunks.join('').trimEnd());
  });
});

describe('a reader who is behind', () => {
  test('makes the worker wait, and gets every line when he has caught up', async () => {
    const stream = new PassThrough();
    const lines: string[] = [];
    let catchUp = () => {};
    let room: Promise<void> | undefined = new Promise((resolve) => {
      catchUp = resolve;
    });
    forwardLines(stream, 30, bindings, { line: (text) => lines.push(text), room: () => room });
    const ended = once(stream, 'end');
    const paused = once(stream, 'pause');
    stream.write('one\n');
    stream.end('two\n');
    await paused;
    expect(messages(lines)).toEqual(['one']);
    room = undefined;
    catchUp();
    await ended;
    expect(messages(lines)).toEqual(['one', 'two']);
  });
});

test('a broken pipe ends nothing but the pipe', async () => {
  const stream = new PassThrough();
  const lines: string[] = [];
  forwardLines(stream, 50, bindings, { line: (text) => lines.push(text), room: () => undefined });
  const data = once(stream, 'data');
  stream.write('said before\n');
  await data;
  const closed = new Promise((resolve) => stream.on('close', resolve));
  stream.destroy(new Error('EIO'));
  await closed;
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ level: 50, msg: 'said before' }]);
});
