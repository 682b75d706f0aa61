import { LaunchError } from '../errors.js';
import { DriverLoadFailure, MessagingException } from '../messaging/errors.js';
import type { MessagingLog } from '../messaging/log.js';
import { getTransport, type Transport } from '../messaging/transport.js';
import { TransportUrl } from '../messaging/transport-url.js';
import { printError } from './output.js';
import type { RpcOptions } from './rpc-commands.js';
import { type FoundSettings, settingsOf } from './rpc-definition.js';

export interface Opened {
  readonly transport: Transport;
  /** What the definition says, if it was asked. */
  readonly found?: FoundSettings;
}

/** Throws LaunchError: NL_USAGE for what the command line, NL_DEFINITION for what the definition says of the way. */
export async function openTransport(topic: string, options: RpcOptions): Promise<Opened> {
  const { transportUrl: given, config, verbose = false } = options;
  if (given !== undefined) assertUrl(given);
  // A definition that lies about is not asked about another way than its own.
  const asked = given === undefined || config !== undefined;
  const where = { config, cwd: process.cwd(), env: process.env };
  const found = asked ? settingsOf({ topic, where, withUrl: given === undefined }) : undefined;
  const settings = { ...found?.settings, ...(given !== undefined && { transportUrl: given }) };
  const transport = getTransport(settings, { log: logTo(verbose) });
  try {
    await transport.driver();
  } catch (error) {
    await transport.close();
    if (!(error instanceof DriverLoadFailure)) throw error;
    const key = error.message.includes(' oslo_messaging_rabbit') ? 'oslo_messaging_rabbit' : 'transportUrl';
    if (found && (given === undefined || key !== 'transportUrl'))
      throw found.fault({
        key,
        found: `what the driver refuses (${error.message.replace(/\.$/, '')})`,
        expected: 'options that it knows',
        remedy: 'Correct it.',
      });
    throw new LaunchError('NL_USAGE', `--transport-url: ${error.message}`, { remedy: 'Correct its query.' });
  }
  return { transport, ...(found && { found }) };
}

function assertUrl(url: string): void {
  try {
    TransportUrl.parse(url);
  } catch (error) {
    if (!(error instanceof MessagingException)) throw error;
    throw new LaunchError('NL_USAGE', `--transport-url: ${error.message}`, { remedy: error.remedy });
  }
}

/** What the transport has to tell, once each: a broker that cannot be reached is tried again and again. */
function logTo(verbose: boolean): MessagingLog {
  const told = new Set<string>();
  const tell = (_fields: unknown, sentence?: string) => {
    if (sentence === undefined || told.has(sentence)) return;
    told.add(sentence);
    printError(`nova-launch: ${sentence}\n`);
  };
  const silent = () => {};
  const more = verbose ? tell : silent;
  return { debug: more, info: more, warn: tell, error: tell } as unknown as MessagingLog;
}
