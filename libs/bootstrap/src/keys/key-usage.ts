import type { KeyLimits } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import type { KeyHolder } from './key-entry.js';

const MINUTE_MS = 60_000;
type PerMinute = Exclude<keyof KeyLimits, 'concurrentQuestions'>;
const WORDS: Readonly<Record<PerMinute, string>> = {
  requestsPerMinute: 'requests',
  tokensPerMinute: 'tokens',
  bytesPerMinute: 'bytes',
};

interface Level {
  left: number;
  at: number;
}
interface Used {
  readonly levels: Map<PerMinute, Level>;
  questions: number;
}

/** One request of a limited key, until it ends. */
export interface Admission {
  /** What is known only afterwards is taken from what comes next. */
  spend(limit: PerMinute, amount: number): void;
  leave(): void;
}

/** What each key has used of its limits at this door. A limit fills up evenly again, to what it allows in a minute. */
export class KeyUsage {
  private readonly byKey = new Map<string, Used>();

  constructor(private readonly now: () => number = Date.now) {}

  /**
   * @param bytes of the body, as far as they are announced
   * @returns undefined for a key without limits
   * @throws AppError RESOURCE_EXHAUSTED with the limit's name and after how many seconds it has room again
   */
  admit({ keyId, limits }: KeyHolder, bytes: number, isQuestion: boolean): Admission | undefined {
    if (!limits) return undefined;
    const used = this.usedBy(keyId);
    for (const name of Object.keys(WORDS) as PerMinute[]) this.assertRoom(used, name, limits[name]);
    if (isQuestion) enterQuestion(used, limits);
    this.take(used, 'requestsPerMinute', limits, 1);
    this.take(used, 'bytesPerMinute', limits, bytes);
    let isOver = false;
    return {
      spend: (limit, amount) => this.take(used, limit, limits, amount),
      leave: () => {
        if (isQuestion && !isOver) used.questions -= 1;
        isOver = true;
      },
    };
  }

  private usedBy(keyId: string): Used {
    const used = this.byKey.get(keyId) ?? { levels: new Map<PerMinute, Level>(), questions: 0 };
    this.byKey.set(keyId, used);
    return used;
  }

  private assertRoom(used: Used, name: PerMinute, most: number | undefined): void {
    if (most === undefined) return;
    const { left } = this.levelOf(used, name, most);
    if (left >= 1) return;
    throw exhausted(name, `${most} ${WORDS[name]} a minute`, Math.ceil(((1 - left) / most) * 60));
  }

  private take(used: Used, name: PerMinute, limits: KeyLimits, amount: number): void {
    const most = limits[name];
    if (most !== undefined) this.levelOf(used, name, most).left -= amount;
  }

  private levelOf(used: Used, name: PerMinute, most: number): Level {
    const now = this.now();
    const level = used.levels.get(name) ?? { left: most, at: now };
    level.left = Math.min(most, level.left + ((now - level.at) / MINUTE_MS) * most);
    level.at = now;
    used.levels.set(name, level);
    return level;
  }
}

function enterQuestion(used: Used, { concurrentQuestions: most = Infinity }: KeyLimits): void {
  if (used.questions >= most) throw exhausted('concurrentQuestions', `${most} questions at a time`, 1);
  used.questions += 1;
}

function exhausted(limit: string, allowed: string, retryAfterSeconds: number): AppError {
  return new AppError('RESOURCE_EXHAUSTED', `This key may have ${allowed} (limit "${limit}"); ask again in ${retryAfterSeconds} s`, {
    details: { limit, retryAfterSeconds },
  });
}
