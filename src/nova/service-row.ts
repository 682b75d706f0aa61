import type { Logger } from '../service/index.js';
import type { Database } from './database/index.js';
import { ServiceBinaryExists, ServiceTopicExists } from './exception/index.js';
import { Service as ServiceRecord } from './objects/index.js';
import { SERVICE_VERSION } from './service-version.js';

export interface Enrolled {
  readonly host: string;
  readonly binary: string;
  readonly topic: string;
  /** Whether a nova-compute that is new is enabled. */
  readonly enableNewServices: boolean;
}

const DISABLED_REASON = 'New compute service disabled due to config option.';

/**
 * The row of a service, which all its workers on a host share: with the version of this release; made where there is none.
 * A sibling may have made it meanwhile.
 */
export async function enrol(
  { services }: Pick<Database, 'services'>,
  found: ServiceRecord | undefined,
  member: Enrolled,
  log: Logger,
): Promise<ServiceRecord> {
  if (found) return updated(services, found, log);
  const { host, binary, topic, enableNewServices } = member;
  const disabled = binary === 'nova-compute' && !enableNewServices;
  const row = new ServiceRecord({
    host,
    binary,
    topic,
    report_count: 0,
    version: SERVICE_VERSION,
    disabled,
    ...(disabled && { disabled_reason: DISABLED_REASON }),
  });
  try {
    return await services.create(row);
  } catch (error) {
    if (!(error instanceof ServiceBinaryExists || error instanceof ServiceTopicExists)) throw error;
    const made = await services.getByHostAndBinary(host, binary);
    if (!made) throw error;
    return updated(services, made, log);
  }
}

async function updated(
  services: Database['services'],
  row: ServiceRecord,
  log: Logger,
): Promise<ServiceRecord> {
  const { version, host, binary } = row;
  if (version === SERVICE_VERSION) return row;
  log.info(
    { binary, host, old: version, new: SERVICE_VERSION },
    `The version of ${binary} on ${host} was ${version} and is ${SERVICE_VERSION} now.`,
  );
  row.version = SERVICE_VERSION;
  await services.save(row);
  return row;
}
