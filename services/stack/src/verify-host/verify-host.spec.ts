import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '@docmind/errors';
import { describe, expect, it, onTestFinished } from 'vitest';
import { accuracyChecks, type Answers } from './accuracy.js';
import { type Check, held, judged } from './check.js';
import { documentChecks } from './documents.js';
import { engineLogChecks } from './engine-log.policy.js';
import type { Generation } from './engine-door.js';
import { overflowChecks, pressureChecks, switchChecks } from './limits.js';
import { factQuestions, isRight, proseOf } from './prose.policy.js';
import { expectFolder, forThisHost, readReport, shown, writeReport } from './report.js';
import { checksOf, Prompts } from './speed.js';
import { VramWatch } from './vram.js';
import { workOf } from './work.policy.js';

/** The lines that count out of what vLLM 0.10 and newer print when they start. */
const LOG = `INFO 11-26 [core.py:75] Initializing a V1 LLM engine (v0.32.0) with config: model='/models/Qwen3-4B-Instruct-2507-FP8', quantization=fp8, kv_cache_dtype=fp8,
INFO 11-26 [cuda.py:290] Using FLASHINFER attention backend out of potential backends: ['FLASHINFER', 'TRITON_ATTN'].
INFO 11-26 [gpu_model_runner.py:2007] Model loading took 4.30 GiB memory and 3.25 seconds
INFO 11-26 [gpu_worker.py:276] Available KV cache memory: 8.62 GiB
INFO 11-26 [kv_cache_utils.py:864] GPU KV cache size: 125,536 tokens
INFO 11-26 [gpu_model_runner.py:2686] Graph capturing finished in 9 secs, took 0.61 GiB
INFO 11-26 [core.py:213] init engine (profile, create kv cache, warmup model) took 41.07 seconds
`;
const run: Generation = { text: '', promptTokens: 1_000, completionTokens: 101, firstTokenMs: 500, totalMs: 1_500, trimmedTokens: 0 };
const prompts = { next: (tokens: number) => 'x'.repeat(tokens) };
const verdicts = (checks: readonly Check[]) => Object.fromEntries(checks.map(({ id, verdict }) => [id, verdict]));
const valueOf = (checks: readonly Check[], asked: string) => checks.find(({ id }) => id === asked)?.value;
const refusal = (status: number, words: string) => new AppError('UNAVAILABLE', `${status}: ${words}`, { details: { status } });

describe('a check', () => {
  it('passes within its target only, and never without a value', () => {
    const of = (value: number | null, target = {}) => judged({ id: 'x', what: 'x', unit: 'seconds', value, target }).verdict;
    expect([of(5, { below: 5 }), of(4.9, { below: 5 }), of(5, { atMost: 5 }), of(5, { above: 5 }), of(null, { below: 5 }), of(5)]).toEqual([
      'fail',
      'pass',
      'pass',
      'fail',
      'no data',
      'figure',
    ]);
  });
});

describe('speed', () => {
  it('is what callers saw: tokens after the first, and prompts until the first', () => {
    const alone = checksOf({ contextTokens: 1_000, atOnce: 1, runs: [run], wallMs: 1_500 });
    expect([valueOf(alone, 'decode-1000x1'), valueOf(alone, 'prefill-1000x1')]).toEqual([100, 2_000]);
    expect(verdicts(alone)).toEqual({ 'decode-1000x1': 'pass', 'prefill-1000x1': 'pass' });
    const slow = { ...run, firstTokenMs: 2_000, totalMs: 4_000 };
    const both = checksOf({ contextTokens: 1_000, atOnce: 2, runs: [run, slow], wallMs: 4_000 });
    expect([valueOf(both, 'decode-1000x2'), valueOf(both, 'prefill-1000x2'), valueOf(both, 'all-answers-1000x2')]).toEqual([
      75, 1_000, 50.5,
    ]);
    expect(checksOf({ contextTokens: 1_000, atOnce: 1, runs: [{ ...run, completionTokens: 1 }], wallMs: 9 })[0]?.verdict).toBe('no data');
  });

  it('is a figure without a verdict where no card is', () => {
    const checks = [...checksOf({ contextTokens: 9, atOnce: 1, runs: [run], wallMs: 9 }), held('answer', 'x', false)];
    expect(verdicts(forThisHost(checks, false))).toEqual({ 'decode-9x1': 'figure', 'prefill-9x1': 'figure', answer: 'fail' });
    expect(verdicts(forThisHost(checks, true))['decode-9x1']).toBe('pass');
  });

  it('is tried within the window, each length once', () => {
    expect(workOf({}, true, 40_960).speed.contexts).toEqual([1_024, 8_192, 32_768, Math.floor(40_960 * 0.88) - 256]);
    expect(workOf({ contexts: [5_000, 9_000] }, false, 2_048).speed.contexts).toEqual([1_754]);
  });
});

