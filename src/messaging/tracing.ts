import { channel } from 'node:diagnostics_channel';
import { createRequire } from 'node:module';

/**
 * Spans around calls and dispatches, and the W3C traceparent in the context of a message: where the application has set
 * up OpenTelemetry, and not otherwise. The API is then loaded from the application's dependencies.
 */

type Api = typeof import('@opentelemetry/api');

/** Where @opentelemetry/api keeps what an application registers; absent as long as it has registered nothing. */
const REGISTERED = Symbol.for('opentelemetry.js.api.1');

let loaded: Api | null | undefined;

function telemetry(): Api | undefined {
  if (loaded === undefined && REGISTERED in globalThis) {
    try {
      loaded = createRequire(import.meta.url)('@opentelemetry/api') as Api;
    } catch {
      loaded = null;
    }
  }
  return loaded ?? undefined;
}

export interface Traced {
  readonly kind: 'call' | 'cast';
  readonly method: string;
  readonly exchange: string;
  readonly topic: string;
  readonly server: string | undefined;
}

type Carrier = Readonly<Record<string, unknown>>;

/** Runs `send` with the context of the message, to which the trace is added. */
export function traceSend<Result>(
  traced: Traced,
  context: Carrier,
  send: (context: Carrier) => Promise<Result>,
): Promise<Result> {
  const api = telemetry();
  if (!api) return send(context);
  const kind = traced.kind === 'call' ? api.SpanKind.CLIENT : api.SpanKind.PRODUCER;
  return inSpan(api, traced, kind, api.context.active(), () => {
    const carrier = { ...context };
    try {
      api.propagation.inject(api.context.active(), carrier);
    } catch (error) {
      api.diag.error('No trace is sent with a message: its propagator has failed', error);
    }
    return send(carrier);
  });
}

/** Told of every method that has ended, however it did; for who counts what was done. */
const finished = channel('nova-launch.rpc.request.finish');

/** Runs `dispatch` in a span that continues the trace in the context of the message. */
export function traceDispatch<Result>(
  traced: Traced,
  context: Carrier,
  dispatch: () => Promise<Result>,
): Promise<Result> {
  const api = telemetry();
  const dispatched = api
    ? inSpan(api, traced, kindOf(api, traced), parentOf(api, context), dispatch)
    : dispatch();
  return finished.hasSubscribers ? dispatched.finally(() => finished.publish(traced)) : dispatched;
}

const kindOf = (api: Api, { kind }: Traced) =>
  kind === 'call' ? api.SpanKind.SERVER : api.SpanKind.CONSUMER;

/** What is in a message must not fail its dispatch. */
function parentOf(api: Api, context: Carrier): ReturnType<Api['context']['active']> {
  const active = api.context.active();
  try {
    return api.propagation.extract(active, context);
  } catch (error) {
    api.diag.error('A trace begins anew: the propagator of OpenTelemetry has failed', error);
    return active;
  }
}

function inSpan<Result>(
  api: Api,
  { kind: callType, method, exchange, topic, server }: Traced,
  kind: number,
  parent: ReturnType<Api['context']['active']>,
  body: () => Promise<Result>,
): Promise<Result> {
  const attributes = {
    'rpc.system': 'oslo.messaging',
    'rpc.service': topic,
    'rpc.method': method,
    'messaging.destination.name': topic,
    'oslo.messaging.exchange': exchange,
    'oslo.messaging.call_type': callType,
    ...(server !== undefined && { 'oslo.messaging.server': server }),
  };
  const tracer = api.trace.getTracer('nova-launch/messaging');
  return tracer.startActiveSpan(`${topic}/${method}`, { kind, attributes }, parent, async (span) => {
    try {
      return await body();
    } catch (error) {
      span.recordException(error as Error);
      span.setStatus({ code: api.SpanStatusCode.ERROR, message: String((error as Error)?.message) });
      throw error;
    } finally {
      span.end();
    }
  });
}
