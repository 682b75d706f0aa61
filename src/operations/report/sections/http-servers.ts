import { enlisted } from '../../../service/registry.js';
import { outline } from '../outline.js';

/** The HTTP services of this process, each as it tells of itself. */
export function httpServersSection(): string {
  const servers = enlisted('http server').map((server) => outline(server.describe()));
  return servers.join('\n\n') || 'none';
}
