// The leak, poison and stream test pack: named cases, each with what must hold and a verdict a person can read.
import { randomInt } from 'node:crypto';
import { answerCases } from './cases/answers.mjs';
import { likenessCases } from './cases/likeness.mjs';
import { poisonCases } from './cases/poison.mjs';
import { scopeCases } from './cases/scope.mjs';
import { Broken, NotApplicable } from './target/target.mjs';

export { startUpstream } from './target/upstream.mjs';
export { Target } from './target/target.mjs';

export const CASES = [...scopeCases, ...likenessCases, ...answerCases, ...poisonCases];

/** @returns {Promise<{verdict: 'holds' | 'broken' | 'not applicable', why: string}>} */
export async function runCase(target, { run }) {
  target.upstream.script = {};
  try {
    await run(target, newTopic());
    return { verdict: 'holds', why: '' };
  } catch (error) {
    if (error instanceof Broken) return { verdict: 'broken', why: error.message };
    if (error instanceof NotApplicable) return { verdict: 'not applicable', why: error.message };
    return { verdict: 'broken', why: `the case could not be run to its end: ${error.stack ?? error}` };
  } finally {
    target.upstream.script = {};
  }
}

/** A name that no earlier case or run has asked about, and nothing a guard could take for a number or an acronym. */
function newTopic() {
  const syllables = ['ka', 'lo', 'mi', 'ne', 'ru', 'sa', 'to', 'va', 'zi', 'pe', 'du', 'fa'];
  const word = Array.from({ length: 6 }, () => syllables[randomInt(syllables.length)]).join('');
  return word[0].toUpperCase() + word.slice(1);
}
