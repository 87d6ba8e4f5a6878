import { IRREGULAR_FORMS } from './irregular-forms.js';

const BASES: ReadonlyMap<string, string> = new Map(
  IRREGULAR_FORMS.flatMap(([base = '', ...forms]) => forms.map((form) => [form, base] as const)),
);

/** Past participles that don't end in -ed, as far as the list of irregular forms has them. */
export function isParticiple(word: string): boolean {
  return word.endsWith('ed') || (BASES.has(word) && !/(?:s|ing)$/u.test(word));
}

/**
 * A light stemmer: plural, -ing and -ed, irregular forms. It joins forms of one word and, unlike Porter's, leaves "university" and
 * "universal" or "organ" and "organization" apart: joining two words would be a wrong answer, missing a form is only a miss.
 */
export function stem(word: string): string {
  const base = BASES.get(word);
  return base === undefined ? stemByRules(word) : dropFinalE(base);
}

export function stemByRules(word: string): string {
  return word.length <= 3 || /\d/u.test(word) ? word : dropFinalE(withoutSuffix(word));
}

/** What who bears this name does, as a stem: "driver" drives, "supplier" supplies; undefined where the word doesn't end like one. */
export function actOf(word: string): string | undefined {
  if (!/\p{L}{3}(?:er|or)s?$/u.test(word)) return undefined;
  return dropFinalE(word.replace(/ier(?=s?$)/u, 'yer').replace(/[eo]rs?$/u, 'e'));
}

/** The first that fits is replaced. */
const SUFFIXES: readonly { readonly suffix: RegExp; readonly by: string }[] = [
  { suffix: /(?<=..)ies$/u, by: 'y' },
  { suffix: /(?<=[sxz]|ch|sh)es$/u, by: '' },
  { suffix: /(?<=[^isu])s$/u, by: '' },
  { suffix: /ied$/u, by: 'y' },
];
const VERB_ENDINGS = ['ing', 'ed'];

function withoutSuffix(word: string): string {
  const rule = SUFFIXES.find(({ suffix }) => suffix.test(word));
  if (rule) return word.replace(rule.suffix, rule.by);
  const ending = VERB_ENDINGS.find((one) => word.endsWith(one)) ?? '';
  const verb = word.slice(0, word.length - ending.length);
  return ending !== '' && verb.length >= 3 && /[aeiouy]/u.test(verb) ? undouble(verb) : word;
}

/** "Stopp", and "cancell" of "cancelled": an l is doubled in British English after an unstressed e, where "spell" has it of its own. */
function undouble(word: string): string {
  return /([bdgmnprt])\1$|[aeiouy][^aeiouy]+ell$/u.test(word) ? word.slice(0, -1) : word;
}

function dropFinalE(word: string): string {
  return word.length > 3 && word.endsWith('e') ? word.slice(0, -1) : word;
}
