import { AppError } from '@docmind/errors';

interface Line {
  inside: number;
  readonly waiting: Set<() => void>;
}

/** Who would wait for each other at a lock waits here, before a connection is taken: in the order they came, and no longer than so many milliseconds. */
export class Lines {
  private readonly lines = new Map<string, Line>();

  constructor(private readonly waitsMs: number) {}

  /** @param most that are in it at once */
  async through<Result>(name: string, work: () => Promise<Result>, most = 1): Promise<Result> {
    await this.enter(name, most);
    try {
      return await work();
    } finally {
      this.leave(name);
    }
  }

  private async enter(name: string, most: number): Promise<void> {
    const line = this.lines.get(name) ?? { inside: 0, waiting: new Set() };
    this.lines.set(name, line);
    if (line.inside === most) return this.turn(line);
    line.inside += 1;
  }

  private turn({ waiting }: Line): Promise<void> {
    return new Promise((resolve, reject) => {
      const go = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        waiting.delete(go);
        reject(new AppError('UNAVAILABLE', 'Changes that came before took longer than this one may wait', { retryable: true }));
      }, this.waitsMs);
      waiting.add(go);
    });
  }

  /** Whoever is next has the place. */
  private leave(name: string): void {
    const line = this.lines.get(name) as Line;
    const [next] = line.waiting;
    if (next === undefined) {
      line.inside -= 1;
      if (line.inside === 0) this.lines.delete(name);
      return;
    }
    line.waiting.delete(next);
    next();
  }
}
