import type net from 'node:net';
import type { Definition, ReportSettings } from '../definition/types.js';
import { remedyFor } from '../errors.js';
import type { Backdoor, BackdoorLog } from '../operations/backdoor/index.js';
import { firstLine } from './log.js';

/** What the definition switches on in every process, for people who look into it. */
export interface Debugging {
  readonly report: ReportSettings;
  readonly backdoor?: number | string;
}

export function debuggingFor({ report, backdoor }: Definition): Debugging {
  return { report, ...(backdoor !== undefined && { backdoor }) };
}

/** What a backdoor opens to. */
export interface Inside {
  /** What {service} and {worker} in the path of its socket stand for. */
  readonly service: string;
  readonly worker: number;
  /** What can be named in it. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The text of the report. */
  readonly report: () => Promise<string>;
  /** Keeps a server out of the drain. */
  readonly exclude?: (server: net.Server) => void;
}

/** Opens the backdoor, where one is asked for. What hinders that is logged, and no reason to run without a service. */
export async function openBackdoor(
  { backdoor }: Debugging,
  inside: Inside,
  log: BackdoorLog & { error(data: object, sentence: string): void },
): Promise<Backdoor | undefined> {
  if (backdoor === undefined) return undefined;
  try {
    const operations = await import('../operations/backdoor/index.js');
    return await operations.openBackdoor(backdoor, inside, log);
  } catch (error) {
    log.error(
      { id: 'backdoor-failed', err: error, ...remedyFor(error, 'NL_ADDRESS') },
      `The backdoor could not be opened: ${firstLine(error)}`,
    );
    return undefined;
  }
}
