// A lamp that is green says another thing than a red one, in whatever language.
import { byFirstWord, wordLines } from '../../text/word-lists.js';

export const COLOURS = wordLines(`
  black schwarz schwarze schwarzen schwarzer schwarzes noir noire noirs noires negro negra negros negras
  blue blau blaue blauen blauer blaues bleu bleue bleus bleues azul azules
  brown braun braune braunen brauner braunes marron marrón
  green grün grüne grünen grüner grünes vert verte verts vertes verde verdes
  grey gray grau graue grauen grauer graues gris grise grises
  orange amber
  pink rosa rose
  purple violet lila violett violette morado morada
  red rot rote roten roter rotes rouge rouges rojo roja rojos rojas
  white weiß weiße weißen weißer weißes blanche blanches blanco blanca blancos blancas
  yellow gelb gelbe gelben gelber gelbes jaune jaunes amarillo amarilla amarillos amarillas`);
const COLOUR_OF = byFirstWord(COLOURS);

/** Each by its English name. One that opens with a capital within a sentence is a name: "Mr Green", "White Street". */
export function coloursIn(text: string): string[] {
  return [...text.matchAll(/(?<![\p{L}\p{N}])\p{L}+(?![\p{L}\p{N}])/gu)].flatMap(({ 0: word, index }) => {
    const colour = COLOUR_OF.get(word.toLowerCase());
    return colour === undefined || isName(word, text, index) ? [] : [colour];
  });
}

function isName(word: string, text: string, at: number): boolean {
  return /^\p{Lu}\p{Ll}/u.test(word) && /[\p{L}\p{N},]\s$/u.test(text.slice(Math.max(0, at - 2), at));
}
