import { AppError } from '@docmind/errors';

export interface FlightControls {
  /** Aborts when the last follower has left. */
  readonly signal: AbortSignal;
  emit(delta: string): void;
}

/** Identical questions at the same time make one run; each caller gets all of its deltas and its result. */
export class SingleFlight<T> {
  private readonly flights = new Map<string, Flight<T>>();

  /** Yields deltas and returns the result. Leaving early ends the run once nobody follows it. */
  async *join(key: string, signal: AbortSignal, start: (controls: FlightControls) => Promise<T>): AsyncGenerator<string, T, undefined> {
    let flight = this.flights.get(key);
    if (flight === undefined) {
      flight = new Flight(start, () => this.flights.delete(key));
      this.flights.set(key, flight);
    }
    return yield* flight.follow(signal);
  }

  get size(): number {
    return this.flights.size;
  }
}

type Outcome<T> = { value: T } | { error: unknown };

class Flight<T> {
  private readonly deltas: string[] = [];
  private readonly controller = new AbortController();
  private outcome: Outcome<T> | undefined;
  private followers = 0;
  private pulse = deferred<void>();

  constructor(
    start: (controls: FlightControls) => Promise<T>,
    private readonly onEnd: () => void,
  ) {
    const controls = { signal: this.controller.signal, emit: (delta: string) => this.emit(delta) };
    start(controls).then(
      (value) => this.settle({ value }),
      (error: unknown) => this.settle({ error }),
    );
  }

  async *follow(signal: AbortSignal): AsyncGenerator<string, T, undefined> {
    this.followers += 1;
    let next = 0;
    try {
      for (;;) {
        for (; next < this.deltas.length; next += 1) yield this.deltas[next] ?? '';
        if (this.outcome !== undefined) return valueOf(this.outcome);
        await untilAborted(this.pulse.promise, signal);
      }
    } finally {
      this.leave();
    }
  }

  private leave(): void {
    this.followers -= 1;
    if (this.followers > 0 || this.outcome !== undefined) return;
    // Out of the map first: a newcomer must not join a run that is being cancelled.
    this.onEnd();
    this.controller.abort(new AppError('CANCELLED', 'The caller went away'));
  }

  private emit(delta: string): void {
    this.deltas.push(delta);
    this.beat();
  }

  private settle(outcome: Outcome<T>): void {
    this.outcome = outcome;
    if (!this.controller.signal.aborted) this.onEnd();
    this.beat();
  }

  private beat(): void {
    const { resolve } = this.pulse;
    this.pulse = deferred<void>();
    resolve();
  }
}

function valueOf<T>(outcome: Outcome<T>): T {
  if ('error' in outcome) throw outcome.error;
  return outcome.value;
}

async function untilAborted(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  const cancelled = (): AppError => (signal.reason instanceof AppError ? signal.reason : new AppError('CANCELLED', 'The caller went away'));
  if (signal.aborted) throw cancelled();
  const left = deferred<never>();
  const onAbort = (): void => left.reject(cancelled());
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    await Promise.race([promise, left.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (reason: unknown) => void;
}

/** Node 20 has no Promise.withResolvers. */
function deferred<T>(): Deferred<T> {
  let resolve!: (value: T) => void;
  let reject!: (reason: unknown) => void;
  const promise = new Promise<T>((onValue, onError) => {
    resolve = onValue;
    reject = onError;
  });
  return { promise, resolve, reject };
}
