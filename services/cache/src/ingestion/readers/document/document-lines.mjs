// A document and its chunks as lines of JSON, in parts that are small enough for whoever takes them to hold nothing else up. Each part begins with what
// is known of the whole, and is made when it is asked for.
const PART_CHARS = 256 * 1024;
const PART_CHUNKS = 256;

/** The parts of a document that was read. */
export function* documentParts({ pages, text, blocks }) {
  yield* parts([...textRuns(text), ...blockRuns(blocks)], { pages });
}

/** The parts of its chunks, so many in each. */
export function* chunkParts(pages, chunks) {
  const count = Math.max(1, Math.ceil(chunks.length / PART_CHUNKS));
  for (let at = 0; at < count; at += 1) {
    const own = chunks.slice(at * PART_CHUNKS, (at + 1) * PART_CHUNKS);
    yield Buffer.from(`${JSON.stringify({ pages, parts: count, chunks: chunks.length })}\n${JSON.stringify(own)}\n`);
  }
}

/** The document whose parts these bytes are, one after another. */
export function documentOf(bytes) {
  let pages = 0;
  let text = '';
  const blocks = [];
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf(LINE_END, at);
    const line = JSON.parse(bytes.toString('utf8', at, end));
    if (line.pages !== undefined) pages = line.pages;
    if (line.text !== undefined) text += line.text;
    for (const block of line.blocks ?? []) blocks.push(block);
    at = end + 1;
  }
  return { pages, text, blocks };
}

const LINE_END = 10;

/** Where each run of the text or of the blocks begins and ends: what they take as JSON is known when each is written. */
function textRuns(text) {
  const runs = [];
  for (let at = 0; at < text.length; at += PART_CHARS) runs.push(() => JSON.stringify({ text: text.slice(at, at + PART_CHARS) }));
  return runs;
}

function blockRuns(blocks) {
  const runs = [];
  let from = 0;
  let size = 0;
  blocks.forEach((block, at) => {
    size += sizeOf(block);
    if (size < PART_CHARS && at < blocks.length - 1) return;
    const first = from;
    runs.push(() => JSON.stringify({ blocks: blocks.slice(first, at + 1) }));
    [from, size] = [at + 1, 0];
  });
  return runs;
}

/** About as much as it takes as JSON. */
function sizeOf({ lines, heading, columns }) {
  return 60 + (lines?.length ?? 0) * 50 + (heading?.length ?? 0) + (columns?.length ?? 0);
}

/** The usual document is one part. */
function* parts(runs, facts) {
  const groups = runs.length <= 2 ? [runs] : runs.map((run) => [run]);
  for (const group of groups)
    yield Buffer.from([JSON.stringify({ ...facts, parts: groups.length }), ...group.map((run) => run()), ''].join('\n'));
}
