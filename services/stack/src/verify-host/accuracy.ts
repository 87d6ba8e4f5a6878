import { type Check, judged, noData } from './check.js';
import type { EngineDoor } from './engine-door.js';
import { factQuestions, isRight } from './prose.policy.js';

/** Whether each question was answered right. */
export type Answers = Readonly<Record<string, boolean>>;

const ANSWER_TOKENS = 24;
const AT_ONCE = 4;
const WIDTH = 1.96;
/** Of the specification: what quantization may cost. */
const MOST_LOST = 0.02;

export async function answerQuestions(door: EngineDoor, count: number): Promise<Answers> {
  const questions = factQuestions(count);
  const answers: Record<string, boolean> = {};
  const ask = async (): Promise<void> => {
    for (let question = questions.pop(); question; question = questions.pop())
      answers[question.id] = isRight(question, (await door.generate({ prompt: question.prompt, maxTokens: ANSWER_TOKENS })).text);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, ask));
  return answers;
}

/** How many are right, and against an earlier report how much was lost: pass and fail only where the whole interval lies on one side. */
export function accuracyChecks(answers: Answers, earlier: Answers | undefined): Check[] {
  const ids = Object.keys(answers);
  if (ids.length === 0) return [noData('accuracy', 'questions answered right', 'none was asked')];
  const right = ids.filter((id) => answers[id]).length;
  const note = `${right} of ${ids.length}: one of twelve numbers out of a short text`;
  const share = judged({ id: 'accuracy', what: 'questions answered right', unit: 'ratio', value: right / ids.length, note });
  return earlier ? [share, lossCheck(answers, earlier)] : [share];
}

function lossCheck(answers: Answers, earlier: Answers): Check {
  const [id, what] = ['accuracy-loss', 'accuracy lost against the earlier report'];
  const shared = Object.keys(answers).filter((question) => earlier[question] !== undefined);
  if (shared.length === 0) return noData(id, what, 'the two reports share no question: use the same --questions');
  const { lost, low, high } = lossOf(shared.map((question) => Number(earlier[question]) - Number(answers[question])));
  const note = `95 %: ${percent(low)} to ${percent(high)}, ${shared.length} questions`;
  const isDecided = high < MOST_LOST || low >= MOST_LOST;
  const decided = { id, what, unit: 'ratio' as const, value: lost, note: isDecided ? note : `${note}: too few to tell` };
  return judged(isDecided ? { ...decided, target: { below: MOST_LOST } } : decided);
}

/** Mean of paired differences, with its interval; where no pair differs, the rule of three bounds it. */
function lossOf(differences: readonly number[]): { readonly lost: number; readonly low: number; readonly high: number } {
  const count = differences.length;
  const lost = differences.reduce((sum, one) => sum + one, 0) / count;
  const variance = differences.reduce((sum, one) => sum + (one - lost) ** 2, 0) / count;
  const half = differences.every((one) => one === 0) ? 3 / count : WIDTH * Math.sqrt(variance / count);
  return { lost, low: lost - half, high: lost + half };
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
