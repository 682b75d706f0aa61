import { stringify } from '../messaging/json.js';
import { print } from './output.js';
import { pretty } from './pretty.js';
import type { RpcRequest } from './rpc-commands.js';
import { send } from './rpc-request.js';

/** Calls a method, and prints its result: on one line for programs, on several for people. */
export function call(request: RpcRequest): Promise<number> {
  return send(request, async (client, args, signal) => {
    const text = stringify(await client.call({}, request.method, args, { signal }), 'result');
    print(`${process.stdout.isTTY ? pretty(text) : text}\n`);
  });
}
