import { existsSync } from 'node:fs';
import type { Logger } from 'pino';
import { LaunchError } from '../../errors.js';
import { getTransport, type Transport } from '../../messaging/index.js';
import type { ApiTools } from '../../nova/api/index.js';
import { ComputeRpcApi } from '../../nova/compute/rpc-api.js';
import { ComputeTaskApi } from '../../nova/conductor/rpc-api.js';
import { type Database, openDatabase, parseDatabaseUrl } from '../../nova/database/index.js';
import { ALLOWED_EXMODS } from '../../nova/exception/index.js';
import { createNovaRpc } from '../../nova/rpc/index.js';
import { ServiceGroupApi } from '../../nova/servicegroup/index.js';
import { checkNova, NOVA_KEYS, type NovaConfig, settle } from '../../nova/settings.js';
import type { NovaOptions } from '../nova-commands.js';
import { printError } from '../output.js';
import { settingsOf } from '../rpc-definition.js';

/** Seconds that a database gets to answer. */
const PATIENCE = 5;

/** Milliseconds that a transport gets to tell who serves a topic. */
const ASKING = 2000;

/** What the commands work with: the database of Nova's services and, when it is needed, their bus. */
export class Place implements ApiTools {
  readonly servicegroup: ServiceGroupApi;
  readonly #log: Logger;
  #transport: Transport | undefined;
  #computes: ComputeRpcApi | undefined;
  #task: ComputeTaskApi | undefined;

  private constructor(
    readonly config: NovaConfig,
    readonly database: Database,
    log: Logger,
  ) {
    this.#log = log;
    const { reportInterval, serviceDownTime } = config;
    this.servicegroup = new ServiceGroupApi({ database, log, reportInterval, serviceDownTime });
  }

  /**
   * As the definition of the services says, or the options. Throws DefinitionError; LaunchError NL_NOT_RUNNING where there
   * is no database, and as openDatabase() does.
   */
  static async open(options: NovaOptions & { readonly timeout?: number }): Promise<Place> {
    const { rpcResponseTimeout, ...others } = configOf(options);
    // Nor does it wait longer for somebody to take what is asked for.
    const patience = Math.min(rpcResponseTimeout, options.timeout ?? Number.POSITIVE_INFINITY);
    const config = { ...others, rpcResponseTimeout: patience };
    const url = parseDatabaseUrl(config.database);
    if (url.kind === 'sqlite' && !existsSync(url.path))
      throw new LaunchError(
        'NL_NOT_RUNNING',
        `there is no database ${url.path}: no service of Nova has run with it`,
        { remedy: `${START} A relative path of SQLite starts at the current directory.` },
      );
    const log = logToPeople();
    return new Place(config, await openDatabase(config.database, { log, patience: PATIENCE }), log);
  }

  get transport(): Transport {
    const { config } = this;
    this.#transport ??= getTransport({ ...config, allowedRemoteExmods: ALLOWED_EXMODS }, { log: this.#log });
    return this.#transport;
  }

  get computes(): ComputeRpcApi {
    this.#computes ??= new ComputeRpcApi(createNovaRpc(this.transport, this.config));
    return this.#computes;
  }

  get task(): ComputeTaskApi {
    this.#task ??= new ComputeTaskApi(createNovaRpc(this.transport, this.config));
    return this.#task;
  }

  /** Throws LaunchError NL_NOT_RUNNING where nobody serves the topic; nothing where that cannot be told. */
  async assertServed(topic: string): Promise<void> {
    const { transport } = this;
    const driver = await transport.driver();
    const address = { exchange: this.config.controlExchange, topic, server: undefined, fanout: false };
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), ASKING);
    });
    const asked = driver.servers(address).catch(() => undefined);
    const servers = await Promise.race([asked, late]).finally(() => clearTimeout(timer));
    if (servers && servers.count === 0)
      throw new LaunchError('NL_NOT_RUNNING', `no nova-${topic} runs on ${transport.url.redacted}`, {
        remedy: START,
      });
  }

  async close(): Promise<void> {
    await this.#transport?.close();
    await this.database.close();
  }
}

const START =
  'Start the services: nova-launch run --config FILE, with nova-conductor, nova-scheduler and nova-compute in it; or name where they are with --config, or with --transport-url and --database.';

function configOf({ config, transportUrl, database }: NovaOptions): NovaConfig {
  // A definition that lies about is not asked where all is said.
  const asked = config !== undefined || transportUrl === undefined || database === undefined;
  const where = { config, cwd: process.cwd(), env: process.env };
  const wanted = { topic: 'nova-conductor', where, withUrl: transportUrl === undefined, also: NOVA_KEYS };
  const found = asked ? settingsOf(wanted) : undefined;
  const [wrong] = checkNova(found?.others ?? {});
  if (wrong) {
    const { path, message, expected, remedy } = wrong;
    throw found!.fault({ key: path[0]!, found: message.replace(/^found /, ''), expected, remedy });
  }
  if (database !== undefined) parseDatabaseUrl(database);
  const given = { transportUrl, database };
  const own = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return settle({ ...found?.others, ...found?.settings, ...own });
}

/** What the bus and the database have to tell, once each: one that cannot be reached is tried again and again. */
function logToPeople(): Logger {
  const told = new Set<string>();
  const tell = (_fields: unknown, sentence?: string) => {
    if (sentence === undefined || told.has(sentence)) return;
    told.add(sentence);
    printError(`nova-launch: ${sentence}\n`);
  };
  const silent = () => {};
  return { debug: silent, info: silent, warn: tell, error: tell } as unknown as Logger;
}
