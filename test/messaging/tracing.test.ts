import { AsyncLocalStorage } from 'node:async_hooks';
import { execFile } from 'node:child_process';
import {
  type Context as ApiContext,
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
  type SpanOptions,
  SpanStatusCode,
  type TextMapPropagator,
  type TracerProvider,
  trace,
} from '@opentelemetry/api';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { getRpcClient, getRpcServer, getTransport, Target } from '../../src/messaging/index.js';
import { KeptLog } from '../interop/log.js';

class Recorded {
  ended = 0;
  status: unknown;
  readonly exceptions: unknown[] = [];

  constructor(
    readonly name: string,
    readonly options: SpanOptions,
    readonly parent: SpanContext | undefined,
    readonly id: SpanContext,
  ) {}

  spanContext = () => this.id;
  isRecording = () => true;
  recordException = (error: unknown) => this.exceptions.push(error);
  setStatus = (status: unknown) => {
    this.status = status;
    return this;
  };
  end = () => {
    this.ended++;
  };
}

let spans: Recorded[] = [];
let count = 0;
const hex = (digits: number) => (++count).toString(16).padStart(digits, '0');

const provider = {
  getTracer: () => ({
    startActiveSpan(name: string, options: SpanOptions, parent: ApiContext, body: (span: Span) => unknown) {
      const above = trace.getSpanContext(parent);
      const id = { traceId: above?.traceId ?? hex(32), spanId: hex(16), traceFlags: 1 };
      const span = new Recorded(name, options, above, id);
      spans.push(span);
      return context.with(trace.setSpan(parent, span as never), body, undefined, span as never);
    },
  }),
} as unknown as TracerProvider;

const storage = new AsyncLocalStorage<ApiContext>();
const manager = {
  active: () => storage.getStore() ?? ROOT_CONTEXT,
  with: (active: ApiContext, body: (...args: unknown[]) => unknown, self: unknown, ...args: unknown[]) =>
    storage.run(active, () => body.apply(self, args)),
  bind: (_context: ApiContext, target: unknown) => target,
  enable: () => manager,
  disable: () => manager,
};

let broken = false;
const propagator: TextMapPropagator = {
  fields: () => ['traceparent'],
  inject(active, carrier, setter) {
    if (broken) throw new Error('propagator');
    const id = trace.getSpanContext(active);
    if (id) setter.set(carrier, 'traceparent', `00-${id.traceId}-${id.spanId}-01`);
  },
  extract(active, carrier, getter) {
    if (broken) throw new Error('propagator');
    const [, traceId, spanId] =
      /^00-([0-9a-f]{32})-([0-9a-f]{16})-01$/.exec(String(getter.get(carrier, 'traceparent'))) ?? [];
    if (!traceId || !spanId) return active;
    return trace.setSpanContext(active, { traceId, spanId, traceFlags: 1, isRemote: true });
  },
};

