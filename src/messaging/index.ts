/** RPC as oslo.messaging does it. It stands on its own: it knows nothing of launchers. */

export {
  DefaultRpcAccessPolicy,
  type EndpointMethod,
  ExplicitRpcAccessPolicy,
  expose,
  LegacyRpcAccessPolicy,
  type RpcAccessPolicy,
} from './access-policy.js';
export { type CallOptions, getRpcClient, RpcClient, type RpcClientOptions } from './client.js';
export {
  type Around,
  type Endpoint,
  expectedExceptions,
  type FoundCall,
  RpcDispatcher,
} from './dispatcher.js';
export {
  DriverLoadFailure,
  InvalidTarget,
  InvalidTransportURL,
  MalformedMessage,
  MessageDeliveryFailure,
  MessageUndeliverable,
  MessagingException,
  MessagingTimeout,
  NoSuchMethod,
  type PythonIdentity,
  RemoteError,
  RpcVersionCapError,
  ServerLost,
  UnsupportedVersion,
} from './errors.js';
export { type RemoteException, registerRemoteException } from './failure.js';
export { parse as parseJson, stringify as stringifyJson } from './json.js';
export type { MessagingLog } from './log.js';
export { getNotifier, type Notification, Notifier, type NotifierOptions, type Priority } from './notifier.js';
export {
  type Context,
  type ContextClass,
  JsonPayloadSerializer,
  NoOpSerializer,
  RequestContextSerializer,
  type Serializer,
} from './serializer.js';
export { getRpcServer, RpcServer, type RpcServerOptions } from './server.js';
export { Target, type TargetInit } from './target.js';
export { getTransport, Transport, type TransportConfig, type TransportOptions } from './transport.js';
export { type TransportHost, TransportUrl } from './transport-url.js';
