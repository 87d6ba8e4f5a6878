import type { Gate } from '@docmind/contracts';
import { GATE_TITLES } from '../words/gate-titles.js';
import { type Language, language, percent } from '../words/words.js';

/** One that is newer than this page is told in English; `lang` says which it is. */
export function gateTitle({ id, title, target }: Pick<Gate, 'id' | 'title' | 'target'>): { text: string; lang: Language } {
  const known = language.value === 'en' ? undefined : GATE_TITLES[language.value][id];
  if (known === undefined) return { text: title, lang: 'en' };
  const [bound = 0] = Object.values(target);
  return { text: known.replace('{target}', percent(bound)), lang: language.value };
}