describe('with OpenTelemetry', () => {
  const kept = new KeptLog();
  const transport = getTransport('fake://tracing', { log: kept.log });
  const contexts: Record<string, unknown>[] = [];
  const endpoint = {
    echo: (of: Record<string, unknown>, { value }: { value: unknown }) => {
      contexts.push(of);
      return value;
    },
    relay: async () =>
      getRpcClient(transport, new Target({ topic: 'traced' })).call({}, 'echo', { value: 'deep' }),
    fail: () => {
      throw new TypeError('no');
    },
  };
  const server = getRpcServer(transport, new Target({ topic: 'traced', server: 'one' }), [endpoint]);
  const client = getRpcClient(transport, new Target({ topic: 'traced' }), { timeout: 5 });

  beforeAll(async () => {
    trace.setGlobalTracerProvider(provider);
    context.setGlobalContextManager(manager as never);
    propagation.setGlobalPropagator(propagator);
    await server.start();
  });
  beforeEach(() => {
    spans = [];
    contexts.length = 0;
  });
  afterAll(async () => {
    await server.stop();
    await server.wait();
    await transport.close();
    trace.disable();
    context.disable();
    propagation.disable();
  });

  it('a call is a span of the client, and around its dispatch is one of the server, in one trace', async () => {
    expect(await client.prepare({ server: 'one' }).call({ user: 'u' }, 'echo', { value: 1 })).toBe(1);
    const [call, dispatch] = spans as [Recorded, Recorded];
    expect(spans).toHaveLength(2);
    expect(spans.map(({ name, options, ended, status }) => [name, options.kind, ended, status])).toEqual([
      ['traced/echo', SpanKind.CLIENT, 1, undefined],
      ['traced/echo', SpanKind.SERVER, 1, undefined],
    ]);
    expect(dispatch.parent).toMatchObject({
      spanId: call.id.spanId,
      traceId: call.id.traceId,
      isRemote: true,
    });
    expect(call.options.attributes).toEqual({
      'rpc.system': 'oslo.messaging',
      'rpc.service': 'traced',
      'rpc.method': 'echo',
      'messaging.destination.name': 'traced',
      'oslo.messaging.exchange': 'openstack',
      'oslo.messaging.call_type': 'call',
      'oslo.messaging.server': 'one',
    });
    expect(contexts[0]).toEqual({ user: 'u', traceparent: `00-${call.id.traceId}-${call.id.spanId}-01` });
  });

  it('the context of the caller is not changed', async () => {
    const own = Object.freeze({ user: 'u' });
    await client.call(own, 'echo', { value: 1 });
    expect(own).toEqual({ user: 'u' });
  });

  it('a call within a method is below it', async () => {
    expect(await client.call({}, 'relay')).toBe('deep');
    const parents = spans.map(({ parent }) => spans.findIndex(({ id }) => id.spanId === parent?.spanId));
    expect(parents).toEqual([-1, 0, 1, 2]);
    expect(new Set(spans.map(({ id }) => id.traceId)).size).toBe(1);
  });

  it('a cast has spans of a producer and of a consumer', async () => {
    await client.cast({}, 'echo', { value: 1 });
    await expect.poll(() => spans.filter(({ ended }) => ended).length).toBe(2);
    expect(spans.map(({ options }) => options.kind)).toEqual([SpanKind.PRODUCER, SpanKind.CONSUMER]);
  });

  it('errors are recorded on both sides', async () => {
    const error = await client.call({}, 'fail').catch((caught) => caught);
    expect(error).toBeInstanceOf(TypeError);
    const [call, dispatch] = spans as [Recorded, Recorded];
    expect(call.exceptions).toEqual([error]);
    expect(dispatch.exceptions).toHaveLength(1);
    for (const span of spans)
      expect([span.status, span.ended]).toEqual([{ code: SpanStatusCode.ERROR, message: 'no' }, 1]);
  });

  it('a call that ends without a reply is an error', async () => {
    await client
      .prepare({ topic: 'nobody', timeout: 0.02 })
      .call({}, 'echo')
      .catch(() => {});
    expect(spans.map(({ status, ended }) => [(status as { code: number }).code, ended])).toEqual([
      [SpanStatusCode.ERROR, 1],
    ]);
  });

  it('a traceparent that is none begins a trace, whatever it is', async () => {
    const { traceDispatch } = await import('../../src/messaging/tracing.js');
    const traced = { kind: 'call', method: 'm', exchange: 'x', topic: 't', server: undefined } as const;
    for (const traceparent of [5, null, ['a'], { toString: () => 'x' }, 'garbage'])
      expect(await traceDispatch(traced, { traceparent }, async () => 'ran')).toBe('ran');
    expect(spans.map(({ parent }) => parent)).toEqual(Array(5).fill(undefined));
  });

  it('a propagator that fails does not fail calls', async () => {
    broken = true;
    try {
      expect(await client.call({}, 'echo', { value: 1 })).toBe(1);
    } finally {
      broken = false;
    }
  });
});

it('without OpenTelemetry nothing of it is loaded', async () => {
  const script = `
    import { createRequire } from 'node:module';
    import { getRpcClient, getRpcServer, getTransport, Target } from './src/messaging/index.ts';
    const transport = getTransport('fake:');
    const server = getRpcServer(transport, new Target({ topic: 't', server: 's' }), [{ m: (context) => context }]);
    await server.start();
    const context = await getRpcClient(transport, new Target({ topic: 't' })).call({ a: 1 }, 'm');
    const loaded = Object.keys(createRequire(import.meta.url).cache).filter((file) => file.includes('opentelemetry'));
    console.log(JSON.stringify({ context, loaded }));
  `;
  const output = await new Promise<string>((done, fail) => {
    const args = ['--import', 'tsx', '--input-type=module', '-e', script];
    execFile(process.execPath, args, { timeout: 20_000 }, (error, stdout) =>
      error ? fail(error) : done(stdout),
    );
  });
  expect(JSON.parse(output)).toEqual({ context: { a: 1 }, loaded: [] });
});
