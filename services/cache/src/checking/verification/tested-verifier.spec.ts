import { AppError } from '@docmind/errors';
import { MetricsRegistry } from '@docmind/telemetry';
import { describe, expect, it } from 'vitest';
import { CacheMonitor } from '../../monitoring/cache-monitor.js';
import { FakeClock } from '../../monitoring/fake-clock.fixture.js';
import { JUDGE_ITEMS } from './judge-items.js';
import { knownOf } from './pair-verifier.fixture.js';
import { type Comparison, PairVerifier, type QuestionPair } from './pair-verifier.port.js';
import { TestedVerifier } from './tested-verifier.js';

type Model = (pair: QuestionPair) => Comparison;

class ScriptedVerifier extends PairVerifier {
  readonly model = 'm1';
  asked = 0;

  constructor(public says: Model) {
    super();
  }

  async verify(pair: QuestionPair): Promise<Comparison> {
    this.asked += 1;
    return this.says(pair);
  }

  async compareAnswers(): Promise<Comparison> {
    return 'same';
  }
}

function testOf(says: Model) {
  const [verifier, clock, logged] = [new ScriptedVerifier(says), new FakeClock(), [] as object[]];
  const monitor = new CacheMonitor({ warn: () => undefined, error: () => undefined }, new MetricsRegistry('cache'));
  const tested = new TestedVerifier(verifier, monitor, clock, { log: (line: object) => void logged.push(line) });
  return { verifier, clock, logged, tested };
}

const knowing: Model = (pair) => knownOf(pair) ?? 'different';

function failing(code: 'INTERNAL' | 'UNAVAILABLE'): Model {
  return () => {
    throw new AppError(code, 'no word');
  };
}

describe('the self-test of a judge', () => {
  it('lets a model judge that tells the items apart, asks each once, and says what was found', async () => {
    const { tested, verifier, logged } = testOf(knowing);
    expect(tested.mayJudge).toBe(false);
    await Promise.all([tested.test(), tested.test()]);
    await tested.test();
    expect([tested.mayJudge, verifier.asked]).toEqual([true, JUDGE_ITEMS.length]);
    expect(logged).toEqual([expect.objectContaining({ model: 'm1', judges: true, says: 'knows different 12 of 12, knows same 12 of 12' })]);
  });

  it.each<[string, Model]>([
    ['says "same" to everything', () => 'same'],
    ['says "different" to everything', () => 'different'],
    ['says neither', failing('INTERNAL')],
  ])('lets none judge that %s, and ends early', async (_case, says) => {
    const { tested, verifier } = testOf(says);
    await tested.test();
    expect(tested.mayJudge).toBe(false);
    expect(verifier.asked).toBeLessThan(JUDGE_ITEMS.length);
    const asked = verifier.asked;
    await tested.test();
    expect(verifier.asked).toBe(asked);
  });

  it('forgives a missed paraphrase sooner than a look-alike', async () => {
    const wrongAbout = (is: Comparison, count: number): Model => {
      const missed = JUDGE_ITEMS.filter((item) => item.is === is).slice(0, count);
      return (pair) => {
        const right = knowing(pair);
        if (!missed.some(({ asked }) => asked === pair.asked)) return right;
        return right === 'same' ? 'different' : 'same';
      };
    };
    const judges = async (says: Model): Promise<boolean> => {
      const { tested } = testOf(says);
      await tested.test();
      return tested.mayJudge;
    };
    expect([await judges(wrongAbout('different', 1)), await judges(wrongAbout('different', 2))]).toEqual([true, false]);
    expect([await judges(wrongAbout('same', 6)), await judges(wrongAbout('same', 7))]).toEqual([true, false]);
  });

  it('says nothing of a model whose engine could not be asked, and tries again later', async () => {
    const { tested, verifier, clock } = testOf(failing('UNAVAILABLE'));
    await tested.test();
    verifier.says = knowing;
    await tested.test();
    expect([tested.mayJudge, verifier.asked]).toEqual([false, 1]);
    clock.advance(60_000);
    await tested.test();
    expect(tested.mayJudge).toBe(true);
  });
});
