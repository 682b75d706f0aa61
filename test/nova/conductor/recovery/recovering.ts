import { BootRunner } from '../../../../src/nova/conductor/build/boot-runner.js';
import { Claims } from '../../../../src/nova/conductor/claims.js';
import { Recovery } from '../../../../src/nova/conductor/recovery/recovery.js';
import { Tools } from '../../../../src/nova/conductor/tools.js';
import type { ManagerInit } from '../../../../src/nova/manager.js';
import type { Chain } from '../chain.js';

/** A conductor of which only the recovery is looked at. */
export function recovering(chain: Chain, init: ManagerInit = chain.init('nova-conductor')) {
  const tools = new Tools(init, chain.now);
  const claims = new Claims(tools);
  const runner = new BootRunner(tools, claims);
  const recovery = new Recovery(tools, claims, runner);
  const look = () => recovery.run();
  /** Resolves when all that it has begun has ended. */
  const end = () => init.tg.wait();
  const pass = async () => {
    await look();
    await end();
  };
  return { claims, runner, recovery, look, end, pass };
}
