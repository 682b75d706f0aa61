import { describe, expect, it } from 'vitest';
import { Rhythm } from '../../src/service/rhythm.js';

/** Where calls of these seconds begin, the first at 0; `lateness` is by how much the timer fires late, each time. */
function begins(rhythm: Rhythm, durations: number[], lateness: number[] = []): number[] {
  const all = [0];
  for (const [index, seconds] of durations.entries()) {
    const began = all.at(-1)!;
    const ended = began + seconds;
    const next = ended + rhythm.next(began, ended) + (lateness[index] ?? 0);
    all.push(Number(next.toFixed(6)));
  }
  return all;
}

/** Gives these, one after the other, again and again. */
function cycle(...numbers: number[]): () => number {
  let index = 0;
  return () => numbers[index++ % numbers.length]!;
}

describe('the rhythm of a fixed interval', () => {
  it('is kept by short calls, however long each is', () => {
    expect(begins(new Rhythm(1, 0, Math.random), [0, 0.9, 0.3, 0.999])).toEqual([0, 1, 2, 3, 4]);
  });

  it('goes on from the end of a call that took longer', () => {
    expect(begins(new Rhythm(1, 0, Math.random), [0, 1.5, 0.2, 0.2])).toEqual([0, 1, 2.5, 3.5, 4.5]);
  });

  it('is not moved by a timer that fires late, nor by a call that ends too late only because of that', () => {
    expect(begins(new Rhythm(1, 0, Math.random), [0.1, 0.8, 0.1, 0.1], [0.5])).toEqual([0, 1.5, 2.3, 3, 4]);
  });

  it('begins anew after whole intervals were missed', () => {
    expect(begins(new Rhythm(1, 0, Math.random), [0, 0, 0], [2.5])).toEqual([0, 3.5, 4.5, 5.5]);
    expect(begins(new Rhythm(1, 0, Math.random), [0, 0, 0], [1])).toEqual([0, 2, 3, 4]);
    expect(begins(new Rhythm(1, 0, Math.random), [0, 0.1, 0], [1.2])).toEqual([0, 2.2, 3.2, 4.2]);
  });

  it('is not taken for missed where jitter has made a call late', () => {
    const rhythm = new Rhythm(10, 0.5, cycle(0.99, 0));
    expect(begins(rhythm, [0, 0, 0, 0], [6, 0, -4.95])).toEqual([0, 20.95, 20.95, 30, 40]);
  });

  it('is not moved by jitter, which makes each call late by a part of its own', () => {
    const rhythm = new Rhythm(10, 0.5, cycle(0, 0.5, 0.99));
    expect(begins(rhythm, [0, 0, 0, 0, 0])).toEqual([0, 10, 22.5, 34.95, 40, 52.5]);
  });

  it('is not moved by a call that jitter has made so late that it ends after the next is due', () => {
    const rhythm = new Rhythm(10, 1, cycle(0.9, 0.5));
    expect(begins(rhythm, [0, 3, 1, 1])).toEqual([0, 19, 22, 39, 45]);
  });
});
