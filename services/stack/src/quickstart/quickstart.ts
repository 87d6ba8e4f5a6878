import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { QueryReply } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import type { DocmindClient } from '../client/docmind-client.js';
import { openClient } from '../client/open-client.js';
import { pullModels } from '../commands/models.command.js';
import { formatAnswer, milliseconds, say, table } from '../commands/terminal.js';
import { untilStopped } from '../commands/until-stopped.js';
import { addresses, startStack, type UpOptions } from '../commands/up.command.js';
import type { RunningStack } from '../hosts/running-stack.js';
import { environmentWith } from '@docmind/config';

const QUESTION = 'How long are daily snapshots kept?';
const IN_OTHER_WORDS = 'For how many days are daily snapshots kept?';
/** What the right answer must hold: examples/README.md has the question and its document. */
const RIGHT_ANSWER = /\b35 days\b/;

/**
 * The whole way of a question with the real parts, told step by step.
 * @throws AppError FAILED_PRECONDITION when a step did not do what it should
 */
export async function quickstart(options: UpOptions & { readonly once?: boolean }): Promise<void> {
  say('\n1. The models');
  await pullModels([], { dataDir: options.dataDir });
  say('   The chat model is the smallest there is: it shows the way of a question, and answers little. A better one for this machine:');
  say('   npm run docmind -- models recommend');
  say('\n2. Five services in one process');
  const startedAt = performance.now();
  // The story is told step by step; each service's own log would stand between the steps.
  const stack = await startStack({ ...options, small: true, logLevel: environmentWith({}).LOG_LEVEL ?? 'warn' });
  say(`up in ${milliseconds(performance.now() - startedAt)}`);
  try {
    const failures = await demonstrate(stack);
    say(`\n${addresses(stack)}`);
    if (failures.length > 0) throw new AppError('FAILED_PRECONDITION', `\nThe quickstart did not go well: ${failures.join('; ')}`);
  } catch (thrown) {
    await stack.close();
    throw thrown;
  }
  if (options.once) return stack.close();
  say(`\nServing. Ask your own in a browser: ${stack.urls.orchestrator}/   Ctrl-C ends it.`);
  await untilStopped(() => stack.close(), stack.endsWithinMs);
}

async function demonstrate(stack: RunningStack): Promise<string[]> {
  const client = openClient({ url: stack.urls.orchestrator, key: environmentWith({}).DOCMIND_API_KEY });
  say('\n3. The example documents');
  await ingestExamples(client);
  say(`\n4. "${QUESTION}"\n`);
  const first = await client.query({ question: QUESTION });
  say(indent(formatAnswer(first)));
  say(`\n5. The same in other words: "${IN_OTHER_WORDS}"\n`);
  const second = await client.query({ question: IN_OTHER_WORDS });
  say(indent(formatAnswer(second)));
  say(`\n${figures([first, second])}`);
  return judge(first, second);
}

async function ingestExamples(client: DocmindClient): Promise<void> {
  const folder = examplesFolder();
  for (const name of readdirSync(folder).sort()) {
    const { outcome, document, cachedSteps } = await client.upload(join(folder, name));
    const cached = cachedSteps.length > 0 ? ' (steps from the cache)' : '';
    say(`   ${basename(name)}: ${outcome}, ${document.chunkCount} passages${cached}`);
  }
}

function judge(first: QueryReply, second: QueryReply): string[] {
  const failures: string[] = [];
  if (!RIGHT_ANSWER.test(first.answer)) failures.push('the first answer does not hold "35 days"');
  if (first.sources.length === 0) failures.push('the first answer names no source');
  if (second.cache.result !== 'exact' && second.cache.result !== 'semantic') failures.push('the second answer did not come from the cache');
  if (!RIGHT_ANSWER.test(second.answer)) failures.push('the second answer does not hold "35 days"');
  return failures;
}

function figures(replies: readonly QueryReply[]): string {
  return table([
    ['ask', 'time to first token', 'total', 'tokens in', 'tokens out', 'cache'],
    ...replies.map(({ timings, usage, cache }, index) => [
      String(index + 1),
      milliseconds(timings.timeToFirstTokenMs),
      milliseconds(timings.totalMs),
      String(usage.prompt_tokens),
      String(usage.completion_tokens),
      cache.similarity === undefined ? cache.result : `${cache.result}, similarity ${cache.similarity.toFixed(3)}`,
    ]),
  ]);
}

/** Above this package, from `src/` and `dist/` alike. */
function examplesFolder(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); folder !== dirname(folder); folder = dirname(folder)) {
    const candidate = join(folder, 'examples', 'documents');
    if (existsSync(candidate)) return candidate;
  }
  throw new AppError('FAILED_PRECONDITION', 'examples/documents is not there: run the quickstart from a clone of the repository');
}

function indent(text: string): string {
  return text.replace(/^/gm, '   ');
}
