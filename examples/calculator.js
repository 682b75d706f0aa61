import { setTimeout } from 'node:timers/promises';
import { expectedExceptions } from 'nova-launch/messaging';
import { RpcService } from 'nova-launch/rpc-service';

/** What the Python caller gets as calculator.DivisionByZero, if it allows the module; others as RemoteError. */
class DivisionByZero extends Error {
  static python = { module: 'calculator', class: 'DivisionByZero' };

  constructor(dividend) {
    super(`${dividend} cannot be divided by zero`);
    this.kwargs = { dividend };
  }
}

/** Its methods get the context of the caller, and the arguments by name. */
class CalculatorEndpoint {
  constructor(log) {
    this.log = log;
  }

  add(_context, { a, b }) {
    return a + b;
  }

  /** The caller gets the error; it is nothing for the log of this service. */
  divide = expectedExceptions([DivisionByZero], (_context, { a, b }) => {
    if (b === 0) throw new DivisionByZero(a);
    return a / b;
  });

  /** A stop and a reload wait for it. */
  async slow(_context, { seconds = 1 }) {
    this.log.info(`Working for ${seconds} s.`);
    await setTimeout(seconds * 1000);
    return `${seconds} s, by pid ${process.pid}`;
  }

  /** For cast: it answers with a line in the log. */
  note(_context, { text }) {
    this.log.info(`Noted: ${text}`);
  }
}

/** Answers RPC on the topic "calculator", in as many workers as the definition says. */
export default class Calculator extends RpcService {
  constructor(context) {
    super(context, {
      target: { topic: 'calculator' },
      endpoints: () => [new CalculatorEndpoint(this.log)],
    });
  }

  async start() {
    await super.start();
    if (this.context.worker !== 0) return;
    this.log.info(
      `Try: npx nova-launch call calculator add '{"a": 1, "b": 2}' --config examples/rpc.services.json`,
    );
  }
}
