/**
 * Every error of the RPC layer. Each has a stable `code` and a `remedy`, and a Python identity (`python`, `args`,
 * `kwargs`), by which it travels to callers: oslo_messaging.exceptions, where oslo has it.
 */

/** The Python class that an error is to the other side of the wire. */
export interface PythonIdentity {
  readonly module: string;
  readonly class: string;
}

const EXCEPTIONS = 'oslo_messaging.exceptions';

/** What all errors of this room have in common. oslo_messaging.MessagingException. */
export class MessagingException extends Error {
  static readonly python: PythonIdentity = { module: EXCEPTIONS, class: 'MessagingException' };
  readonly code: string = 'NL_MESSAGING';
  readonly remedy: string = 'See the message.';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** A transport URL that cannot be understood; its message never has a password. oslo_messaging.InvalidTransportURL. */
export class InvalidTransportURL extends MessagingException {
  static override readonly python = { module: 'oslo_messaging.transport', class: 'InvalidTransportURL' };
  override readonly code = 'NL_TRANSPORT_URL';
  override readonly remedy = 'Write driver://[user:password@]host[:port][,…]/[vhost][?option=value].';
}

/** A driver that does not exist, or an option that it does not have. oslo_messaging.DriverLoadFailure. */
export class DriverLoadFailure extends MessagingException {
  static override readonly python = { module: 'oslo_messaging.transport', class: 'DriverLoadFailure' };
  override readonly code = 'NL_DRIVER';
  override readonly remedy = 'See docs/rpc.md for the drivers and their options.';
}

/** A target that lacks what this use of it needs. oslo_messaging.InvalidTarget. */
export class InvalidTarget extends MessagingException {
  static override readonly python = { module: EXCEPTIONS, class: 'InvalidTarget' };
  override readonly code = 'NL_TARGET';
  override readonly remedy =
    'A server needs a topic and a server name, a client needs a topic, a call no fanout.';
}

/** No reply came in time. Whether the method ran is unknown. oslo_messaging.MessagingTimeout. */
export class MessagingTimeout extends MessagingException {
  static override readonly python = { module: EXCEPTIONS, class: 'MessagingTimeout' };
  override readonly code: string = 'NL_RPC_TIMEOUT';
  override readonly remedy: string =
    'See whether a server of the topic runs and what it does; raise the timeout, or set callMonitorTimeout, for long calls.';
}

/** The server that ran the call is gone: no reply will come. Known at once with ipc:// only. */
export class ServerLost extends MessagingTimeout {
  override readonly code = 'NL_SERVER_LOST';
  override readonly remedy = 'Whether the method had an effect is unknown; see the log of the server.';
}

/** A message could not be handed over. oslo_messaging.MessageDeliveryFailure. */
export class MessageDeliveryFailure extends MessagingException {
  static override readonly python = { module: EXCEPTIONS, class: 'MessageDeliveryFailure' };
  override readonly code: string = 'NL_DELIVERY';
  override readonly remedy: string =
    'With rabbit://, see that the broker runs, and that user, password and virtual host are right; with ipc://, that a server of the topic runs.';
}

/** Nobody serves the topic; only with the option `mandatory`. oslo_messaging.MessageUndeliverable. */
export class MessageUndeliverable extends MessagingException {
  static override readonly python = { module: EXCEPTIONS, class: 'MessageUndeliverable' };
  override readonly code = 'NL_NOBODY_SERVES';
  override readonly remedy =
    'Start a server of this topic, or correct the topic, the server and the exchange.';
}

/** The version of a message is above what the client may send. oslo_messaging.RPCVersionCapError. */
export class RpcVersionCapError extends MessagingException {
  static override readonly python = { module: 'oslo_messaging.rpc.client', class: 'RPCVersionCapError' };
  override readonly code = 'NL_VERSION_CAP';
  override readonly remedy =
    'Ask canSendVersion() first, or set the versionCap that all servers have by now.';
  readonly version: string | undefined;
  readonly versionCap: string;

  constructor(version: string | undefined, versionCap: string) {
    super(
      `Requested message version, ${version ?? 'none'} is incompatible with the version cap ${versionCap}.`,
    );
    this.version = version;
    this.versionCap = versionCap;
  }
}

/** An incoming message that is none: it is logged and rejected. */
export class MalformedMessage extends MessagingException {
  override readonly code = 'NL_MALFORMED';
  override readonly remedy = 'See who else publishes to the queue.';
}

const DISPATCHER = 'oslo_messaging.rpc.dispatcher';

/** No endpoint has the method, or it is not to be reached. oslo_messaging.NoSuchMethod. */
export class NoSuchMethod extends MessagingException {
  static override readonly python = { module: DISPATCHER, class: 'NoSuchMethod' };
  override readonly code = 'NL_NO_SUCH_METHOD';
  override readonly remedy = 'Call a method that an endpoint has, and that its access policy allows.';
  readonly method: string;

  constructor(method: string) {
    super(`Endpoint does not support RPC method ${method}`);
    this.method = method;
  }
}

/** No endpoint has the namespace and the version. oslo_messaging.UnsupportedVersion. */
export class UnsupportedVersion extends MessagingException {
  static override readonly python = { module: DISPATCHER, class: 'UnsupportedVersion' };
  override readonly code = 'NL_UNSUPPORTED_VERSION';
  override readonly remedy = 'Set the namespace of the endpoint, and a version that it implements.';
  readonly version: string;
  readonly method: string;

  constructor(version: string, method: string) {
    super(`Endpoint does not support RPC version ${version}. Attempted method: ${method}`);
    this.version = version;
    this.method = method;
  }
}

/** What a method threw on the other side, and is no class that is known here. oslo_messaging.RemoteError. */
export class RemoteError extends MessagingException {
  static override readonly python = { module: 'oslo_messaging.rpc.client', class: 'RemoteError' };
  override readonly code = 'NL_REMOTE';
  override readonly remedy = 'See the traceback: it is that of the server.';
  /** Name of the class. */
  readonly excType: string;
  readonly module: string;
  /** Its message. */
  readonly value: string;
  /** Lines of the other side's traceback. */
  readonly traceback: readonly string[];
  /** As the other side gave them to its class. */
  readonly remoteArgs: readonly unknown[];
  readonly remoteKwargs: Readonly<Record<string, unknown>>;

  constructor(failure: RemoteFailure) {
    super(`Remote error: ${failure.class} ${failure.message}`);
    this.excType = failure.class;
    this.module = failure.module;
    this.value = failure.message;
    this.traceback = failure.tb;
    this.remoteArgs = failure.args;
    this.remoteKwargs = failure.kwargs;
  }

  /** What its Python counterpart is constructed with. */
  get args(): readonly unknown[] {
    return [this.excType, this.value, this.traceback];
  }
}

/** A failure as it stands in a reply. */
export interface RemoteFailure {
  readonly class: string;
  readonly module: string;
  readonly message: string;
  readonly tb: readonly string[];
  readonly args: readonly unknown[];
  readonly kwargs: Readonly<Record<string, unknown>>;
}

/** What an error says, for the end of a sentence. */
export function reason(error: unknown): string {
  try {
    return String(error instanceof Error ? error.message : error);
  } catch {
    // It is an object that does not want to be looked at.
    return 'an error without a message';
  }
}
