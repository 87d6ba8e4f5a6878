import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ChatRequest, inferenceChatComplete, inferenceModelsList, textOf } from '@docmind/contracts';
import { loadConfig } from '@docmind/config';
import { AppError } from '@docmind/errors';
import type { MessageClient } from '@docmind/messaging';
import { temporaryFolder, until } from '@docmind/testing';
import { Logger } from '@nestjs/common';
import { describe, expect, it, onTestFinished } from 'vitest';
import { orchestratorConfigSchema } from '../config/config.js';
import { ModelSelfTest } from './model-self-test.js';
import { ANSWER_ITEMS, JUDGE_ITEMS } from './self-test-items.js';
import { readSelfTests } from './self-test.store.js';

type Model = (prompt: string, request: ChatRequest) => string;

/** Knows every item, as a good model would. */
const knowing: Model = (prompt, { tools }) => {
  if (tools) return 'call';
  const judged = JUDGE_ITEMS.find(({ question, text }) => prompt.endsWith(question) && prompt.includes(text));
  if (judged) return judged.answers ? 'yes' : 'no';
  return ANSWER_ITEMS.find(({ question }) => prompt.includes(question))?.contains[0] ?? '';
};

async function testOf(model: Model, { dataDir = temporaryFolder(), sha256 }: { dataDir?: string; sha256?: string } = {}) {
  let asked = 0;
  const call = async (contract: { subject: string }, request: ChatRequest) => {
    if (contract.subject === inferenceModelsList.subject) return { models: [{ id: 'a-model', ownedBy: 'test', sha256 }] };
    if (contract.subject !== inferenceChatComplete.subject) throw new AppError('NOT_FOUND', contract.subject);
    asked += 1;
    const content = model(textOf(request.messages.at(-1)?.content ?? ''), request);
    const toolCalls = [{ id: '1', type: 'function', function: { name: 'current_weather', arguments: '{"city":"Bergen"}' } }];
    return content === 'call' ? { content: '', toolCalls } : { content };
  };
  const config = loadConfig(orchestratorConfigSchema, { DOCMIND_DATA_DIR: dataDir, INFERENCE_MODEL: 'a-model' });
  const selfTest = new ModelSelfTest({ call } as unknown as MessageClient, new Logger(), config);
  onTestFinished(() => selfTest.onModuleDestroy());
  expect(selfTest.mayJudge).toBe(false);
  selfTest.onApplicationBootstrap();
  await until(() => selfTest.result !== undefined, 'the model to be tested');
  return { selfTest, asked, dataDir };
}

describe('the self-test of a model', () => {
  it('lets one that knows the items judge, and says what it can do', async () => {
    const { selfTest } = await testOf(knowing);
    expect(selfTest.mayJudge).toBe(true);
    expect(selfTest.result).toMatchObject({ answers: true, judges: true, callsTools: true });
    expect(selfTest.result?.says).toBe('answers 6 of 6, knows an answer 12 of 12 and a near miss 12 of 12');
  });

  it.each([
    ['says yes to everything', 'yes'],
    ['says no to everything', 'no'],
    ['rambles', 'The text is about'],
  ])('lets none judge that %s, and gives up early', async (_case, word) => {
    const { selfTest, asked } = await testOf(() => word);
    expect(selfTest.result).toMatchObject({ answers: false, judges: false, callsTools: false });
    expect(asked).toBeLessThan(ANSWER_ITEMS.length + JUDGE_ITEMS.length);
  });

  it('holds where it cannot be kept', async () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    expect((await testOf(knowing, { dataDir: join(file, 'below'), sha256: 'abc' })).selfTest.mayJudge).toBe(true);
  });

  it('is kept for the file that was tested, and made anew for a model that only a name is known of', async () => {
    const first = await testOf(knowing, { sha256: 'abc' });
    const again = await testOf(() => 'yes', { dataDir: first.dataDir, sha256: 'abc' });
    expect([again.asked, again.selfTest.mayJudge]).toEqual([0, true]);
    const other = await testOf(() => 'yes', { dataDir: first.dataDir, sha256: 'def' });
    const named = await testOf(() => 'yes', { dataDir: first.dataDir });
    expect([other.selfTest.mayJudge, named.selfTest.mayJudge]).toEqual([false, false]);
    expect(readSelfTests(first.dataDir).map(({ sha256 }) => sha256)).toEqual([undefined, 'def', 'abc']);
  });
});
