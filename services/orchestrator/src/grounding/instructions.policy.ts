// What a document says is data: where it speaks to a model that reads it, neither the model nor the check may take it for a fact.
import type { Passage } from '@docmind/contracts';
import { instructionsIn } from '@docmind/language';

const MARK = '[Here the document speaks to programs that read it. That was left out.]';
/** A line of so many spaces is left where an instruction was, since places in the text must stay what they are. */
const LEFT_OUT = /^ {12,}$/gmu;

/** The passages with blanks in place of what speaks to a model; what holds nothing else is left out. */
export function withoutInstructions(passages: readonly Passage[]): Passage[] {
  return passages.flatMap((passage) => {
    const text = blanked(passage.text);
    if (text.trim() === '') return [];
    const { heading, ...others } = passage;
    return [heading === undefined || blanked(heading) !== heading ? { ...others, text } : { ...passage, text }];
  });
}

/** What a model reads says that something was left out, so that it doesn't make up what. */
export function markInstructions(text: string): string {
  return text.replace(LEFT_OUT, MARK);
}

function blanked(text: string): string {
  return instructionsIn(text).reduce((left, { start, end }) => left.slice(0, start) + ' '.repeat(end - start) + left.slice(end), text);
}
