import { expect, it } from 'vitest';
import { ContextSerializer, RequestContext } from '../../../src/nova/context/index.js';

const serializer = new ContextSerializer();
const trace = { hmac_key: 'secret', base_id: 'base', parent_id: 'parent' };

it('takes trace_info off what came, keeps it, and puts it on calls that are made with the context', () => {
  const context = serializer.deserializeContext({ user: 'u1', trace_info: trace });
  expect(context.trace).toEqual(trace);
  expect(context.toDict()).not.toHaveProperty('trace_info');
  expect(serializer.serializeContext(context)).toEqual({ ...context.toDict(), trace_info: trace });
  expect(serializer.serializeContext(context.elevated()).trace_info).toEqual(trace);
});

it('a part of the request is the parent of the calls that it makes', () => {
  const context = serializer.deserializeContext({ trace_info: trace });
  const part = context.span('part');
  expect(serializer.serializeContext(part).trace_info).toEqual({ ...trace, parent_id: 'part' });
  expect(context.span().trace!.parent_id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect(context.trace).toEqual(trace);
  const untraced = RequestContext.admin();
  expect(untraced.span()).toBe(untraced);
});

it('the first part of what is profiled is its own parent', () => {
  const { parent_id, ...first } = trace;
  expect(serializer.deserializeContext({ trace_info: first }).trace).toEqual({ ...first, parent_id: 'base' });
});

it.each([null, 'text', {}, { hmac_key: 'k' }, { hmac_key: 'k', base_id: 5 }])(
  'a trace_info of %j is none',
  (trace_info) => {
    const context = serializer.deserializeContext({ user: 'u1', trace_info });
    expect(context.trace).toBeUndefined();
    expect(serializer.serializeContext(context)).not.toHaveProperty('trace_info');
  },
);

it('leaves entities alone', () => {
  const entity = { a: 1 };
  const context = RequestContext.admin();
  expect([
    serializer.serializeEntity(context, entity),
    serializer.deserializeEntity(context, entity),
  ]).toEqual([entity, entity]);
});
