import { randomUUID } from 'node:crypto';
import type { TraceInfo } from './trace-info.js';

/** Which deleted rows a request sees. */
export type ReadDeleted = 'no' | 'yes' | 'only';

type Catalogue = readonly Readonly<Record<string, unknown>>[];

/** What a context is made of, by the names of Python's; what is left out has Nova's default. */
export interface RequestContextInit {
  readonly user_id?: string | null | undefined;
  readonly project_id?: string | null | undefined;
  readonly domain_id?: string | null | undefined;
  readonly user_domain_id?: string | null | undefined;
  readonly project_domain_id?: string | null | undefined;
  readonly system_scope?: string | null | undefined;
  /** Default: whether its roles have `admin`, as Nova's default policy says. */
  readonly is_admin?: boolean | null | undefined;
  readonly is_admin_project?: boolean | undefined;
  readonly read_only?: boolean | undefined;
  readonly show_deleted?: boolean | undefined;
  readonly auth_token?: string | null | undefined;
  /** Default: `req-` and a new UUID. */
  readonly request_id?: string | null | undefined;
  readonly global_request_id?: string | null | undefined;
  readonly resource_uuid?: string | null | undefined;
  readonly roles?: readonly string[] | null | undefined;
  readonly user_name?: string | null | undefined;
  readonly project_name?: string | null | undefined;
  readonly read_deleted?: ReadDeleted | undefined;
  readonly remote_address?: string | null | undefined;
  /** UTC, of microseconds and without a zone. Default: now. */
  readonly timestamp?: string | null | undefined;
  readonly quota_class?: string | null | undefined;
  readonly service_catalog?: Catalogue | null | undefined;
  readonly trace?: TraceInfo | undefined;
}

/** The parts of the service catalogue that Nova keeps. */
const KEPT = new Set([
  'image',
  'block-storage',
  'volumev3',
  'key-manager',
  'placement',
  'network',
  'accelerator',
]);

/**
 * Who asks for what, in whose name, and by which request id it can be followed. It cannot be changed; elevated() and
 * with() give others. nova.context.RequestContext.
 */
export class RequestContext {
  readonly user_id: string | null;
  readonly project_id: string | null;
  readonly domain_id: string | null;
  readonly user_domain_id: string | null;
  readonly project_domain_id: string | null;
  readonly system_scope: string | null;
  readonly is_admin: boolean;
  readonly is_admin_project: boolean;
  readonly read_only: boolean;
  readonly show_deleted: boolean;
  readonly auth_token: string | null;
  readonly request_id: string;
  readonly global_request_id: string | null;
  readonly resource_uuid: string | null;
  readonly roles: readonly string[];
  readonly user_name: string | null;
  readonly project_name: string | null;
  readonly read_deleted: ReadDeleted;
  readonly remote_address: string | null;
  readonly timestamp: string;
  readonly quota_class: string | null;
  readonly service_catalog: Catalogue;
  /** Of a request that is profiled: calls made with this context pass it on. */
  readonly trace: TraceInfo | undefined;

  /** Throws RangeError for a `read_deleted` that is none. */
  constructor(init: RequestContextInit = {}) {
    this.user_id = init.user_id || null;
    this.project_id = init.project_id || null;
    this.domain_id = init.domain_id ?? null;
    this.user_domain_id = init.user_domain_id ?? null;
    this.project_domain_id = init.project_domain_id ?? null;
    this.system_scope = init.system_scope ?? null;
    this.roles = init.roles ?? [];
    this.is_admin = init.is_admin ?? this.roles.some((role) => role.toLowerCase() === 'admin');
    this.is_admin_project = init.is_admin_project ?? true;
    this.read_only = init.read_only ?? false;
    this.show_deleted = init.show_deleted ?? false;
    this.auth_token = init.auth_token ?? null;
    this.request_id = init.request_id || `req-${randomUUID()}`;
    this.global_request_id = init.global_request_id ?? null;
    this.resource_uuid = init.resource_uuid ?? null;
    this.user_name = init.user_name ?? null;
    this.project_name = init.project_name ?? null;
    this.read_deleted = checked(init.read_deleted ?? 'no');
    this.remote_address = init.remote_address ?? null;
    this.timestamp = init.timestamp || now();
    this.quota_class = init.quota_class ?? null;
    this.service_catalog = (init.service_catalog ?? []).filter(({ type }) => KEPT.has(type as string));
    this.trace = init.trace;
  }

