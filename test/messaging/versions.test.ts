import { describe, expect, it } from 'vitest';
import { MessagingException } from '../../src/messaging/errors.js';
import { assertVersion, canSend, versionIsCompatible } from '../../src/messaging/versions.js';

describe('versionIsCompatible', () => {
  it.each([
    ['1.0', '1.0', true],
    ['1.1', '1.0', true],
    ['1.0', '1.1', false],
    ['2.0', '1.0', false],
    ['1.9', '2.0', false],
    ['1.10', '1.9', true],
    ['1.9', '1.10', false],
    ['10.0', '1.0', false],
    ['5.20', '5.20.0', true],
    ['5.20', '5.20.1', false],
    ['5.20.1', '5.20', true],
    ['5.20.10', '5.20.9', true],
    ['5.21', '5.20.7', true],
    ['5.19.9', '5.20', false],
    [undefined, undefined, true],
    [undefined, '1.0', true],
    [null, '1.1', false],
    ['1.3', undefined, true],
    ['2.0', null, false],
  ])('who has %s and is asked for %s: %s', (implemented, requested, compatible) => {
    expect(versionIsCompatible(implemented, requested)).toBe(compatible);
  });

  it.each(['', '1', '1.', '.1', 'a.b', '1.0a', '-1.0', '1.0.0.0', ' 1.0', '1.0\n', '1.0.x', '1e1.0'])(
    'takes %j for no version',
    (version) => {
      expect(versionIsCompatible('1.0', version)).toBe(false);
      expect(versionIsCompatible(version, '1.0')).toBe(false);
      expect(versionIsCompatible(version, version)).toBe(false);
      expect(canSend(version, '1.0')).toBe(false);
      expect(() => assertVersion(version)).toThrow(MessagingException);
    },
  );
});

describe('canSend', () => {
  it.each([
    ['9.9', undefined, true],
    [undefined, undefined, true],
    [undefined, null, true],
    [undefined, '1.0', false],
    [null, '1.0', false],
    ['1.0', '1.0', true],
    ['1.4', '1.5', true],
    ['1.6', '1.5', false],
    ['2.0', '1.5', false],
    ['1.5.1', '1.5', false],
  ])('%s with the cap %s: %s', (version, cap, can) => {
    expect(canSend(version, cap)).toBe(can);
  });
});

describe('assertVersion', () => {
  it.each(['1.0', '5.20', '12.0.3'])('takes %s', (version) => {
    expect(assertVersion(version)).toBeUndefined();
  });

  it.each([
    ['1', '"1"'],
    [1.5, '1.5'],
    [undefined, 'undefined'],
    [null, 'null'],
  ])('says what it found: %s', (version, found) => {
    expect(() => assertVersion(version as string)).toThrow(
      new MessagingException(
        `Version must contain a major and minor integer. Got ${found}; ` +
          'expected "major.minor" or "major.minor.rev", for example "1.0".',
      ),
    );
  });
});
