import { describe, expect, it } from 'vitest';
import { ContextSerializer, RequestContext } from '../../../src/nova/context/index.js';
import { CONTEXTS } from '../wire-samples.js';

const serializer = new ContextSerializer();

it.each(CONTEXTS.map((values) => [values.user_identity, values]))(
  'a captured context, of %s, comes back as it was, to the order of its keys',
  (_user, values) => {
    const context = serializer.deserializeContext(values as never);
    expect(JSON.stringify(serializer.serializeContext(context))).toBe(JSON.stringify(values));
  },
);

describe('a new one', () => {
  it('has a request id, a time, and the defaults of Nova', () => {
    const context = new RequestContext({ user_id: 'u1', project_id: 'p1' });
    expect(context.request_id).toMatch(/^req-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(context.timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/);
    expect(context.toDict()).toMatchObject({
      user: 'u1',
      project: 'p1',
      user_identity: 'u1 p1 - - -',
      is_admin: false,
      is_admin_project: true,
      read_deleted: 'no',
      roles: [],
      service_catalog: [],
      auth_token: null,
    });
    expect(new RequestContext().request_id).not.toBe(new RequestContext().request_id);
  });

  it('is of an administrator if its roles say so, or it is told', () => {
    expect(new RequestContext({ roles: ['Admin'] }).is_admin).toBe(true);
    expect(new RequestContext({ roles: ['admin'], is_admin: false }).is_admin).toBe(false);
    const admin = RequestContext.admin();
    expect([admin.is_admin, admin.user_id, admin.project_id]).toEqual([true, null, null]);
  });

  it('keeps of the service catalogue what Nova uses', () => {
    const service_catalog = [{ type: 'image' }, { type: 'dns' }, { type: 'network' }];
    expect(new RequestContext({ service_catalog }).service_catalog).toEqual([
      { type: 'image' },
      { type: 'network' },
    ]);
  });

  it('refuses a read_deleted that is none', () => {
    expect(() => new RequestContext({ read_deleted: 'all' as never })).toThrow(RangeError);
  });
});

describe('from what came', () => {
  it('what is missing has its default, what is unknown is ignored', () => {
    const context = RequestContext.fromDict({ user: 'u1', project_id: 'p1', tenant: 'x', roles: ['admin'] });
    expect([context.user_id, context.project_id, context.is_admin]).toEqual(['u1', 'p1', false]);
    expect(context.toDict()).not.toHaveProperty('tenant');
    expect(RequestContext.fromDict({}).request_id).toMatch(/^req-/);
  });

  it('domains have other names on the wire', () => {
    const values = { user: 'u', domain: 'd', user_domain: 'ud', project_domain: 'pd' };
    const context = RequestContext.fromDict(values);
    expect([context.domain_id, context.user_domain_id, context.project_domain_id]).toEqual(['d', 'ud', 'pd']);
    expect(context.toDict()).toMatchObject({ ...values, user_identity: 'u - d ud pd' });
  });
});

it('elevated() has the rights of an administrator, and is the same request', () => {
  const context = new RequestContext({ user_id: 'u1', roles: ['member'] });
  const elevated = context.elevated('yes');
  expect([elevated.is_admin, elevated.roles, elevated.read_deleted]).toEqual([
    true,
    ['member', 'admin'],
    'yes',
  ]);
  expect([elevated.request_id, elevated.timestamp, elevated.user_id]).toEqual([
    context.request_id,
    context.timestamp,
    'u1',
  ]);
  expect([context.is_admin, context.roles]).toEqual([false, ['member']]);
  expect(elevated.elevated().roles).toEqual(['member', 'admin']);
});

it('redacted() has no secrets', () => {
  const init = {
    user_id: 'u1',
    project_id: 'p1',
    roles: ['admin'],
    user_name: 'joe',
    global_request_id: 'req-g',
  };
  const secrets = {
    auth_token: 'token',
    service_catalog: [{ type: 'image' }],
    remote_address: '10.0.0.1',
    quota_class: 'q',
    resource_uuid: 'r',
    trace: { hmac_key: 'k', base_id: 'b', parent_id: 'p' },
  };
  const context = new RequestContext({ ...init, ...secrets });
  const redacted = context.redacted();
  expect(redacted).toMatchObject({ ...init, request_id: context.request_id, is_admin: true });
  expect(redacted).toMatchObject({
    auth_token: null,
    service_catalog: [],
    remote_address: null,
    trace: undefined,
  });
  expect(redacted).toMatchObject({ quota_class: null, resource_uuid: null });
});