describe('prompts', () => {
  it('are as long as the engine counts them, and near that where it cannot count', async () => {
    const counting = await Prompts.for({ tokens: () => Promise.resolve({ count: 2_000, windowTokens: undefined }) });
    const silent = await Prompts.for({ tokens: () => Promise.reject(new Error('no tokens')) });
    expect([counting.next(1_000).length, silent.next(1_000).length]).toEqual([2_000, 4_000]);
  });

  it('share no beginning, so that no prefix cache helps', () => {
    expect(proseOf(7, 500)).toHaveLength(500);
    expect(proseOf(7, 500)).toBe(proseOf(7, 500));
    expect(proseOf(7, 500).slice(0, 12)).not.toBe(proseOf(8, 500).slice(0, 12));
  });

  it('ask for one number of the text, and take no other', () => {
    for (const question of factQuestions(40)) {
      const numbers = [...question.prompt.matchAll(/is (\d+)\./g)].map(([, code = '']) => code);
      expect(numbers.filter((code) => code === question.answer)).toHaveLength(1);
      const other = numbers.find((code) => code !== question.answer) ?? '';
      const rights = [question.answer, `It is ${question.answer}.`, other, `${question.answer} or ${other}`, 'no idea'].map((text) =>
        isRight(question, text),
      );
      expect(rights).toEqual([true, true, false, false, false]);
    }
  });
});

describe('accuracy', () => {
  const answers = (count: number, wrong: number): Answers =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`fact-${index}`, index >= wrong]));

  it('is a share, and against an earlier report a loss that is judged only where its interval allows', () => {
    expect(accuracyChecks(answers(400, 40), undefined)).toEqual([expect.objectContaining({ value: 0.9, verdict: 'figure' })]);
    const lossOf = (now: Answers, before: Answers) => verdicts(accuracyChecks(now, before))['accuracy-loss'];
    expect(lossOf(answers(400, 0), answers(400, 0))).toBe('pass');
    expect(lossOf(answers(20, 0), answers(20, 0))).toBe('figure');
    expect(lossOf(answers(400, 40), answers(400, 0))).toBe('fail');
    expect(lossOf(answers(400, 5), answers(400, 0))).toBe('figure');
    expect(lossOf(answers(9, 0), { other: true })).toBe('no data');
  });
});

describe('limits', () => {
  const metric = () => Promise.resolve(0);

  it('hold where a prompt is cut to the window or refused with its counts, and not where an engine says something', async () => {
    const tried = async (generate: () => Promise<Generation>) =>
      verdicts(await overflowChecks({ generate, metric }, prompts, 1_000))['context-overflow'];
    expect(await tried(() => Promise.resolve({ ...run, promptTokens: 990, trimmedTokens: 200 }))).toBe('pass');
    expect(await tried(() => Promise.resolve({ ...run, promptTokens: 1_150 }))).toBe('fail');
    expect(await tried(() => Promise.reject(refusal(400, 'The prompt has 1150 tokens')))).toBe('pass');
    expect(await tried(() => Promise.reject(refusal(400, 'model: is missing')))).toBe('fail');
    expect(await tried(() => Promise.reject(refusal(500, 'CUDA out of memory: 12 tokens')))).toBe('fail');
    expect(await tried(() => Promise.reject(refusal(429, 'busy, 12 tokens wait')))).toBe('no data');
    const untold = await overflowChecks({ generate: () => Promise.resolve(run), metric }, prompts, undefined);
    expect(verdicts(untold)).toEqual({ 'context-overflow': 'no data' });
  });

  it('hold under pressure where what is not answered is turned away, and the next prompt is answered', async () => {
    let asked = 0;
    const every = (third: Error) => ({ generate: () => ((asked += 1) % 3 === 0 ? Promise.reject(third) : Promise.resolve(run)) });
    const burst = { requests: 6, contextTokens: 8 };
    expect(verdicts(await pressureChecks(every(refusal(503, 'busy')), prompts, burst))).toEqual({
      pressure: 'pass',
      'after-pressure': 'pass',
    });
    asked = 0;
    expect(verdicts(await pressureChecks(every(refusal(500, 'oom')), prompts, burst))).toEqual({
      pressure: 'fail',
      'after-pressure': 'pass',
    });
    const full = { generate: () => Promise.reject(refusal(429, 'busy')) };
    expect(verdicts(await pressureChecks(full, prompts, burst))).toEqual({ pressure: 'fail', 'after-pressure': 'fail' });
    asked = 2;
    const dead = { generate: () => Promise.reject(new Error('gone')) };
    expect(verdicts(await pressureChecks(dead, prompts, burst))).toEqual({ pressure: 'fail', 'after-pressure': 'fail' });
  });

  it('switch there and back, only when told to', async () => {
    const switched: string[] = [];
    const active = () => Promise.resolve({ name: 'gpu' } as never);
    const door = { active, switchTo: (name: string) => Promise.resolve({ tookMs: switched.push(name) * 4_000 }) };
    expect(verdicts(await switchChecks(door, undefined))).toEqual({ 'backend-switch': 'no data' });
    expect(verdicts(await switchChecks(door, 'cpu'))).toEqual({ 'backend-switch-to-cpu': 'pass', 'backend-switch-to-gpu': 'fail' });
  });
});

