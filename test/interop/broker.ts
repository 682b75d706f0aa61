import { randomUUID } from 'node:crypto';
import { createConnection } from 'node:net';
import { inject } from 'vitest';
import { type NodeAddress, nodeEnvironment, program, run } from './node.js';

/** Values of an AMQP table, or of what the broker tells: plain JSON. */
export type Row = Readonly<Record<string, unknown>>;

/** What a virtual host holds, as the broker sees it. */
export interface VhostState {
  readonly exchanges: Row[];
  readonly queues: Row[];
  readonly bindings: Row[];
  readonly consumers: Row[];
}

/** What the broker tells, as JSON: tables and property lists are objects, names are strings. */
const AS_JSON = `
P = fun P({resource, _, _, N}) -> N;
        P(V) when is_pid(V) -> list_to_binary(pid_to_list(V));
        P(V) when is_tuple(V) -> list_to_binary(io_lib:format("~p", [V]));
        P([{_, _} | _] = L) -> maps:from_list([{K, case {K, V} of {arguments, []} -> #{}; _ -> P(V) end} || {K, V} <- L]);
        P([{_, _, _} | _] = L) -> maps:from_list([{K, P(V)} || {K, _, V} <- L]);
        P(L) when is_list(L) -> [P(V) || V <- L];
        P(V) -> V
    end,
base64:encode_to_string(rabbit_json:encode(`;

const STATE = (vhost: string) => `
P(begin
    V = <<"${vhost}">>,
    Properties = [name, durable, auto_delete, arguments],
    [{exchanges, rabbit_exchange:info_all(V, [type, internal | Properties])},
     {queues, rabbit_amqqueue:info_all(V, [exclusive, type, consumers, messages | Properties])},
     {bindings, rabbit_binding:info_all(V, [source_name, destination_name, destination_kind, routing_key, arguments])},
     {consumers, rabbit_amqqueue:consumers_all(V)}]
  end)`;

/** The broker of this test run. All times are the broker's; each question costs it some milliseconds. */
export class Broker {
  constructor(readonly address: NodeAddress) {}

  /** `rabbit://guest:guest@127.0.0.1:PORT/VHOST`. */
  url(vhost = '/'): string {
    return `rabbit://${this.#authority}/${vhost === '/' ? '' : encodeURIComponent(vhost)}`;
  }

  /** For a raw amqplib peer. */
  amqpUrl(vhost = '/'): string {
    return `amqp://${this.#authority}/${encodeURIComponent(vhost)}`;
  }

  get #authority(): string {
    return `guest:guest@127.0.0.1:${this.address.port}`;
  }

  /** A fresh virtual host, so that tests do not meddle with each other. Its name. */
  async vhost(): Promise<string> {
    const name = `test-${randomUUID().slice(0, 8)}`;
    const all = '<<".*">>';
    await this.eval(`
      rabbit_vhost:add(<<"${name}">>, <<"test">>),
      rabbit_auth_backend_internal:set_permissions(<<"guest">>, <<"${name}">>, ${all}, ${all}, ${all}, <<"test">>)`);
    return name;
  }

  /** Removes a virtual host, and with it all connections to it. */
  async removeVhost(name: string): Promise<void> {
    await this.eval(`rabbit_vhost:delete(<<"${name}">>, <<"test">>)`);
  }

  async state(vhost: string): Promise<VhostState> {
    return (await this.json(STATE(vhost))) as VhostState;
  }

  async listQueues(vhost: string): Promise<Row[]> {
    return (await this.state(vhost)).queues;
  }

  /** The connections to a virtual host, with what the client told and what was agreed. */
  async listConnections(vhost: string): Promise<Row[]> {
    const items = 'pid, vhost, auth_mechanism, timeout, frame_max, channel_max, channels, client_properties';
    const rows = (await this.json(`P(rabbit_networking:connection_info_all([${items}]))`)) as Row[];
    return rows.filter((row) => row.vhost === vhost);
  }

  /** As an operator does: all clients are told, with CONNECTION_FORCED. */
  async closeAllConnections(reason = 'test'): Promise<void> {
    await this.eval(`rabbit_networking:close_connections(rabbit_networking:connections(), "${reason}")`);
  }

  async deleteQueue(vhost: string, name: string): Promise<void> {
    await this.eval(`
      {ok, Q} = rabbit_amqqueue:lookup(rabbit_misc:r(<<"${vhost}">>, queue, <<"${name}">>)),
      rabbit_amqqueue:delete(Q, false, false, <<"test">>)`);
  }

  /** Ends RabbitMQ, not its Erlang node: transient queues and all connections are gone afterwards. */
  async stopApp(): Promise<void> {
    await this.eval('rabbit:stop()');
  }

  async startApp(): Promise<void> {
    await this.eval('rabbit:start()');
  }

  /** rabbitmqctl: an Erlang VM of its own, more than a second of CPU. Prefer eval(). */
  ctl(...args: string[]): Promise<string> {
    return run(program('rabbitmqctl'), ['--quiet', ...args], nodeEnvironment(this.address));
  }

  /** The value of Erlang expressions in the node, as Erlang writes it. */
  async eval(code: string): Promise<string> {
    const { name, cookie } = this.address;
    const answer = await run(
      'erl_call',
      ['-n', name, '-c', cookie, '-e'],
      nodeEnvironment(this.address),
      `${code}.\n`,
    );
    const [, value] = /^\{ok, ([\s\S]*)\}\s*$/.exec(answer) ?? [];
    if (value === undefined) throw new Error(`${code}\n${answer}`);
    return value;
  }

  /** The value of an Erlang expression that calls `P` for what rabbit_json would not take. */
  async json(expression: string): Promise<unknown> {
    const answer = await this.eval(`${AS_JSON}${expression}))`);
    return JSON.parse(Buffer.from(answer.replace(/[^A-Za-z0-9+/=]/g, ''), 'base64').toString());
  }
}

/** The broker of this test run; the first one who asks waits some seconds for its start. */
export async function broker(): Promise<Broker> {
  const text = await new Promise<string>((done, fail) => {
    let told = '';
    createConnection(inject('brokerPort'), '127.0.0.1')
      .setEncoding('utf8')
      .on('data', (chunk) => {
        told += chunk;
      })
      .on('error', fail)
      .on('close', () => done(told));
  });
  const { address, error } = JSON.parse(text) as { address?: NodeAddress; error?: string };
  if (!address) throw new Error(error);
  return new Broker(address);
}
