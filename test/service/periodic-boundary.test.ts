import { describe, expect, it } from 'vitest';
import { jitterOf, nearestBoundary } from '../../src/service/periodic-boundary.js';

describe('nearestBoundary', () => {
  it.each([
    [10, 7, 19, 17],
    [13, 7, 28, 27],
    [781, 88, 1841, 1837],
    [undefined, 60, 1835, 1835],
    [1000, 200, 1300, 1200],
  ])('PT12 after %s, with a spacing of %d, at %d is %d', (lastRun, spacing, now, boundary) => {
    expect(nearestBoundary(lastRun, spacing, now)).toBe(boundary);
  });

  it('is a spacing after the last run, also where a sum of seconds falls short of it', () => {
    // A run is due, and oslo's (now - lastRun) % spacing leads back to the last one: it would be due again at once.
    expect(0.7 + 2.6).toBeLessThanOrEqual(3.3);
    expect((3.3 - 0.7) % 2.6).toBeGreaterThan(2.5);
    expect(nearestBoundary(0.7, 2.6, 3.3)).toBeCloseTo(3.3);
    expect(nearestBoundary(0, 0.1, 0.7)).toBeCloseTo(0.7);
    expect(nearestBoundary(5, 10, 14.9995)).toBe(15);
  });
});

describe('jitterOf', () => {
  it.each([
    [200, 1, 10],
    [200, 0.5, 5],
    [60, 0.99, 2],
    [20, 1, 1],
    [19.9, 1, 0],
  ])('PT12 of a spacing of %d with the random number %d is %d whole seconds', (spacing, random, jitter) => {
    expect(jitterOf(spacing, undefined, random)).toBe(jitter);
  });

  it('is exact where its part is given', () => {
    expect(jitterOf(10, 0.5, 0.25)).toBe(1.25);
    expect(jitterOf(200, 0, 0.9)).toBe(0);
  });
});
