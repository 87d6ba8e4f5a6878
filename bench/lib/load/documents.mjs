// Documents of varied size whose every sentence differs, so that no step of ingestion can find a chunk it has seen.
const list = (text) => text.split(' ');
const SUBJECTS = list('volume server contract invoice backup licence building vehicle account project');
const VERBS = list('expires moves changes ends opens rotates renews reports closes restarts');
const PLACES = list('Lisbon Oslo Turin Graz Leiden Bergen Porto Ghent Malmo Bilbao');

const MIN_BYTES = 1_000;
const MAX_BYTES = 24_000;

/** Pseudo-random and the same each time: two runs read the same documents. */
function generator(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Sizes lie evenly between 1 and 24 KB on a logarithmic scale, as those of real folders do: many small ones, few large ones. */
export function makeDocuments(count) {
  return Array.from({ length: count }, (_value, index) => {
    const random = generator(index + 1);
    const sizeBytes = Math.round(MIN_BYTES * (MAX_BYTES / MIN_BYTES) ** ((index % 20) / 19));
    return { name: `report-${index}.md`, text: textOf(index, sizeBytes, random) };
  });
}

function textOf(index, sizeBytes, random) {
  const parts = [`# Report ${index}\n`];
  let length = parts[0].length;
  for (let n = 0; length < sizeBytes; n++) {
    const heading = n % 12 === 0 ? `\n\n## Section ${n / 12 + 1} of report ${index}\n\n` : '';
    const part = heading + sentence(index, n, random);
    parts.push(part);
    length += part.length;
  }
  return parts.join('');
}

function sentence(index, n, random) {
  const [subject, verb, place] = [SUBJECTS, VERBS, PLACES].map((words) => words[random(words.length)]);
  const days = random(900) + 10;
  return `The ${subject} ${index}-${n} in ${place} ${verb} after ${days} days, unless clause ${random(5_000)} says otherwise. `;
}
