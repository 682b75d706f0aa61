import { describe, expect, it } from 'vitest';
import {
  encode,
  type Frame,
  FrameReader,
  fits,
  MAX_PAYLOAD,
  ProtocolError,
} from '../../../../src/messaging/drivers/ipc/frames.js';

const frame = (type: number, id: number, text: string): Frame => {
  return { type, id, text, size: Buffer.byteLength(text) };
};

/** What a reader finds in these pieces. */
function read(chunks: readonly Buffer[], limit = MAX_PAYLOAD): Frame[] {
  const reader = new FrameReader(limit);
  const found: Frame[] = [];
  for (const chunk of chunks)
    reader.read(chunk, (type, id, buffer, start, end) =>
      found.push(frame(type, id, buffer.toString('utf8', start, end))),
    );
  return found;
}

/** Numbers that look random and are the same in each run. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function cut(bytes: Buffer, random: (below: number) => number, most: number): Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + 1 + random(most);
    chunks.push(bytes.subarray(at, end));
    at = end;
  }
  return chunks;
}

describe('frames', () => {
  it('come out as they went in, however they are cut', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const random = generator(seed);
      const frames = Array.from({ length: 1 + random(20) }, () =>
        frame(random(256), random(2 ** 32), ['x', 'ä', '🚀', ''][random(4)]!.repeat(random(seed))),
      );
      const bytes = encode(frames);
      expect(read([bytes])).toEqual(frames);
      expect(read(cut(bytes, random, 1 + random(100)))).toEqual(frames);
    }
  });

  it('come byte by byte', () => {
    const frames = [frame(1, 2, 'hello'), frame(255, 2 ** 32 - 1, ''), frame(3, 0, 'ü')];
    expect(read([...encode(frames)].map((byte) => Buffer.from([byte])))).toEqual(frames);
  });

  it('may be large', () => {
    const frames = [frame(1, 1, 'x'.repeat(5_000_000)), frame(2, 2, 'after')];
    expect(read(cut(encode(frames), generator(1), 65_536))).toEqual(frames);
  });

  it('are refused by their length alone', () => {
    for (const length of [0, 4, 106, 2 ** 31, 2 ** 32 - 1]) {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(length);
      expect(() => read([Buffer.concat([bytes, Buffer.alloc(5)])], 100)).toThrow(ProtocolError);
      expect(() => read([...bytes].map((byte) => Buffer.from([byte])).concat(Buffer.alloc(1)), 100)).toThrow(
        ProtocolError,
      );
    }
  });

  it('never make anything but frames or a ProtocolError of garbage', () => {
    let refused = 0;
    for (let seed = 1; seed <= 2000; seed++) {
      const random = generator(seed);
      const bytes = encode([frame(1, 2, 'abc'), frame(3, 4, 'x'.repeat(50))]);
      for (let i = 0; i <= random(4); i++) bytes[random(bytes.length)] = random(256);
      try {
        read(cut(bytes, random, 1 + random(40)), 1000);
      } catch (error) {
        expect(error).toBeInstanceOf(ProtocolError);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(100);
  });
});

it('knows what fits without counting, where it can', () => {
  expect(fits('x'.repeat(MAX_PAYLOAD))).toBe(true);
  expect(fits('x'.repeat(MAX_PAYLOAD + 1))).toBe(false);
  expect(fits('ä'.repeat(MAX_PAYLOAD / 2))).toBe(true);
  expect(fits('ä'.repeat(MAX_PAYLOAD / 2 + 1))).toBe(false);
});
