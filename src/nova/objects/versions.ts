/** Versions of objects: `major.minor`, and a third number that says nothing to who reads them. */

const numbers = (version: string): readonly number[] => version.split('.').map(Number);

/** Whether `version` is above `other` in one of its numbers, from the left. */
export function isAbove(version: string, other: string): boolean {
  const [left, right] = [numbers(version), numbers(other)];
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}

export const sameMajor = (version: string, other: string) => numbers(version)[0] === numbers(other)[0];

/** `a.b` of `a.b.c`; another version as it is. */
export function withoutThird(version: string): string {
  const parts = version.split('.');
  return parts.length === 3 ? parts.slice(0, 2).join('.') : version;
}

/** Whether who has `supported` understands `version`: the same major number, and a minor one that is not above. */
export function understands(supported: string, version: string): boolean {
  return /^\d+\.\d+$/.test(version) && sameMajor(supported, version) && !isAbove(version, supported);
}
