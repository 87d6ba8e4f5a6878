import { localPack, withoutEnding } from '../local/local-pack.js';
import { withoutAccents } from '../text/forms.js';
import { words } from '../text/word-lists.js';
import { severalParts } from '../local/local-parts.js';
import { localStanding } from '../local/local-follow-up.js';
import { SPANISH_JOINTS, SPANISH_PARTS } from './spanish.joints.js';
import { SPANISH_DIRECTIONS } from './spanish.directions.js';
import { SPANISH_KINDS } from './spanish.kinds.js';
import { SPANISH_TIMES } from './spanish.times.js';

export const STOP_WORDS = words(`
  a al algo ante antes aquel aquella así aunque cada como con cual cuales cualquier cuando cuanta cuantas cuanto cuantos cuál cuáles cuándo cuánta
  cuántas cuánto cuántos cómo de debe del desde donde dos durante dónde e el ella ellas ellos en entonces entre era eran es esa esas ese eso esos
  esta estaba estas este esto estos está están fue fueron ha haber hace hacer hacia han hasta hay la las le les lo los me mi mis mucho muy más
  nos nosotros nuestra nuestro o os otra otro para pero poder por porque pueda puede pueden puedo pues que quien quienes qué quién quiénes se
  sea ser si sido sobre solo son su sus sí también te tener tengo tiene tienen todo todos tu tus un una unas uno unos usted ustedes y ya yo`);
export const DENIALS = words('jamás nada nadie ni ningún ninguna ninguno no nunca sin tampoco');
export const JOINING = words('e mas mientras ni o pero que quien sino u y');
export const ABBREVIATIONS = words('aprox art av avda c d dña dr dra etc fig núm p.ej pág sr sra sres tel ud uds vd');
export const ENDINGS = words(
  'amientos amiento imientos imiento aciones ación iciones ición adoras adora adores ador ancias ancia encias encia mente idades idad ivas iva ivos ivo adas ada ados ado idas ida idos ido ando iendo aron ieron ar er ir es as os a e o s',
);

export const spanish = localPack({
  tag: 'es',
  stopWords: STOP_WORDS,
  denials: DENIALS,
  joining: JOINING,
  abbreviations: ABBREVIATIONS,
  kinds: SPANISH_KINDS,
  times: SPANISH_TIMES,
  directions: SPANISH_DIRECTIONS,
  several: severalParts(SPANISH_PARTS),
  standing: (text, earlier) => localStanding(SPANISH_JOINTS, text, earlier),
  stem: (word) => withoutAccents(withoutEnding(word, ENDINGS, 3)),
});
