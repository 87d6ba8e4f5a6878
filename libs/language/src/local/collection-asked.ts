// Questions about the documents as such, in German, French and Spanish: which there are, what one of them is about, how two differ.
import type { CollectionRequest } from '../pack/language-pack.js';
import { isSpace, oneOf, withoutEnd } from '../text/characters.js';
import { withoutAccents } from '../text/forms.js';
import { Phrases } from '../text/phrases.js';
import { PlacedWords } from '../text/placed-words.js';
import { type WordList, wordLines, words } from '../text/word-lists.js';

export type CollectionLanguage = 'de' | 'es' | 'fr';

/** All without accents, as words are compared. */
interface Asking {
  readonly nouns: WordList;
  /** One of these asks for a list. */
  readonly opening: WordList;
  /** All that such a question may hold beside them: any other word asks for what the documents say. */
  readonly listing: WordList;
  /** Before a document's name. */
  readonly about: Phrases;
  readonly summary: Phrases;
  /** What a summary ends with: "fasse X zusammen". */
  readonly ending?: string;
  readonly compare: Phrases;
  readonly joint: WordList;
  /** No part of a document's name, before it. */
  readonly beforeNames: WordList;
  /** Where one of these follows, something in the document is asked for. */
  readonly within: WordList;
}

const phrases = (lines: string): Phrases => new Phrases(wordLines(lines));

const ASKING: Readonly<Record<CollectionLanguage, Asking>> = {
  de: {
    nouns: words('dateien datei dokument dokumente dokumenten notizen pdfs unterlagen'),
    opening: words('auflisten liste nenne welche zeig zeige'),
    listing: words(
      'alle alles auf bisher bitte da das dein deine den der die du es gerade gespeichert gibt habe haben hast hier ich in kennen kennst liegen mein meine mir sie sind von vor vorhanden was',
    ),
    about: phrases(`
  um was geht es im
  um was geht es in
  was ist der inhalt der
  was ist der inhalt des
  was ist der inhalt von
  was steht im
  was steht in
  wovon handelt
  worum geht es bei
  worum geht es im
  worum geht es in
  worum geht's im
  worum geht's in`),
    summary: phrases(`
  bitte fasse
  fass
  fasse
  fassen sie
  fasse bitte
  fasse mir
  gib mir eine zusammenfassung der
  gib mir eine zusammenfassung des
  gib mir eine zusammenfassung von
  kannst du
  zusammenfassung der
  zusammenfassung des
  zusammenfassung von`),
    ending: 'zusammen',
    compare: phrases(`
  vergleich
  vergleiche
  vergleichen sie
  was ist der unterschied zwischen
  worin unterscheiden sich`),
    joint: words('mit und'),
    beforeNames: words('das dem den der des die dokument datei kurz mein meine meinem meinen meiner unser unsere unserem unserer'),
    within: words('bei fur uber wann warum was wegen wenn wie wo'),
  },
  fr: {
    nouns: words('document documents dossier dossiers fichier fichiers notes pdfs'),
    opening: words('liste lister listez montre montre-moi montrez montrez-moi quel quelle quels'),
    listing: words(
      "a a-t-il actuellement as as-tu avez avez-vous ce d de des disponibles en est existe existe-t-il ici il j'ai la le les ma me mes moi moi, peux sont sont-ils tous tu vos vous y",
    ),
    about: phrases(`
  de quoi est-il question dans
  de quoi parle
  de quoi s'agit-il dans
  de quoi traite
  que contient
  que dit
  qu'y a-t-il dans`),
    summary: phrases(`
  fais un resume de
  fais un resume du
  fais-moi un resume de
  fais-moi un resume du
  faites un resume de
  faites un resume du
  peux-tu resumer
  pouvez-vous resumer
  resume
  resume de
  resume du
  resume-moi
  resumer
  resumez`),
    compare: phrases(`
  compare
  comparer
  comparez
  quelle est la difference entre
  quelles sont les differences entre`),
    joint: words('a avec et'),
    beforeNames: words('document fichier la le les ma mes mon notre nos ton'),
    within: words('comment concernant ou pour quand si sur'),
  },
  es: {
    nouns: words('archivo archivos documento documentos fichero ficheros notas pdfs'),
    opening: words('cuales enumera lista muestra muestrame muestreme que'),
    listing: words(
      'ahora aqui de disponibles el en estan favor guardados hay la las los me mi mis por puedes puede son te tengo tienes tiene todos tus un una usted',
    ),
    about: phrases(`
  de que habla
  de que trata
  de que va
  que contiene
  que dice
  sobre que trata`),
    summary: phrases(`
  haz un resumen de
  haz un resumen del
  hazme un resumen de
  hazme un resumen del
  puedes resumir
  puedes resumirme
  resume
  resumeme
  resumir
  resumen de
  resumen del`),
    compare: phrases(`
  compara
  compare
  comparar
  cual es la diferencia entre
  en que se diferencian`),
    joint: words('con e y'),
    beforeNames: words('archivo documento el fichero la las los mi mis nuestro nuestra tu'),
    within: words('acerca cuando como donde para por si sobre'),
  },
};
const LANGUAGES = Object.entries(ASKING) as [CollectionLanguage, Asking][];
const LONGEST = 25;
const LONGEST_NAME = 6;
const isMark = oneOf('.,;:?!"¿¡«»');

