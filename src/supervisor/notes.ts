export interface Where {
  readonly service: string;
  readonly number: number;
  readonly generation: number;
  readonly worker: number | null;
}

/** Of an essential service. */
export interface Quorum {
  readonly service: string;
  readonly ready: number;
  readonly quorum: number;
}

/** A fact for the operator; launcher/narrate.ts makes a sentence of it. */
export type Note =
  | ({ readonly id: 'worker-ready'; readonly after: number } & Where)
  | ({ readonly id: 'worker-crashed'; readonly reason: string; readonly retryIn: number } & Where)
  /** `cut`: it was draining, and ended before it had finished. */
  | ({ readonly id: 'worker-gone'; readonly reason: string; readonly cut: boolean } & Where)
  | ({ readonly id: 'worker-late'; readonly timeout: number } & Where)
  | ({ readonly id: 'worker-overdue'; readonly rung: 'terminate' | 'kill' } & Where)
  | ({ readonly id: 'worker-lost' } & Where)
  | ({ readonly id: 'worker-leaves' } & Where)
  | ({ readonly id: 'worker-silent'; readonly timeout: number } & Where)
  | ({ readonly id: 'worker-answers' } & Where)
  | ({ readonly id: 'worker-stuck'; readonly timeout: number } & Where)
  | ({ readonly id: 'worker-exceeded'; readonly reason: string } & Where)
  | ({ readonly id: 'worker-worn'; readonly reason: string } & Where)
  | ({ readonly id: 'worker-recycled' } & Where)
  | ({ readonly id: 'recycle-failed'; readonly reason: string; readonly retryIn: number } & Where)
  | ({ readonly id: 'fork-failed'; readonly reason: string; readonly retryIn: number } & Where)
  | ({ readonly id: 'no-service'; readonly reason: string } & Where)
  | { readonly id: 'service-ready'; readonly service: string; readonly workers: number }
  | {
      readonly id: 'service-failed';
      readonly service: string;
      readonly reason: string;
      readonly essential: boolean;
    }
  | { readonly id: 'service-stopped'; readonly service: string; readonly workers: number }
  | { readonly id: 'service-started'; readonly service: string; readonly workers: number }
  | ({ readonly id: 'quorum-lost' } & Quorum)
  | ({ readonly id: 'quorum-regained' } & Quorum)
  | { readonly id: 'scaled'; readonly service: string; readonly workers: number }
  | {
      readonly id: 'scale-refused';
      readonly service: string;
      readonly workers: number;
      readonly reason: string;
    }
  | {
      readonly id: 'reload-started';
      readonly generation: number;
      readonly services: readonly string[];
      readonly removed: readonly string[];
      /** Nothing was read again. */
      readonly restart: boolean;
    }
  | { readonly id: 'reload-queued'; readonly generation: number }
  | { readonly id: 'reload-accepted'; readonly generation: number }
  | { readonly id: 'reload-refused'; readonly generation: number; readonly reason: string }
  | { readonly id: 'rolled-back'; readonly generation: number }
  | ({ readonly id: 'rollback-abandoned'; readonly reason: string } & Where)
  | { readonly id: 'stopping'; readonly workers: number }
  | { readonly id: 'impatient'; readonly rung: 'terminate' | 'kill' };
