import { localPack, withoutEnding } from '../local/local-pack.js';
import { withoutAccents } from '../text/forms.js';
import { words } from '../text/word-lists.js';
import { severalParts } from '../local/local-parts.js';
import { localStanding } from '../local/local-follow-up.js';
import { GERMAN_JOINTS, GERMAN_PARTS } from './german.joints.js';
import { GERMAN_DIRECTIONS } from './german.directions.js';
import { GERMAN_KINDS } from './german.kinds.js';
import { GERMAN_TIMES } from './german.times.js';

export const STOP_WORDS = words(`
  aber alle allem allen aller alles als am an auch auf aus bei beim bin bis bist da dabei damit dann das dass dein deine dem den denn der des
  die dies diese diesem diesen dieser dieses doch dort du durch ein eine einem einen einer eines er es euch euer für gegen gibt hab habe haben
  hat hatte hatten hier hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in ins ist ja jede jedem jeden jeder jedes kann kannst können
  könnte lang lange mal man mehr mein meine meinem meinen meiner mich mir mit muss müssen nach noch nun nur ob oder ohne sehr sein seine
  seinem seinen seiner seit sich sie sind so soll sollen sollte sowie um und uns unser unsere unserem unseren unter vom von vor war waren
  wann warum was weil welche welchem welchen welcher welches wem wen wenn wer werden weshalb wessen wie wieso wieviel will wir wird wo
  wobei wodurch wofür woher wohin wollen womit wovon wozu wurde wurden zu zum zur zwischen über`);
export const DENIALS = words(
  'kein keine keinem keinen keiner keines keinesfalls nein nicht nichts nie niemals niemand nirgends ohne weder',
);
export const JOINING = words('aber oder sondern sowie und während');
export const ABBREVIATIONS = words(`
  abs art bspw bzw ca d.h dr etc evtl fa ggf hr inkl mio mrd mwst nr o.ä prof s st str tel u.a usw vgl z.b zzgl`);
/** Begin a sentence, where after "1." else a noun or a month stands. */
export const OPENERS = words(`
  aber alle allerdings außerdem bei bitte da dabei damit danach dann das dazu der deshalb die dies diese dieser dieses doch ein eine er es
  falls für hier ich ihr im in jede jeder man mit nach nur sie so und von wenn wer wie wir zudem zum zur`);
export const ENDINGS = words('ungen ung ern enn em en er es e s n');

const openers = new Set(OPENERS);

/** "Zum 1. Mai", "im 19. Jahrhundert", "Seite 12. Danach". */
function isOrdinal(part: string, next: string): boolean {
  const opener = /^[\p{L}]+/u.exec(next)?.[0].toLowerCase() ?? '';
  return /(?:^|[\s(–-])\d{1,2}\.$/u.test(part) && opener !== '' && !openers.has(opener);
}

export const german = localPack({
  tag: 'de',
  stopWords: STOP_WORDS,
  denials: DENIALS,
  joining: JOINING,
  abbreviations: ABBREVIATIONS,
  kinds: GERMAN_KINDS,
  times: GERMAN_TIMES,
  directions: GERMAN_DIRECTIONS,
  several: severalParts(GERMAN_PARTS),
  standing: (text, earlier) => localStanding(GERMAN_JOINTS, text, earlier),
  stem: (word) => withoutEnding(withoutAccents(word.replaceAll('ß', 'ss')), ENDINGS, 3),
  goesOn: isOrdinal,
  capitalisesNouns: true,
});
