import type { ServiceContext } from '../../service/index.js';
import { Service } from '../service.js';
import type { NovaInput } from '../settings.js';

/** What `nova-launch --binary nova-compute` runs. */
export default class NovaCompute extends Service {
  constructor(context: ServiceContext<NovaInput>) {
    super(context, { binary: 'nova-compute' });
  }
}
