import type { TestContext } from 'vitest';
import { requires, requiresPython } from '../process/requires.js';
import { program } from './node.js';

const rabbit = requires(program('rabbitmq-server'), 'apt-get install rabbitmq-server');
const oslo = requiresPython('oslo_messaging', 'apt-get install python3-oslo.messaging');

const nova = requiresPython('nova', 'apt-get install python3-nova');

/** A beforeEach: RabbitMQ. */
export const needsBroker = rabbit;

/** A beforeEach: RabbitMQ, and Python with oslo.messaging. */
export function needsInterop(context: Pick<TestContext, 'skip'>): void {
  rabbit(context);
  oslo(context);
}

/** A beforeEach: RabbitMQ, and the Python of the real Nova. */
export function needsNova(context: Pick<TestContext, 'skip'>): void {
  rabbit(context);
  nova(context);
}

/** For a beforeAll, which cannot skip its tests: whether there is anything to prepare. */
export function installed(needs = needsInterop): boolean {
  let skipped = false;
  const skip = () => {
    skipped = true;
  };
  try {
    needs({ skip } as never);
  } catch {
    return false;
  }
  return !skipped;
}
