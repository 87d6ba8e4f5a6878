import { copyFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { AppError } from '@docmind/errors';
import { describeWithModel, modelsDirForTests, temporaryFolder } from '@docmind/testing';
import { afterEach, expect, it, type Mock, onTestFinished, vi } from 'vitest';
import { ModelWorkers, type ModelWorkersOptions } from './model-workers.js';

const ID = 'bge-small-en-v1.5-int8';
const TEXTS = Array.from({ length: 24 }, (_, at) => `Volume ${at} is kept for ${at} days.`);

describeWithModel(ID, () => {
  const folder = join(modelsDirForTests(), ID);
  const opened: ModelWorkers[] = [];
  afterEach(async () => {
    for (const workers of opened.splice(0)) await workers.close(new AppError('UNAVAILABLE', 'closed'));
  });

  function open(change: Partial<ModelWorkersOptions>): ModelWorkers {
    const workers = new ModelWorkers({
      modelPath: join(folder, 'model.onnx'),
      tokenizerPath: join(folder, 'tokenizer.json'),
      maxTokens: 512,
      threads: 1,
      most: 1,
      ...change,
    });
    opened.push(workers);
    return workers;
  }

  it('gives each text its own vector, the same bytes with one worker and with several', async () => {
    const [alone, several] = [open({}), open({ most: 3 })];
    const vectorsOf = (workers: ModelWorkers) => Promise.all(TEXTS.map(async (text) => (await workers.work({ text })).value));
    const [expected, vectors] = [await vectorsOf(alone), await vectorsOf(several)];
    expect(vectors).toEqual(expected);
    expect(new Set(vectors.map(String)).size).toBe(TEXTS.length);
  });

  it('ends a worker that has had nothing to do, and starts another when there is', async () => {
    const started = vi.fn();
    process.on('worker', started);
    onTestFinished(() => void process.off('worker', started));
    const workers = open({ idleMs: 20 });
    const { value } = await workers.work({ text: 'before' });
    expect(started).toHaveBeenCalledTimes(1);
    await vi.waitFor(() => expect(threadsOf(started)).toEqual([-1]), 5_000);
    expect((await workers.work({ text: 'before' })).value).toEqual(value);
    expect(started).toHaveBeenCalledTimes(2);
  });

  it('goes on with one where a second cannot start, and starts that when there is as much to do again', async () => {
    const started = vi.fn();
    process.on('worker', started);
    onTestFinished(() => void process.off('worker', started));
    const modelPath = join(temporaryFolder(), 'model.onnx');
    copyFileSync(join(folder, 'model.onnx'), modelPath);
    const workers = open({ modelPath, most: 2 });
    await workers.work({ text: 'first' });
    renameSync(modelPath, `${modelPath}.away`);
    const workAll = () => Promise.all(TEXTS.map((text) => workers.work({ text })));
    const vectors = await workAll();
    expect(started).toHaveBeenCalledTimes(2);
    await vi.waitFor(() => expect(threadsOf(started)[1]).toBe(-1), 5_000);
    renameSync(`${modelPath}.away`, modelPath);
    expect(await workAll()).toEqual(vectors);
    expect(started).toHaveBeenCalledTimes(3);
  });

  it('fails what waits when no worker can start, and tries again at the next', async () => {
    const workers = open({ modelPath: join(temporaryFolder(), 'none.onnx'), most: 2 });
    const jobs = await Promise.allSettled(TEXTS.map((text) => workers.work({ text })));
    expect(jobs.map(({ status }) => status)).toEqual(TEXTS.map(() => 'rejected'));
    await expect(workers.work({ text: 'later' })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });
});

/** -1 for those that have ended. */
function threadsOf(started: Mock): number[] {
  return started.mock.calls.map(([worker]) => (worker as Worker).threadId);
}
