import {
  getNotifier,
  getRpcClient,
  getRpcServer,
  getTransport,
  type MessagingLog,
  Target,
} from '../../../../src/messaging/index.js';

/** A server that echoes and who calls it, each with a transport of its own; seconds for a call and a notification. */
export function pairAt(url: string, log: MessagingLog, timeout: number) {
  const [serving, calling] = [getTransport(url, { log }), getTransport(url, { log })];
  const target = new Target({ topic: 't', server: 's' });
  const endpoint = { echo: (_: object, { value }: { value: number }) => value };
  return {
    serving,
    calling,
    target,
    server: getRpcServer(serving, target, [endpoint]),
    client: getRpcClient(calling, target, { timeout }),
    notifier: getNotifier(calling, { keep: true, timeout }),
  };
}
