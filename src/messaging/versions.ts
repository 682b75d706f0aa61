import { MessagingException } from './errors.js';

/** What an endpoint and a message have that name no version. */
const DEFAULT_VERSION = '1.0';

type Numbers = readonly [major: number, minor: number, revision: number];

/**
 * Whether who implements one version, as "major.minor[.rev]", understands a request of another: equal major, not a
 * later minor, and not a later revision of the same minor. Absent is 1.0; a text that is no version is compatible
 * with none. oslo_messaging._utils.version_is_compatible.
 */
export function versionIsCompatible(
  implemented: string | undefined | null,
  requested: string | undefined | null,
): boolean {
  const has = numbers(implemented ?? DEFAULT_VERSION);
  const wants = numbers(requested ?? DEFAULT_VERSION);
  if (!has || !wants || has[0] !== wants[0]) return false;
  return wants[1] < has[1] || (wants[1] === has[1] && wants[2] <= has[2]);
}

/**
 * Whether a client whose cap is `cap` may send `version`. Without a cap any; with a cap, nothing without a version: it
 * would be taken for 1.0, whatever it is. oslo_messaging.RPCClient.can_send_version.
 */
export function canSend(version: string | undefined | null, cap: string | undefined | null): boolean {
  if (cap === undefined || cap === null) return true;
  return version !== undefined && version !== null && versionIsCompatible(cap, version);
}

/** Throws a MessagingException unless `version` is "major.minor" or "major.minor.rev". */
export function assertVersion(version: string): void {
  if (typeof version === 'string' && numbers(version)) return;
  const found = JSON.stringify(version) ?? String(version);
  throw new MessagingException(
    `Version must contain a major and minor integer. Got ${found}; expected "major.minor" or "major.minor.rev", for example "1.0".`,
  );
}

function numbers(version: string): Numbers | undefined {
  const match = /^(\d+)\.(\d+)(?:\.(\d+))?$/.exec(version);
  return match ? [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)] : undefined;
}
