// A `.cpuprofile` of Chrome's DevTools as a flame graph: one SVG that needs no viewer. Width is CPU time, callers stand below what they call.

const WIDTH = 1_200;
const ROW = 17;
const HEAD = 44;
/** Narrower frames can't be read and would make the file ten times as large. */
const MIN_SHARE = 0.004;
const CHAR_WIDTH = 6.2;
const NOT_WORK = new Set(['(root)', '(idle)', '(program)']);
/** The sampling's own, see profiler.preload.mjs. */
const SAMPLING = new Set(['profileStart', 'profileStop']);

/** Whose code a frame is, by its URL; the first that fits. */
const OWNERS = [
  { name: 'DocMind', colour: '#f2a65a', fits: (url) => /\/(services|libs)\/[\w-]+\/(dist|src)\//.test(url) },
  {
    name: 'Fastify and NestJS',
    colour: '#8fb8de',
    fits: (url) => /node_modules\/(@nestjs|fastify|@fastify|find-my-way|avvio|light-my-request)\//.test(url),
  },
  { name: 'undici', colour: '#b5d99c', fits: (url) => /node_modules\/undici\//.test(url) || url.startsWith('wasm:') },
  { name: 'other packages', colour: '#d5c4e8', fits: (url) => url.includes('node_modules/') },
  { name: 'Node.js', colour: '#d9d9d9', fits: (url) => url.startsWith('node:') },
  { name: 'native code and the kernel', colour: '#c4a484', fits: () => true },
];

/**
 * @param {{nodes: object[], samples: number[], timeDeltas: number[]}} profile
 * @returns {{totalUs: number, frames: {name: string, owner: string, depth: number, startUs: number, us: number}[], selfUs: Record<string, number>}}
 *   frames of one name below one caller are one; `selfUs` is the CPU time in each owner's own frames. Idle time is left out.
 */
export function framesOf({ nodes, samples, timeDeltas }) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const callerOf = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
  const top = { name: 'all', children: new Map(), us: 0 };
  const selfUs = Object.fromEntries(OWNERS.map(({ name }) => [name, 0]));
  samples.forEach((id, at) => {
    const stack = stackOf(id, byId, callerOf);
    if (stack.length === 0) return;
    const us = timeDeltas[at];
    selfUs[stack.at(-1).owner] += us;
    add(top, stack, us);
  });
  return { totalUs: top.us, frames: flat(top), selfUs };
}

/** @returns from the outermost caller to the innermost frame; empty when the thread did nothing */
function stackOf(id, byId, callerOf) {
  const stack = [];
  for (let at = id; at !== undefined; at = callerOf.get(at)) {
    const { functionName, url } = byId.get(at).callFrame;
    if (SAMPLING.has(functionName)) return [];
    if (NOT_WORK.has(functionName)) continue;
    stack.unshift({ name: functionName || `(${url.split('/').at(-1) || 'anonymous'})`, owner: OWNERS.find(({ fits }) => fits(url)).name });
  }
  return stack;
}

function add(top, stack, us) {
  top.us += us;
  let at = top;
  for (const { name, owner } of stack) {
    const key = `${owner} ${name}`;
    if (!at.children.has(key)) at.children.set(key, { name, owner, children: new Map(), us: 0 });
    at = at.children.get(key);
    at.us += us;
  }
}

function flat({ children }, depth = 0, startUs = 0) {
  const sorted = [...children.values()].sort((one, other) => other.us - one.us);
  const frames = [];
  for (const { name, owner, us, children: below } of sorted) {
    frames.push({ name, owner, depth, startUs, us }, ...flat({ children: below }, depth + 1, startUs));
    startUs += us;
  }
  return frames;
}

/** @returns {string} an SVG document */
export function flameGraph(profile, title) {
  const { totalUs, frames, selfUs } = framesOf(profile);
  const shown = frames.filter(({ us }) => us >= totalUs * MIN_SHARE);
  const height = HEAD + (Math.max(...shown.map(({ depth }) => depth)) + 2) * ROW;
  const boxes = shown.map((frame) => box(frame, totalUs, height));
  const size = `viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}"`;
  const text = '<style>text{font:11px monospace;fill:#222}</style><rect width="100%" height="100%" fill="#fff"/>';
  return [`<svg xmlns="http://www.w3.org/2000/svg" ${size}>${text}`, heading(title, selfUs, totalUs), ...boxes, '</svg>\n'].join('\n');
}

function heading(title, selfUs, totalUs) {
  let x = 8;
  const legend = OWNERS.map(({ name, colour }) => {
    const label = `${name} ${((100 * selfUs[name]) / totalUs).toFixed(0)} %`;
    const entry = `<rect x="${x}" y="24" width="10" height="10" fill="${colour}"/><text x="${x + 14}" y="33">${escaped(label)}</text>`;
    x += 30 + label.length * CHAR_WIDTH;
    return entry;
  });
  return `<text x="8" y="15">${escaped(title)}</text>${legend.join('')}`;
}

function box({ name, owner, depth, startUs, us }, totalUs, height) {
  const x = ((startUs / totalUs) * WIDTH).toFixed(1);
  const width = (us / totalUs) * WIDTH;
  const y = height - (depth + 1) * ROW;
  const chars = Math.floor((width - 6) / CHAR_WIDTH);
  const label = chars < 3 ? '' : `<text x="${Number(x) + 3}" y="${y + 12}">${escaped(name.slice(0, chars))}</text>`;
  const { colour } = OWNERS.find((one) => one.name === owner);
  const about = `<title>${escaped(`${name} (${owner}): ${((100 * us) / totalUs).toFixed(1)} %`)}</title>`;
  return `<g>${about}<rect x="${x}" y="${y}" width="${width.toFixed(1)}" height="${ROW - 1}" fill="${colour}"/>${label}</g>`;
}

const escaped = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
