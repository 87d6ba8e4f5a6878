// Several questions in one: "Wann öffnet das Bad und was kostet der Eintritt?"
import { english } from '../english/english.pack.js';
import type { Questions } from '../pack/language-pack.js';

export interface QuestionJoints {
  /** "Und", "sowie". */
  readonly and: string;
  /** With these another question may begin behind one of them. */
  readonly asking: string;
}

export function severalParts({ and, asking }: QuestionJoints): Pick<Questions, 'parts' | 'asksSeveral'> {
  const joint = new RegExp(String.raw`,?\s(?:${and})\s(?=(?:${asking})(?!\p{L}))`, 'iu');
  const cut = new RegExp(String.raw`(?<=\?)\s|${joint.source}`, 'giu');
  return {
    parts: (text) => text.split(cut).filter((part) => part.trim() !== ''),
    asksSeveral: (text) => joint.test(text) || english.questions.asksSeveral(text),
  };
}
