// "押金呢？" after "房租是多少？" asks how much the deposit is: what stands before the first mark of the topic is replaced.
import type { EarlierTurn, Standing } from '../pack/language-pack.js';

export interface TopicMarks {
  /** What a follow-up begins with: "那", "じゃあ". */
  readonly opens: RegExp;
  /** What a follow-up of a topic alone ends with: "呢？", "は？". */
  readonly ends: RegExp;
  /** Where the topic of a question ends: before "是", at "は". */
  readonly topicEnds: RegExp;
  /** Asks something of its own. */
  readonly asks: RegExp;
}

const LONGEST = 200;

export function unspacedStanding(marks: TopicMarks, text: string, earlier: EarlierTurn | undefined): Standing {
  const end = marks.ends.exec(text)?.[0];
  if (earlier === undefined || end === undefined || Math.max(text.length, earlier.question.length) > LONGEST) return { is: 'alone', text };
  const said = text.slice(0, -end.length).replace(marks.opens, '');
  const at = earlier.question.search(marks.topicEnds);
  if (said === '' || at <= 0 || marks.asks.test(said)) return { is: 'alone', text };
  return { is: 'guessed', text: `${said}${earlier.question.slice(at)}` };
}
