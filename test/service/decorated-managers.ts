import type {
  periodicTask as PeriodicTaskDecorator,
  PeriodicTasks,
} from '../../src/service/periodic-tasks.js';
import type { PeriodicTasksOptions } from '../../src/service/periodic-tasks-options.js';

interface Context {
  readonly calls: string[];
}

type Kind = 'Manager' | 'Replacing' | 'Overriding' | 'SwitchingOff' | 'Static' | 'Wrapped' | 'Late';
type Composed = new () => { readonly tasks: PeriodicTasks<Context> };
type Fault = 'spacing' | 'option' | 'static' | 'private';

export interface Managers
  extends Record<Kind, new (options?: PeriodicTasksOptions) => PeriodicTasks<Context>> {
  readonly Composed: Composed;
  readonly ComposedMore: Composed;
  /** What makes a class that is refused. */
  readonly ofWrong: Record<Fault, () => unknown>;
}

/**
 * Classes with decorators. Vitest's own compiler leaves decorators as they are, and Node has none: the tests compile this
 * file, as a user's compiler does. So it imports nothing but types.
 */
export function decoratedManagers(
  Base: typeof PeriodicTasks,
  periodicTask: typeof PeriodicTaskDecorator,
): Managers {
  const REPORT = Symbol('report');

  class Manager extends Base<Context> {
    readonly #of = 'Manager';

    @periodicTask({ spacing: 10 })
    refresh(context: Context, signal: AbortSignal) {
      context.calls.push(`refresh of ${this.#of}, ${signal.aborted}`);
    }

    @periodicTask
    async clean(context: Context) {
      context.calls.push('clean');
    }

    @periodicTask({ spacing: 20, name: 'the report' })
    [REPORT](context: Context) {
      context.calls.push('report');
    }

    /** Not a task. */
    other() {}
  }

  class Replacing extends Manager {
    @periodicTask({ spacing: 5 })
    override refresh(context: Context) {
      context.calls.push('refresh of Replacing');
    }

    @periodicTask({ spacing: 5 })
    more(context: Context) {
      context.calls.push('more');
    }
  }

  class Overriding extends Manager {
    override refresh(context: Context) {
      context.calls.push('refresh of Overriding');
    }
  }

  class SwitchingOff extends Manager {
    @periodicTask({ enabled: false })
    override refresh() {}
  }

  class Static extends Manager {
    static periodicTasks = { refresh: { spacing: 7 }, other: { spacing: 8 } };
  }

  /** A task that another decorator puts another method in the place of. */
  const loudly = (method: (context: Context) => unknown, _context: ClassMethodDecoratorContext) =>
    function (this: unknown, context: Context) {
      context.calls.push('loudly');
      return method.call(this, context);
    };
  class Wrapped extends Base<Context> {
    @loudly
    @periodicTask({ spacing: 10 })
    refresh(context: Context) {
      context.calls.push('refreshed');
    }
  }

  class Composed {
    readonly tasks = new Base<Context>({ target: this });
    readonly of = 'Composed';

    @periodicTask({ spacing: 10 })
    refresh(context: Context) {
      context.calls.push(`refresh of ${this.of}`);
    }
  }

  class ComposedMore extends Composed {
    @periodicTask({ spacing: 10 })
    more(context: Context) {
      context.calls.push('more');
    }
  }

  /** Adds a task before the decorators of a subclass have been heard of. */
  class Early extends Base<Context> {
    constructor() {
      super();
      this.addPeriodicTask((context) => context.calls.push('added'), { spacing: 10, name: 'added' });
    }
  }
  class Late extends Early {
    @periodicTask({ spacing: 10 })
    late(context: Context) {
      context.calls.push('late');
    }
  }

  const ofWrong = {
    spacing: () =>
      class {
        @periodicTask({ spacing: Number.NaN })
        refresh() {}
      },
    option: () =>
      class {
        @periodicTask({ spacing: 10, ...{ spaceing: 10 } })
        refresh() {}
      },
    static: () =>
      class {
        @periodicTask
        static refresh() {}
        other() {}
      },
    private: () =>
      class {
        @periodicTask
        #refresh() {}
        refresh() {
          this.#refresh();
        }
      },
  };

  return {
    Manager,
    Replacing,
    Overriding,
    SwitchingOff,
    Static,
    Wrapped,
    Composed,
    ComposedMore,
    Late,
    ofWrong,
  };
}
