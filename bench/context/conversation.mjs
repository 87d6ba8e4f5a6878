const SUBJECTS = ['The pump', 'A valve', 'The second sensor', 'Each inspection', 'The night shift', 'An operator'];
const DOINGS = ['reports', 'needs', 'has lost', 'will replace', 'was measured at', 'should not exceed'];
const THINGS = ['4.2 bar', 'its calibration of 12 March', 'three seals', '1,250 litres an hour', "the supplier's manual", 'no alarm'];
const TURNS = 90;
const SENTENCES = 165;

/** About 200,000 tokens of varied sentences, other ones each round; `more` short turns at its end were not there before. */
export function conversation(round, more) {
  const long = Array.from({ length: TURNS }, (_value, turn) => ({ role: roleOf(turn), content: textOf(round, turn, SENTENCES) }));
  const short = Array.from({ length: 2 * more }, (_value, turn) => ({ role: roleOf(turn), content: textOf(round, TURNS + turn, 3) }));
  return [...long, ...short, { role: 'user', content: 'Which of them was it?' }];
}

const roleOf = (turn) => (turn % 2 === 0 ? 'user' : 'assistant');

function textOf(round, turn, sentences) {
  return Array.from({ length: sentences }, (_value, at) => {
    const n = (round * 31 + turn) * 977 + at * 7;
    const pick = (words, step) => words[Math.floor(n / step) % words.length];
    return `${pick(SUBJECTS, 1)} ${pick(DOINGS, 6)} ${pick(THINGS, 36)} in hall ${n % 89}.`;
  }).join(' ');
}