export interface LocalCollectionRequest {
  readonly language: CollectionLanguage;
  readonly request: CollectionRequest;
}

/** Undefined where it asks for what the documents say, or in another language. */
export function localCollectionRequest(text: string): LocalCollectionRequest | undefined {
  const said = new PlacedWords(withoutEnd(text.replace(/^[¿¡\s]+/u, ''), (char) => isMark(char) || isSpace(char)));
  if (said.count === 0 || said.count > LONGEST) return undefined;
  const bare = Array.from({ length: said.count }, (_, at) => withoutAccents(said.bareAt(at)).replaceAll('ß', 'ss').replaceAll('’', "'"));
  for (const [language, asking] of LANGUAGES) {
    const request = requestIn(said, bare, asking);
    if (request !== undefined) return { language, request };
  }
  return undefined;
}

function requestIn(said: PlacedWords, bare: readonly string[], asking: Asking): CollectionRequest | undefined {
  if (asksForList(bare, asking)) return { asks: 'list' };
  const sides = comparedIn(said, bare, asking);
  if (sides !== undefined) return { asks: 'compare', of: sides };
  const summarised = nameBehind(said, bare, asking.summary, asking, asking.ending);
  if (summarised !== undefined) return { asks: 'summary', of: summarised };
  const described = nameBehind(said, bare, asking.about, asking);
  return described === undefined ? undefined : { asks: 'about', of: described };
}

function asksForList(bare: readonly string[], { nouns, opening, listing }: Asking): boolean {
  const holds = (list: WordList): boolean => bare.some((word) => list.includes(word));
  return holds(nouns) && holds(opening) && bare.every((word) => [nouns, opening, listing].some((list) => list.includes(word)));
}

/** @param ending what has to stand last, where the first word of the phrase is a verb that it is a part of */
function nameBehind(said: PlacedWords, bare: readonly string[], before: Phrases, asking: Asking, ending?: string): string | undefined {
  const from = before.lengthAt(bare, 0);
  if (from === 0) return undefined;
  const isParted = ending !== undefined && !bare.slice(0, from).some((word) => word.startsWith(ending));
  if (isParted && !(bare.at(-1) ?? '').startsWith(ending)) return undefined;
  return nameIn(said, bare, { from, to: isParted ? said.count - 1 : said.count }, asking);
}

function comparedIn(said: PlacedWords, bare: readonly string[], asking: Asking): [string, string] | undefined {
  const from = asking.compare.lengthAt(bare, 0);
  if (from === 0) return undefined;
  const joint = bare.findIndex((word, at) => at > from && asking.joint.includes(word));
  if (joint === -1) return undefined;
  const left = nameIn(said, bare, { from, to: joint }, asking);
  const right = nameIn(said, bare, { from: joint + 1, to: said.count }, asking);
  return left === undefined || right === undefined ? undefined : [left, right];
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** As it is written, without the article before it. */
function nameIn(said: PlacedWords, bare: readonly string[], { from, to }: Span, { beforeNames, within }: Asking): string | undefined {
  const start = bare.findIndex((word, at) => at >= from && !beforeNames.includes(word));
  const isName = start !== -1 && start < to && to - start <= LONGEST_NAME;
  if (!isName || bare.slice(start, to).some((word) => within.includes(word))) return undefined;
  return withoutEnd(said.slice(start, to), isMark);
}
