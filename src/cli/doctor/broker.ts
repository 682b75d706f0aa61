import type { Definition } from '../../definition/types.js';
import { MessagingException } from '../../messaging/errors.js';
import { type TransportHost, TransportUrl } from '../../messaging/transport-url.js';
import { readRpcSettings } from '../../rpc-settings.js';
import { type Check, type Finding, findings } from './check.js';

interface Way {
  readonly url: TransportUrl;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly services: string[];
}

/** Whether each broker that a service's transportUrl names lets us in. */
export const broker: Check = async (_machine, definition) =>
  (await Promise.all((definition ? waysOf(definition) : []).map(judge))).flat();

/** One for each URL, however many services have it. */
function waysOf({ services }: Definition): Way[] {
  const ways = new Map<string, Way>();
  for (const { name, config } of services) {
    const { transportUrl, oslo_messaging_rabbit: settings = {} } = readRpcSettings(config).settings;
    const url = transportUrl === undefined ? undefined : parse(transportUrl);
    if (url?.transport !== 'rabbit') continue;
    const key = JSON.stringify([url.toString(), settings]);
    const way = ways.get(key) ?? { url, settings, services: [] };
    way.services.push(name);
    ways.set(key, way);
  }
  return [...ways.values()];
}

/** One that is wrong is the definition's fault. */
function parse(text: string): TransportUrl | undefined {
  try {
    return TransportUrl.parse(text);
  } catch (error) {
    if (error instanceof MessagingException) return undefined;
    throw error;
  }
}

async function judge({ url, settings, services }: Way): Promise<Finding[]> {
  const { ok, warn, fail } = findings('broker');
  const hosts = url.hosts.length > 0 ? url.hosts : [{ hostname: 'localhost' }];
  const refusals = await Promise.all(hosts.map((host) => tryHost(host, url, settings)));
  const reasons = refusals.filter((reason) => reason !== undefined);
  const whose = `that of ${services.join(', ')}`;
  if (reasons.length === 0) return [ok(`${url.redacted}, ${whose}, lets us in.`)];
  const found = `${url.redacted}, ${whose}: ${reasons.join('; ')}.`;
  const remedy = 'Correct transportUrl in the config, or start the broker; then see its own log.';
  return [reasons.length < hosts.length ? warn(found, remedy) : fail(found, remedy)];
}

/** Connects and logs in; why not, if not. */
async function tryHost(
  host: TransportHost,
  url: TransportUrl,
  settings: Readonly<Record<string, unknown>>,
): Promise<string | undefined> {
  const [{ dial }, { explain }, { readOptions }] = await Promise.all([
    import('../../messaging/drivers/rabbit/dial.js'),
    import('../../messaging/drivers/rabbit/explain.js'),
    import('../../messaging/drivers/rabbit/options.js'),
  ]);
  try {
    const options = readOptions(url, settings);
    const model = await dial(host, { virtualHost: url.virtualHost, options, purpose: 'doctor' });
    await model.close();
    return undefined;
  } catch (error) {
    return `${host.hostname}: ${explain(error).replace(/\.$/, '')}`;
  }
}
