// "Hello", and "what can you do?": said to the product as such, in the languages that it is known to be asked in.
import { Phrases } from '../text/phrases.js';
import { wordLines } from '../text/word-lists.js';
import { withoutAccents } from '../text/forms.js';

export type IntroductionLanguage = 'de' | 'en' | 'es' | 'fr';

/** Without accents, as words are compared. */
const SAID: Readonly<Record<IntroductionLanguage, string>> = {
  en: `
  good afternoon
  good evening
  good morning
  hello
  hello there
  hey
  hi
  hi there
  hiya
  help
  how can you help
  how can you help me
  how do you work
  what are you
  what can i do here
  what can you do
  what can you do for me
  what can you help me with
  what do you do
  who are you`,
  de: `
  gruss dich
  gruss gott
  guten abend
  guten morgen
  guten tag
  hallo
  hilfe
  moin
  servus
  was bist du
  was kann ich dich fragen
  was kann ich hier machen
  was kannst du
  was kannst du alles
  was konnen sie
  wer bist du
  wer sind sie
  wobei kannst du helfen
  wobei kannst du mir helfen`,
  fr: `
  a quoi sers tu
  aide
  bonjour
  bonsoir
  que fais tu
  que peux tu faire
  que pouvez vous faire
  qui es tu
  qui etes vous
  salut
  tu peux faire quoi`,
  es: `
  ayuda
  buenas noches
  buenas tardes
  buenos dias
  en que puedes ayudarme
  hola
  que eres
  que puedes hacer
  que puedes hacer por mi
  que sabes hacer
  quien eres`,
};
const LONGEST = 80;
const PHRASES = Object.entries(SAID).map(([language, lines]) => [language as IntroductionLanguage, new Phrases(wordLines(lines))] as const);

/** The language of a text that says nothing else; undefined for all others. */
export function introductionAsked(text: string): IntroductionLanguage | undefined {
  if (text.length > LONGEST) return undefined;
  const words = withoutAccents(text.toLowerCase().replaceAll('ß', 'ss')).match(/\p{L}+/gu) ?? [];
  if (words.length === 0) return undefined;
  return PHRASES.find(([, phrases]) => phrases.skippedIn(words).length === 0)?.[0];
}
