import { localPack, withoutEnding } from '../local/local-pack.js';
import { withoutAccents } from '../text/forms.js';
import { words } from '../text/word-lists.js';
import { severalParts } from '../local/local-parts.js';
import { localStanding } from '../local/local-follow-up.js';
import { FRENCH_JOINTS, FRENCH_PARTS } from './french.joints.js';
import { FRENCH_DIRECTIONS } from './french.directions.js';
import { FRENCH_KINDS } from './french.kinds.js';
import { FRENCH_TIMES } from './french.times.js';

export const STOP_WORDS = words(`
  ai ait alors après as au aucun aussi autre aux avant avec avez avoir avons c ce cela celle celui ces cet cette ceux chez combien comme comment
  d dans de depuis des deux doit donc dont du elle elles en encore entre est et etaient etait etre eu faire fait faut fut il ils j je l la
  laquelle le lequel les leur leurs lors lui m ma mais me mes moi mon même n ne nos notre nous on ont ou où par pas peut peux plus pour
  pourquoi qu quand que quel quelle quelles quels qui quoi s sa sans se sera ses si son sont sous sur t ta te tes toi ton tous tout toute toutes
  tu un une va vers vont vos votre vous y à ça été êtes être`);
export const DENIALS = words('aucun aucune jamais n ne ni nul nulle pas personne rien sans');
export const JOINING = words('et mais ni or ou où puis qui tandis');
export const ABBREVIATIONS = words('art av c.-à-d cf env etc ex fig m max min mm mme n° no p.ex réf st tél');
export const ENDINGS = words(
  'issements issement ements ement ations ation euses euse eaux ances ance ences ence ives ive elles elle ants ant ent ées ée és er ez es é e s x',
);

export const french = localPack({
  tag: 'fr',
  stopWords: STOP_WORDS,
  denials: DENIALS,
  joining: JOINING,
  abbreviations: ABBREVIATIONS,
  kinds: FRENCH_KINDS,
  times: FRENCH_TIMES,
  directions: FRENCH_DIRECTIONS,
  several: severalParts(FRENCH_PARTS),
  standing: (text, earlier) => localStanding(FRENCH_JOINTS, text, earlier),
  stem: (word) => withoutAccents(withoutEnding(word, ENDINGS, 3)),
});
