const IRREGULAR: ReadonlyMap<string, string> = new Map(
  Object.entries({
    keep: 'kept',
    make: 'made',
    send: 'sent',
    take: 'took taken',
    write: 'wrote written',
    run: 'ran',
    build: 'built',
    buy: 'bought',
    sell: 'sold',
    hold: 'held',
    lose: 'lost',
    find: 'found',
    get: 'got gotten',
    give: 'gave given',
    go: 'went gone',
    leave: 'left',
    pay: 'paid',
    say: 'said',
    see: 'saw seen',
    tell: 'told',
    think: 'thought',
    begin: 'began begun',
    break: 'broke broken',
    choose: 'chose chosen',
    speak: 'spoke spoken',
    hide: 'hid hidden',
    know: 'knew known',
    meet: 'met',
    spend: 'spent',
    win: 'won',
    teach: 'taught',
    catch: 'caught',
    feed: 'fed',
    feel: 'felt',
    become: 'became',
    come: 'came',
    drive: 'drove driven',
    eat: 'ate eaten',
    fall: 'fell fallen',
    store: 'stored',
    steal: 'stole stolen',
    wear: 'wore worn',
    man: 'men',
    woman: 'women',
    child: 'children',
    person: 'people persons',
    foot: 'feet',
    mouse: 'mice',
    datum: 'data',
    die: 'died dying dies',
    lie: 'lying',
    use: 'using used uses',
    news: 'news',
  }).flatMap(([base, forms]) => forms.split(' ').map((form) => [form, base] as const)),
);

/** Past participles that don't end in -ed, as far as the list above has them. */
export function isParticiple(word: string): boolean {
  return /ed$/u.test(word) || (IRREGULAR.has(word) && !/(?:s|ing)$/u.test(word));
}

/**
 * A light stemmer: plural, -ing and -ed, irregular forms. It joins forms of one word and, unlike Porter's, leaves "university" and
 * "universal" or "organ" and "organization" apart: joining two words would be a wrong answer, missing a form is only a miss.
 */
export function stem(word: string): string {
  const irregular = IRREGULAR.get(word);
  if (irregular !== undefined) return dropFinalE(irregular);
  if (word.length <= 3 || /\d/u.test(word)) return word;
  return dropFinalE(fromSuffix(word));
}

/** The first that fits is replaced. */
const SUFFIXES: readonly { readonly suffix: RegExp; readonly by: string }[] = [
  { suffix: /(?<=..)ies$/u, by: 'y' },
  { suffix: /(?<=[sxz]|ch|sh)es$/u, by: '' },
  { suffix: /(?<=[^isu])s$/u, by: '' },
  { suffix: /ied$/u, by: 'y' },
];

function fromSuffix(word: string): string {
  const rule = SUFFIXES.find(({ suffix }) => suffix.test(word));
  if (rule) return word.replace(rule.suffix, rule.by);
  const verb = /^(.*[aeiouy].*?)(?:ing|ed)$/u.exec(word)?.[1];
  return verb !== undefined && verb.length >= 3 ? undouble(verb) : word;
}

function undouble(word: string): string {
  return /([bdgmnprt])\1$/u.test(word) ? word.slice(0, -1) : word;
}

function dropFinalE(word: string): string {
  return word.length > 3 && word.endsWith('e') ? word.slice(0, -1) : word;
}
