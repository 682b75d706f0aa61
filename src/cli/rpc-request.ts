import { LaunchError } from '../errors.js';
import { getRpcClient, type RpcClient } from '../messaging/client.js';
import { MessagingException } from '../messaging/errors.js';
import { Target } from '../messaging/target.js';
import type { Transport } from '../messaging/transport.js';
import { printError } from './output.js';
import { parseArguments } from './rpc-arguments.js';
import type { RpcOptions, RpcRequest } from './rpc-commands.js';
import { explainFailure, RPC_EXIT, type Tried, whoServes } from './rpc-failure.js';
import { openTransport } from './rpc-transport.js';

type Act = (client: RpcClient, args: object, signal: AbortSignal) => Promise<void>;

/** Milliseconds after which a person is told what is waited for. */
const PATIENCE = 2000;

/** Finds the way, and has `act` send the request. Resolves to the exit code; throws LaunchError for wrong usage. */
export async function send(request: RpcRequest, act: Act): Promise<number> {
  const { command, topic, method, options } = request;
  if (topic === '' || method === '')
    throw new LaunchError('NL_USAGE', `the ${topic === '' ? 'topic' : 'method'} is empty`);
  const args = parseArguments(request.args, `${command} ${topic} ${method}`);
  const { found, transport } = await openTransport(topic, options);
  const {
    exchange,
    timeout,
    namespace,
    rpcVersion: version,
    server,
    fanout = false,
    verbose = false,
  } = options;
  const stopping = new AbortController();
  const interrupt = () => stopping.abort();
  process.once('SIGINT', interrupt);
  let waiting: NodeJS.Timeout | undefined;
  try {
    const target = new Target({
      topic,
      exchange: exchange ?? found?.settings.exchange,
      namespace,
      version,
      server,
      fanout,
    });
    const client = clientOf(transport, target, options);
    const tried: Tried = {
      transport,
      address: transport.address(target),
      method,
      timeout: timeout ?? transport.rpcResponseTimeout,
      verbose,
    };
    if (process.stderr.isTTY) waiting = setTimeout(() => void tellWaiting(tried, stopping.signal), PATIENCE);
    try {
      await act(client, args, stopping.signal);
      return 0;
    } catch (error) {
      return await fail(error, tried, stopping.signal);
    }
  } finally {
    clearTimeout(waiting);
    process.off('SIGINT', interrupt);
    stopping.abort();
    await transport.close();
  }
}

function clientOf(transport: Transport, target: Target, { timeout, mandatory }: RpcOptions): RpcClient {
  try {
    return getRpcClient(transport, target, { timeout, mandatory });
  } catch (error) {
    if (!(error instanceof MessagingException)) throw error;
    const remedy = 'Write major.minor, like 1.2.';
    throw new LaunchError('NL_USAGE', `--rpc-version: ${error.message}`, { remedy });
  }
}

async function fail(error: unknown, tried: Tried, signal: AbortSignal): Promise<number> {
  if (signal.aborted) {
    const { method, address } = tried;
    printError(`nova-launch: interrupted; whether ${method} of ${address.topic} has run is unknown\n`);
    return RPC_EXIT.interrupted;
  }
  const failed = await explainFailure(error, tried);
  if (!failed) throw error;
  printError(failed.text);
  return failed.exitCode;
}

async function tellWaiting(tried: Tried, signal: AbortSignal): Promise<void> {
  const { text } = await whoServes(tried);
  if (!signal.aborted) printError(`nova-launch: waiting: ${text}\n`);
}
