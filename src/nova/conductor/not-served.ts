import type { PythonIdentity } from '../../messaging/index.js';

/** A method of Nova's that this conductor does not serve yet. Python callers get their own NotImplementedError. */
export class NotServed extends Error {
  static readonly python: PythonIdentity = { module: 'builtins', class: 'NotImplementedError' };
  readonly code = 'NL_NOVA_NOT_SERVED';
  readonly remedy = 'Have it done by a nova-conductor of OpenStack, or do without it.';

  constructor(readonly method: string) {
    super(`This conductor does not serve ${method} yet.`);
    this.name = 'NotServed';
  }
}
