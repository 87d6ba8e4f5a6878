// Words that stand somewhere in the documents bear out nothing: a draft's sentence is held against the one sentence that it rests on.
import { english } from '@docmind/language';
import { type Candidate, titleOf } from './evidence/candidates.policy.js';
import { isQuantity, keyValues, ValueIndex } from './key-values.policy.js';
import { withoutYesOrNo } from './validator.policy.js';

const { contentWords, tokenise } = english.words;
const { denies } = english.guards;

/** What speaks against a sentence beside the one that it rests on. A word of the question isn't borne out by having been asked. */
export function supportProblems(sentence: string, support: Candidate, questions: readonly string[]): string[] {
  return [...addedWords(sentence, support), ...otherPolarity(sentence, support, questions.join(' '))];
}

/** Each word that means something stands in the sentence, in the one before it, or over it. Values are compared as values. */
function addedWords(sentence: string, { text, before, passage }: Candidate): string[] {
  const known = contentWords([text, before, titleOf(passage)].join('\n'));
  const said = withoutYesOrNo(sentence);
  const values = contentWords(
    keyValues(said)
      .filter(isQuantity)
      .map((value) => value.text)
      .join(' '),
  );
  const added = [...contentWords(said)].find((word) => !known.has(word) && !values.has(word));
  return added === undefined ? [] : [`"${added}" is not in the sentence that it rests on`];
}

function otherPolarity(sentence: string, { text }: Candidate, question: string): string[] {
  if (denies(question)) return [];
  if (denies(withoutYesOrNo(sentence)) !== denies(text))
    return ['it denies what the sentence that it rests on affirms, or the other way round'];
  const opening = english.talk.yesOrNo(tokenise(sentence));
  if (opening === undefined || opening === wordFor(sentence, text, question)) return [];
  return [`it says "${opening}", and the sentence that it rests on does not`];
}

/** "No" to a question whose value is another one here, or to what is denied. */
function wordFor(sentence: string, text: string, question: string): 'yes' | 'no' {
  const given = new ValueIndex(sentence);
  const asked = keyValues(question).filter(isQuantity);
  const isOther = asked.length > 0 && !asked.some((value) => given.holds(value)) && keyValues(sentence).some(isQuantity);
  return isOther || denies(text) ? 'no' : 'yes';
}
