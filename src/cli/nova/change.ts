import { HostBinaryNotFound } from '../../nova/exception/index.js';
import type { Service } from '../../nova/objects/index.js';
import type { NovaOptions } from '../nova-commands.js';
import { print } from '../output.js';
import { inPlace, NOVA_EXIT } from './command.js';

type Change = 'enable' | 'disable' | 'force-down';

/** Changes the row of a service; who looks at it next heeds that. */
export function change(
  what: Change,
  { host, binary }: { readonly host: string; readonly binary: string },
  options: NovaOptions & { readonly reason?: string; readonly unset?: boolean },
): Promise<number> {
  return inPlace(options, async ({ database }) => {
    const service = await database.services.getByHostAndBinary(host, binary);
    if (!service) throw new HostBinaryNotFound({ host, binary });
    const now = apply(service, what, options);
    await database.services.save(service);
    const { uuid: id, disabled, disabled_reason, forced_down } = service;
    if (options.json)
      print(`${JSON.stringify({ id, binary, host, disabled, disabled_reason, forced_down })}\n`);
    else print(`${binary} on ${host} is ${now}.\n`);
    return NOVA_EXIT.done;
  });
}

/** As the rest of a sentence. */
function apply(
  service: Service,
  what: Change,
  { reason, unset = false }: { readonly reason?: string; readonly unset?: boolean },
): string {
  if (what === 'force-down') {
    service.forced_down = !unset;
    return unset ? 'what it says of itself' : 'down, whatever it says';
  }
  service.disabled = what === 'disable';
  service.disabled_reason = what === 'disable' ? (reason ?? null) : null;
  return what === 'disable' ? `disabled${reason === undefined ? '' : `: ${reason}`}` : 'enabled';
}
