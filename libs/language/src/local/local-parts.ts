// Several questions in one: "Wann öffnet das Bad und was kostet der Eintritt?"
import { english } from '../english/english.pack.js';
import type { Questions } from '../pack/language-pack.js';

export interface QuestionJoints {
  /** "Und", "sowie". */
  readonly and: string;
  /** With these another question may begin behind one of them. */
  readonly asking: string;
  /** Where what follows a joint is no question of its own, but goes on with the clause before it. */
  readonly goesOn?: (before: string, after: string) => boolean;
}

/** As much of what stands before and behind a joint tells whether a clause goes on. */
const CLAUSE_CHARS = 200;

export function severalParts({ and, asking, goesOn = () => false }: QuestionJoints): Pick<Questions, 'parts' | 'asksSeveral'> {
  const cut = new RegExp(String.raw`(?<=\?)\s|,?\s(?:${and})\s(?=(?:${asking})(?!\p{L}))`, 'giu');
  const parts = (text: string): string[] => {
    const found: string[] = [];
    let from = 0;
    for (const { 0: joint, index } of text.matchAll(cut)) {
      const end = index + joint.length;
      if (joint.trim() !== '' && goesOn(text.slice(Math.max(from, index - CLAUSE_CHARS), index), text.slice(end, end + CLAUSE_CHARS)))
        continue;
      found.push(text.slice(from, index));
      from = end;
    }
    return [...found, text.slice(from)].filter((part) => part.trim() !== '');
  };
  return { parts, asksSeveral: (text) => parts(text).length > 1 || english.questions.asksSeveral(text) };
}
