import { DefaultRpcAccessPolicy } from '../messaging/index.js';
import { Manager } from './manager.js';

/**
 * Only methods in snake_case answer RPC, as all of Nova's are: not the hooks of a manager, reset() and health() among
 * them, nor what else it has for itself. In nova anybody on the bus may call init_host().
 */
export class NovaAccessPolicy extends DefaultRpcAccessPolicy {
  override isAllowed(endpoint: object, method: string): boolean {
    return super.isAllowed(endpoint, method) && !/[A-Z]/.test(method) && !(method in Manager.prototype);
  }
}
