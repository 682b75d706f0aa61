import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

/** The tables of oslo's own test scenarios in docs/migration-oslo.md: each scenario once, with a test that is there. */

const ROOT = join(import.meta.dirname, '..');

/** How many scenarios each suite has; the backend's have one row, as there is none here. */
const SUITES = {
  SV: 36,
  TG: 17,
  LC: 31,
  FX: 1,
  PT: 18,
  SD: 8,
  TH: 31,
  BK: 18,
  BD: 15,
  SSL: 8,
  WS: 29,
  CO: 18,
};

interface Scenario {
  readonly marks: string[];
  readonly here: string;
  readonly proofs: { file: string; titles: string[] }[];
}

/** "TG1, TG14-17" as single marks. */
function expanded(text: string): string[] {
  const ranges = [...text.matchAll(/\b([A-Z]{2,3})(\d+)(?:-(\d+))?/g)];
  return ranges.flatMap(({ 1: suite, 2: first, 3: last = first }) =>
    Array.from(
      { length: Number(last) - Number(first) + 1 },
      (_, index) => `${suite}${Number(first) + index}`,
    ),
  );
}

/** Links to tests, each with the titles in quotes that follow it. */
function proofs(cell: string): Scenario['proofs'] {
  return [...cell.matchAll(/\]\(\.\.\/(test\/[^)]+)\)([^[]*)/g)].map(({ 1: file = '', 2: rest = '' }) => ({
    file,
    titles: [...rest.matchAll(/"([^"]+)"/g)].map(({ 1: title = '' }) => title),
  }));
}

function scenarios(): Scenario[] {
  const text = readFileSync(join(ROOT, 'docs/migration-oslo.md'), 'utf8');
  const section = text.split(/^## oslo's own test scenarios$/m)[1]?.split(/^## /m)[0] ?? '';
  const rows = section.split('\n').filter((line) => /^\| [A-Z]{2,3}\d/.test(line));
  return rows.map((row) => {
    const [marks = '', , here = '', proof = ''] = row.split('|').slice(1, -1);
    return { marks: expanded(marks), here: here.trim(), proofs: proofs(proof) };
  });
}

/** A test without its comments, and without what escapes quotes in its titles. */
function source(file: string): string {
  const path = join(ROOT, file);
  if (!existsSync(path)) return '';
  return readFileSync(path, 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll('\\', '');
}

const all = scenarios();

it('every scenario of every suite stands in the tables, once', () => {
  const expected = Object.entries(SUITES).flatMap(([suite, count]) => expanded(`${suite}1-${count}`));
  expect(all.flatMap(({ marks }) => marks).sort()).toEqual(expected.sort());
});

describe.each(all)('$marks', ({ marks, here, proofs }) => {
  it('has a test, or a reason why not', () => {
    if (proofs.length === 0) expect(here).toMatch(/^no counterpart: ./);
    for (const { file, titles } of proofs) {
      const text = source(file);
      expect(text, `${file} is there`).not.toBe('');
      for (const title of titles) expect(text, file).toContain(title);
    }
  });

  it('has its marks in tests that are linked without a title', () => {
    if (proofs.length === 0 || proofs.some(({ titles }) => titles.length > 0)) return;
    const found = new Set(proofs.flatMap(({ file }) => expanded(source(file))));
    expect(marks.filter((mark) => !found.has(mark))).toEqual([]);
  });
});