describe('documents', () => {
  it('are deleted, also where a step fails, and so is what an earlier run left', async () => {
    const [there, query] = [new Set(['left']), () => Promise.reject(new Error('gone'))];
    const upload = () => Promise.resolve({ document: { id: there.add('new') && 'new' } } as never);
    const remove = (id: string) => Promise.resolve(there.delete(id) as never);
    async function* documents({ under }: { under?: string } = {}) {
      expect(under).toBe('.docmind-verify-host');
      yield* await Promise.resolve([...there].map((id) => ({ id }) as never));
    }
    await expect(documentChecks({ upload, query, documents, delete: remove })).rejects.toThrow('gone');
    expect([...there]).toEqual([]);
  });
});

describe('GPU memory', () => {
  const watched = async (totalBytes: number) => {
    const used = [4e9, 12e9, 9e9];
    const hardware = () => {
      const now = used.shift();
      if (now === undefined) return Promise.reject(new Error('gone'));
      return Promise.resolve({ device: 'gpu', vramTotalBytes: totalBytes, vramFreeBytes: totalBytes - now } as never);
    };
    const watch = new VramWatch({ hardware }, 'at rest');
    await watch.start();
    await watch.enter('speed');
    await watch.enter('documents');
    return watch.stop();
  };

  it('is the highest of each stage, judged on the card that the target is for, and told where the stack is gone meanwhile', async () => {
    const checks = await watched(16e9);
    expect([valueOf(checks, 'vram-at-rest'), valueOf(checks, 'vram-speed')]).toEqual([12e9, 9e9]);
    expect(verdicts(checks)).toEqual({ 'vram-at-rest': 'pass', 'vram-speed': 'pass' });
    expect(verdicts(await watched(80e9))).toEqual({ 'vram-at-rest': 'figure', 'vram-speed': 'figure' });
  });
});

describe("vLLM's log", () => {
  it('tells what no route of it tells', () => {
    const checks = engineLogChecks(LOG);
    expect(verdicts(checks)).toMatchObject({ 'vllm-fp8': 'pass', 'vllm-fp8-kv': 'pass', 'vllm-flashinfer': 'pass' });
    const figures = ['vllm-weights', 'vllm-load', 'vllm-kv-memory', 'vllm-kv-tokens', 'vllm-graphs', 'vllm-start'].map((id) =>
      valueOf(checks, id),
    );
    expect(figures).toEqual([4.3 * 2 ** 30, 3.25, 8.62 * 2 ** 30, 125_536, 9, 41.07]);
  });

  it('fails what it shows to be otherwise, and has no data where it shows nothing', () => {
    const other = LOG.replace('quantization=fp8', 'quantization=None').replaceAll('FLASHINFER attention', 'FLASH_ATTN attention');
    expect(verdicts(engineLogChecks(other))).toMatchObject({ 'vllm-fp8': 'fail', 'vllm-flashinfer': 'fail', 'vllm-fp8-kv': 'pass' });
    expect([...engineLogChecks('Hello'), ...engineLogChecks(undefined)].map(({ verdict }) => verdict)).toEqual(['no data', 'no data']);
  });
});

describe('the report', () => {
  it('is kept as a file, and shown beside an earlier one', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'docmind-report-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const [file, other] = [join(folder, 'report.json'), join(folder, 'other.json')];
    const checks = [...checksOf({ contextTokens: 9, atOnce: 1, runs: [run], wallMs: 9 }), held('answer', 'a fact is answered', true)];
    const report = { at: '2026-01-01T00:00:00.000Z', gpus: [], model: 'm', engine: 'vllm', checks, answers: { 'fact-0': true } };
    await writeReport(file, report);
    expect(await readReport(file)).toEqual(report);
    expect(shown(report, await readReport(file))).toMatch(/decode behind 9 tokens +pass +>= 100 tokens\/s +100 tokens\/s +100 tokens\/s/);
    expect(shown(report, undefined)).toMatch(/a fact is answered +pass +yes +yes[\s\S]*3 pass, 0 fail, 0 have no data/);
    writeFileSync(other, '{"a":1}');
    await expect(readReport(other)).rejects.toThrow(/is no report of verify-host/);
    await expect(readReport(join(folder, 'none.json'))).rejects.toThrow(/can't be read: --earlier takes/);
    await expect(writeReport(join(folder, 'no', 'such'), report)).rejects.toThrow(/can't be written/);
    await expect(expectFolder(join(folder, 'no', 'such'))).rejects.toThrow(/can't be written: its folder isn't there/);
    await expectFolder(file);
  });
});
