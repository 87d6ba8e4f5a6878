// Labelled pairs as people keep them: one JSON object a line.
import { readFileSync } from 'node:fs';

const FORM = '{"a": "...", "b": "...", "label": "same"|"different"} or {"a": "...", "b": "...", "duplicate": 0|1|true|false}';
const LABELS = new Map([
  ['same', true],
  ['different', false],
]);
const DUPLICATES = new Map([
  [1, true],
  [true, true],
  [0, false],
  [false, false],
]);
const SHOWN_FAULTS = 10;

/**
 * @typedef {{a: string, b: string, same: boolean, weight: number, why: string, language: string}} LabelledPair
 * `weight`: how many pairs of the traffic it stands for; `why`: what makes it the same or another question
 * @param {string} path
 * @returns {LabelledPair[]}
 * @throws Error naming the lines that are wrong, what is wrong with each, and what would be right
 */
export function readPairs(path) {
  return parsePairs(textOf(path), path);
}

/** @returns {LabelledPair[]} */
export function parsePairs(text, name) {
  const faults = [];
  const pairs = [];
  text.split('\n').forEach((line, at) => {
    if (line.trim() === '') return;
    try {
      pairs.push(pairOf(line));
    } catch (thrown) {
      faults.push(`line ${at + 1}: ${thrown.message}`);
    }
  });
  if (faults.length > 0) throw new Error(faultsOf(name, faults));
  if (pairs.length === 0) throw new Error(`${name} holds no pairs; each line must be ${FORM}`);
  return pairs;
}

function textOf(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (thrown) {
    throw new Error(`--pairs ${path} can't be read (${thrown.code ?? thrown.message}); it must name a file of labelled pairs`, {
      cause: thrown,
    });
  }
}

function faultsOf(name, faults) {
  const shown = faults.slice(0, SHOWN_FAULTS).join('\n  ');
  const more = faults.length > SHOWN_FAULTS ? `\n  and ${faults.length - SHOWN_FAULTS} more` : '';
  return `${name} has ${faults.length} bad ${faults.length === 1 ? 'line' : 'lines'}; each must be ${FORM}\n  ${shown}${more}`;
}

function pairOf(line) {
  const given = objectOf(line);
  const { why = '', language = 'en' } = given;
  return { a: questionOf(given, 'a'), b: questionOf(given, 'b'), same: labelOf(given), weight: weightOf(given), why, language };
}

function objectOf(line) {
  let given;
  try {
    given = JSON.parse(line);
  } catch {
    throw new Error('is not JSON');
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given)) throw new Error('is no JSON object');
  return given;
}

function questionOf(given, key) {
  const text = given[key];
  if (typeof text === 'string' && text.trim() !== '') return text;
  throw new Error(text === undefined ? `"${key}" is missing` : `"${key}" must be a text that isn't empty, not ${JSON.stringify(text)}`);
}

function labelOf({ label, duplicate }) {
  if (label === undefined && duplicate === undefined) throw new Error('neither "label" nor "duplicate" is there');
  if (label !== undefined && duplicate !== undefined) throw new Error('"label" and "duplicate" are both there; one must go');
  if (label !== undefined) return known(LABELS, label, '"label" must be "same" or "different"');
  return known(DUPLICATES, duplicate, '"duplicate" must be 0, 1, true or false');
}

function known(values, given, message) {
  const value = values.get(given);
  if (value === undefined) throw new Error(`${message}, not ${JSON.stringify(given)}`);
  return value;
}

function weightOf({ weight = 1 }) {
  if (typeof weight === 'number' && weight > 0 && Number.isFinite(weight)) return weight;
  throw new Error(`"weight" must be a number above 0, not ${JSON.stringify(weight)}`);
}