  /** The context of an administrator, without a user. nova.context.get_admin_context. */
  static admin(init: RequestContextInit = {}): RequestContext {
    return new RequestContext({ ...init, is_admin: true });
  }

  /** The context of what toDict() gave: what is missing has its default, what is unknown is ignored. */
  static fromDict(values: Readonly<Record<string, unknown>>): RequestContext {
    const { user, domain, user_domain, project_domain, ...rest } = values as Record<string, never>;
    return new RequestContext({
      user_id: user,
      domain_id: domain,
      user_domain_id: user_domain,
      project_domain_id: project_domain,
      ...rest,
      // Whoever says nothing of it is none.
      is_admin: Object.hasOwn(rest, 'is_admin') ? rest.is_admin : false,
    });
  }

  /** What travels, in the order in which Nova writes it. */
  toDict(): Record<string, unknown> {
    const { user_id, project_id, domain_id, user_domain_id, project_domain_id } = this;
    const parts = [user_id, project_id, domain_id, user_domain_id, project_domain_id];
    return {
      user: user_id,
      project_id,
      system_scope: this.system_scope,
      project: project_id,
      domain: domain_id,
      user_domain: user_domain_id,
      project_domain: project_domain_id,
      is_admin: this.is_admin,
      read_only: this.read_only,
      show_deleted: this.show_deleted,
      auth_token: this.auth_token,
      request_id: this.request_id,
      global_request_id: this.global_request_id,
      resource_uuid: this.resource_uuid,
      roles: this.roles,
      user_identity: parts.map((part) => part || '-').join(' '),
      is_admin_project: this.is_admin_project,
      user_id,
      read_deleted: this.read_deleted,
      remote_address: this.remote_address,
      timestamp: this.timestamp,
      quota_class: this.quota_class,
      user_name: this.user_name,
      service_catalog: this.service_catalog,
      project_name: this.project_name,
    };
  }

  /** The same request with the rights of an administrator. */
  elevated(read_deleted: ReadDeleted = this.read_deleted): RequestContext {
    const roles = this.roles.includes('admin') ? this.roles : [...this.roles, 'admin'];
    return this.with({ is_admin: true, roles, read_deleted });
  }

  /** A context that differs in what is given. */
  with(overrides: RequestContextInit): RequestContext {
    return new RequestContext({ ...this, ...overrides });
  }

  /** What may be told to whoever listens: no token, no catalogue, no address. What is left out has its default. */
  redacted(): RequestContext {
    return new RequestContext({
      user_id: this.user_id,
      project_id: this.project_id,
      domain_id: this.domain_id,
      user_domain_id: this.user_domain_id,
      project_domain_id: this.project_domain_id,
      is_admin: this.is_admin,
      request_id: this.request_id,
      roles: this.roles,
      user_name: this.user_name,
      project_name: this.project_name,
      global_request_id: this.global_request_id,
      system_scope: this.system_scope,
    });
  }

  /**
   * The same request in a part of its own, whose calls have that part as their parent; itself when it is not profiled.
   * osprofiler's profiler.start().
   */
  span(id: string = randomUUID()): RequestContext {
    return this.trace ? this.with({ trace: { ...this.trace, parent_id: id } }) : this;
  }
}

function checked(value: ReadDeleted): ReadDeleted {
  if (value === 'no' || value === 'yes' || value === 'only') return value;
  throw new RangeError(
    `The read_deleted of a context is ${JSON.stringify(value)}; expected no, yes or only.`,
  );
}

/** `2026-11-23T02:44:47.442020`: microseconds, and no zone. */
const now = () => `${new Date().toISOString().slice(0, 23)}000`;
