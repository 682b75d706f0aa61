import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { type ParseError, parse } from 'jsonc-parser';
import { describe, expect, it } from 'vitest';
import { validate } from '../src/definition/generated/validator.js';
import { ERRORS } from '../src/errors.js';
import { WORKER_EXIT } from '../src/launcher/messages.js';

/** What the documents say is so: their links, their definitions, the log lines and exit codes that they list. */

const ROOT = resolve(import.meta.dirname, '..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const filesIn = (folder: string, end: string) =>
  (readdirSync(join(ROOT, folder), { recursive: true }) as string[])
    .filter((name) => name.endsWith(end))
    .map((name) => join(folder, name));

const documents = ['README.md', 'CHANGELOG.md', ...filesIn('docs', '.md')];
const operations = read('docs/operations.md');

/** Code blocks with the line at which they begin. */
function blocks(text: string): { language: string; code: string; line: number }[] {
  return [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```/gm)].map(
    ({ 1: language = '', 2: code = '', index }) => ({
      language,
      code,
      line: text.slice(0, index).split('\n').length,
    }),
  );
}

const prose = (text: string) => text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '');

/** The ids of a document's headings, as GitHub makes them. */
function anchors(text: string): string[] {
  return [...text.replace(/^```[\s\S]*?^```/gm, '').matchAll(/^#+ (.*)$/gm)].map(({ 1: title = '' }) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** The rows of the tables below a heading, until the next one. */
function rows(text: string, heading: string): string[][] {
  const section = text.split(new RegExp(`^#+ ${heading}$`, 'm'))[1]?.split(/^#+ /m)[0] ?? '';
  const lines = section.split('\n').filter((line) => line.startsWith('| '));
  return lines.map((line) =>
    line
      .split('|')
      .map((cell) => cell.trim())
      .slice(1, -1),
  );
}

describe.each(documents)('%s', (document) => {
  const text = read(document);

  it('has links that lead somewhere', () => {
    const links = [...prose(text).matchAll(/\]\(([^)\s]+)\)/g)].map(({ 1: target = '' }) => target);
    const broken = links.filter((link) => {
      if (/^https?:/.test(link)) return false;
      const [path = '', anchor] = link.split('#');
      const file = path === '' ? join(ROOT, document) : resolve(ROOT, dirname(document), path);
      if (!existsSync(file)) return true;
      return anchor !== undefined && !anchors(read(relative(ROOT, file))).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  it('has definitions that are right, and JSON that can be parsed', () => {
    for (const { language, code, line } of blocks(text)) {
      if (!/^jsonc?$/.test(language)) continue;
      const errors: ParseError[] = [];
      const value = parse(code, errors, { allowTrailingComma: true });
      expect({ line, errors }).toEqual({ line, errors: [] });
      if (value.services === undefined) continue;
      const check = validate as unknown as { (data: unknown): boolean; errors?: unknown };
      const faults = check(value) ? [] : check.errors;
      expect({ line, faults }).toEqual({ line, faults: [] });
    }
  });
});

describe('docs/operations.md', () => {
  it('has every id that a log line can have, and no other', () => {
    const sources = [
      ...filesIn('src/launcher', '.ts'),
      'src/operations/backdoor/backdoor.ts',
      'src/supervisor/notes.ts',
    ]
      .map(read)
      .join('\n');
    const ids = [...sources.matchAll(/\bid: '([a-z]+(?:-[a-z]+)*)'/g)].map(({ 1: id = '' }) => id);
    const told = rows(operations, 'Log lines').map(([id = '']) => id.replaceAll('`', ''));
    expect(told.filter((id) => id !== 'id' && !/^-+$/.test(id)).sort()).toEqual([...new Set(ids)].sort());
  });

  it('has the exit codes of src/errors.ts, each with its errors', () => {
    const table = rows(operations, 'Exit codes').filter(([code = '']) => /^\d+$/.test(code));
    const launcher = new Map(table.slice(0, 10).map(([code, meaning]) => [Number(code), meaning ?? '']));
    const named = Object.entries(ERRORS).map(([name, { exitCode }]) => ({
      name,
      in: launcher.get(exitCode),
    }));
    for (const error of named)
      expect(error).toEqual({ name: error.name, in: expect.stringContaining(error.name) });
    const known = new Set([0, 75, 130, ...Object.values(ERRORS).map(({ exitCode }) => exitCode)]);
    expect([...launcher.keys()].sort()).toEqual([...known].sort());

    const worker = table.slice(launcher.size).map(([code]) => Number(code));
    expect(worker.sort()).toEqual([...new Set(Object.values(WORKER_EXIT))].sort());
  });

  it('has the deadlines of the code', () => {
    const killTimeout = Number(/KILL_TIMEOUT = (\d+)/.exec(read('src/supervisor/limits.ts'))?.[1]);
    const ladder = rows(operations, 'The ladder');
    const until = (rung: string) => ladder.find(([name]) => name === rung)?.[2];
    expect(until('terminate')).toBe(`${killTimeout} s`);
    expect(until('kill')).toMatch(`${killTimeout} s;`);
    expect(until('drain')).toContain('(60 s;');
  });
});

it('every scenario of docs/migration-oslo.md names tests that have its number', () => {
  const scenarios = rows(read('docs/migration-oslo.md'), 'Scenarios that decide quality');
  const numbered = scenarios.filter(([number = '']) => /^L\d+$/.test(number));
  expect(numbered.map(([number]) => number)).toEqual(
    Array.from({ length: 20 }, (_, index) => `L${index + 1}`),
  );
  for (const [number = '', , , proof = ''] of numbered) {
    const tests = [...proof.matchAll(/\(\.\.\/(test\/[^)]+)\)/g)].map(({ 1: file = '' }) => file);
    for (const file of tests)
      expect(read(file), `${file} has ${number}`).toMatch(new RegExp(`\\b${number}\\b`));
  }
});

it('docs/dependencies.md has every package that package.json has', () => {
  const { dependencies, devDependencies, peerDependencies } = JSON.parse(read('package.json'));
  const firstCells = read('docs/dependencies.md')
    .match(/^\| [^|]*/gm)!
    .join();
  const told = firstCells.match(/[@\w/-]+/g)!;
  // Those of types stand with what they describe, or by themselves.
  const missing = Object.keys({ ...dependencies, ...devDependencies, ...peerDependencies }).filter(
    (name) => !told.includes(name) && !told.includes(name.replace('@types/', '')),
  );
  expect(missing).toEqual([]);
});

it('docs/architecture.md has every room of src/', () => {
  const rooms = blocks(read('docs/architecture.md'))[0]!.code;
  const missing = readdirSync(join(ROOT, 'src')).filter((name) => !rooms.includes(name));
  expect(missing).toEqual([]);
});

it('README.md leads to every other document', () => {
  const list = read('README.md').split('## Documents')[1]!;
  expect(documents.filter((name) => name !== 'README.md' && !list.includes(`(${name})`))).toEqual([]);
});

it('what the package ships is there', () => {
  const { files } = JSON.parse(read('package.json')) as { files: string[] };
  expect(files.filter((file) => file !== 'dist' && !existsSync(join(ROOT, file)))).toEqual([]);
  expect(documents.filter((file) => statSync(join(ROOT, file)).size === 0)).toEqual([]);
});
