import { afterEach, expect, test } from 'vitest';
import { whenStdioIsMade } from '../../src/system/stdio.js';

const names = ['stdout', 'stderr'] as const;
const before = names.map((name) => Object.getOwnPropertyDescriptor(process, name)!);

afterEach(() => {
  names.forEach((name, index) => void Object.defineProperty(process, name, before[index]!));
});

test('a stream is prepared once, when it is first used, and not before', () => {
  const made: string[] = [];
  for (const name of names) {
    const stream = {} as NodeJS.WriteStream;
    const get = () => {
      made.push(name);
      return stream;
    };
    Object.defineProperty(process, name, { configurable: true, enumerable: true, get });
  }
  const prepared: unknown[] = [];
  whenStdioIsMade((stream) => prepared.push(stream));
  expect({ made, prepared }).toEqual({ made: [], prepared: [] });

  const { stderr } = process;
  expect(process.stderr).toBe(stderr);
  expect(made).toEqual(['stderr']);
  expect(prepared).toEqual([stderr]);
});
