/** nova-launch/http-service: for authors of services that answer HTTP. */
export type { Access, AccessLog } from './access-log.js';
export type { HttpAddress } from './address.js';
export type { App, FastifyApp, FetchApp, NodeHandler, UpgradeHandler } from './application.js';
export { HttpService, type HttpServiceOptions } from './http-service.js';
export type { HttpSettings, TlsSettings, TlsVersion } from './settings.js';
export type { FetchBindings, FetchContext, FetchHandler } from './web-request.js';
