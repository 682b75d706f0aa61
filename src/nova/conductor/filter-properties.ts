import { MaxRetriesExceeded } from '../exception/index.js';
import type { RequestSpec, Selection } from '../objects/index.js';
import { limitsDict } from '../scheduler/selection.js';

/** What goes with a build from host to host; a dictionary of Nova's, written here as it travels. */
export interface FilterProperties {
  readonly retry?: Retry;
  readonly limits?: Readonly<Record<string, unknown>>;
  readonly force_hosts?: readonly string[];
  readonly force_nodes?: readonly string[];
  readonly [key: string]: unknown;
}

interface Retry {
  readonly num_attempts: number;
  readonly hosts: readonly (readonly [host: string, node: string])[];
  readonly exc?: unknown;
  readonly exc_reason?: string;
}

/** nova.objects.RequestSpec.to_legacy_filter_properties_dict. */
export function filterPropertiesOf(spec: RequestSpec): FilterProperties {
  const lists = (['ignore_hosts', 'force_hosts', 'force_nodes'] as const).flatMap((name) => {
    const list = spec.isSet(name) ? spec[name] : null;
    return list && list.length > 0 ? [[name, list]] : [];
  });
  const hints = spec.isSet('scheduler_hints') ? spec.scheduler_hints : null;
  const scheduler_hints = Object.fromEntries(
    Object.entries(hints ?? {}).map(([name, values]) => [name, values?.length === 1 ? values[0] : values]),
  );
  return {
    ...Object.fromEntries(lists),
    ...(Object.keys(scheduler_hints).length > 0 && { scheduler_hints }),
  };
}

/**
 * One attempt more; none is counted where there is but one host to try. Throws MaxRetriesExceeded, which names the last
 * error. nova.scheduler.utils.populate_retry.
 */
export function countAttempt(
  properties: FilterProperties,
  instanceUuid: string,
  maxAttempts: number,
): FilterProperties {
  const { force_hosts = [], force_nodes = [] } = properties;
  if (maxAttempts === 1 || force_hosts?.length === 1 || force_nodes?.length === 1) return properties;
  const { exc_reason, exc: _exc, ...before } = properties.retry ?? { num_attempts: 0, hosts: [] };
  const retry = { ...before, num_attempts: before.num_attempts + 1 };
  if (retry.num_attempts > maxAttempts)
    throw new MaxRetriesExceeded({
      reason: `The instance ${instanceUuid} was tried ${maxAttempts} times. The last error: ${exc_reason ?? 'none'}`,
    });
  return { ...properties, retry };
}

/** The attempt goes to this host, within these limits. nova.scheduler.utils.populate_filter_properties. */
export function withHost(properties: FilterProperties, selection: Selection): FilterProperties {
  const { retry, force_hosts = [] } = properties;
  const host = [selection.service_host, selection.nodename] as const;
  return {
    ...properties,
    ...(force_hosts.length === 0 && { limits: limitsDict(selection) }),
    ...(retry && { retry: { ...retry, hosts: [...retry.hosts, host] } }),
  };
}
