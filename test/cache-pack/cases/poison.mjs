// What a caller, an operator's mistake or a wrong clock might put into the cache.
import { must, NotApplicable } from '../target/target.mjs';

const messagesFor = (content) => [{ role: 'user', content }];

async function keptEntry(target, messages) {
  await target.ask({ messages });
  const hit = await target.ask({ messages });
  const entry = hit.headers.get('x-docmind-cache-entry');
  if (hit.asked > 0 || entry === null) throw new NotApplicable('the target names no entry that could be judged');
  return { entry, text: hit.text };
}

async function judge(target, as, body) {
  const reply = await target.beside('/cache/feedback', JSON.stringify(body), { as, type: 'application/json' });
  if (reply.status === 404) throw new NotApplicable('the target takes no feedback');
  await reply.arrayBuffer();
  return reply.status;
}

const FLOOD = 300;
/** Below the pace that is refused, so that each counts as far as it may. */
const FLOODED_HITS = 20;

/** One line of the target's own export, to be changed and sent back. */
async function exportedLine(target, question) {
  const reply = await target.beside('/cache/export', undefined, { as: 'operator', method: 'GET' });
  if (reply.status === 404) throw new NotApplicable('the target has no export and import');
  must(reply.status === 200, `the export answered with status ${reply.status}`);
  const lines = (await reply.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const line = lines.find((each) => each.question === question);
  must(line, 'the export does not hold the answer that is kept');
  return line;
}

async function importLine(target, line) {
  const reply = await target.beside('/cache/import', JSON.stringify(line), { as: 'operator', type: 'application/x-ndjson' });
  return reply.json();
}

export const poisonCases = [
  {
    name: 'a flood of feedback',
    must: 'a flood of verdicts loosens nothing, evicts nothing of others, and is refused in plain words',
    async run(target, topic) {
      const messages = messagesFor(`How long are daily copies of ${topic} kept?`);
      const { entry, text } = await keptEntry(target, messages);
      const statuses = new Set();
      for (let time = 0; time < FLOOD; time += 1) statuses.add(await judge(target, 'a', { entry, verdict: 'right' }));
      const unexpected = [...statuses].filter((status) => ![200, 429].includes(status));
      must(unexpected.length === 0, `the flood was answered with status ${unexpected.join(', ')}`);
      must(statuses.has(429), `${FLOOD} verdicts in a row were all taken`);
      const other = await target.ask({ messages: messagesFor(`How long are weekly copies of ${topic} kept?`) });
      must(other.text !== text, 'after the flood another question gets the praised answer');
      if (target.options.keys.b) for (let time = 0; time < 5; time += 1) await judge(target, 'b', { entry, verdict: 'wrong' });
      const still = await target.ask({ messages });
      must(still.asked === 0 && still.text === text, 'the answer is gone: another tenant’s verdict evicted it');
    },
  },
  {
    name: 'a flood of wrong verdicts',
    must: 'one tenant that calls every hit wrong can take no hit from another tenant that the labelled pairs are sure of',
    async run(target, topic) {
      if (!target.options.keys.b) throw new NotApplicable('needs two tenants');
      const asked = messagesFor(`How do I reset my password for ${topic}?`);
      const inOtherWords = messagesFor(`How can I reset my password for ${topic}?`);
      const served = (as) => target.ask({ as, messages: inOtherWords });
      await target.ask({ as: 'b', messages: asked });
      if ((await served('b')).asked > 0) throw new NotApplicable('the target gives no hit for the same question in other words');
      for (let time = 0; time < FLOODED_HITS; time += 1) {
        await target.ask({ messages: asked });
        const hit = await served('a');
        const entry = hit.headers.get('x-docmind-cache-entry');
        if (entry === null && time === 0) throw new NotApplicable('the target names no entry that could be judged');
        if (entry === null) break;
        await judge(target, 'a', { entry, verdict: 'wrong' });
      }
      const after = await served('b');
      must(after.asked === 0, `after ${FLOODED_HITS} verdicts of another tenant the hit is gone`);
    },
  },
  {
    name: 'an entry of another embedder',
    must: 'vectors of another embedder are refused, and its texts are compared by this one’s only',
    async run(target, topic) {
      const question = `What colour is ${topic}?`;
      await target.ask({ messages: messagesFor(question) });
      const line = await exportedLine(target, question);
      const planted = { ...line, embedder: 'another-embedder-9.9', question: `What is the price of ${topic}?`, answer: 'Planted.' };
      const withVector = await importLine(target, { ...planted, vector: Buffer.alloc(384 * 4, 1).toString('base64') });
      must(withVector.imported === 0, 'a line with a vector was taken');
      const without = await importLine(target, planted);
      must(without.imported === 1, `the line without a vector was refused: ${JSON.stringify(without.why)}`);
      for (const other of [`Who sells ${topic}?`, `How heavy is ${topic}?`, question]) {
        const reply = await target.ask({ messages: messagesFor(other) });
        must(reply.text !== 'Planted.', `"${other}" was given the imported answer`);
      }
    },
  },
  {
    name: 'an entry from the future',
    must: 'an import can make nothing live longer than what is stored today',
    async run(target, topic) {
      const question = `How old is ${topic}?`;
      const messages = messagesFor(question);
      await target.ask({ messages });
      const line = await exportedLine(target, question);
      const future = { createdAt: '2999-01-01T00:00:00.000Z', expiresAt: '2999-12-31T00:00:00.000Z' };
      must((await importLine(target, { ...line, ...future, answer: 'From the future.' })).imported === 1, 'the line was refused');
      const clamped = await exportedLine(target, question);
      must(Date.parse(clamped.createdAt) <= Date.now() + 1_000, `the entry says that it was made on ${clamped.createdAt}`);
      must(Date.parse(clamped.expiresAt) < Date.parse(future.expiresAt), 'the entry lives until 2999');
    },
  },
  {
    name: 'the clock is set back',
    must: 'an answer whose age is unknown is not served, and ages are never negative',
    async run(target, topic) {
      const { setClock } = target.options;
      if (!setClock) throw new NotApplicable('needs the clock of the target, which runs elsewhere');
      const messages = messagesFor(`How fast is ${topic}?`);
      await target.ask({ messages });
      must((await target.ask({ messages })).asked === 0, 'the same request twice was no hit');
      try {
        setClock(-3_600_000);
        const back = await target.ask({ messages });
        must(back.asked > 0, 'an answer from the future was served');
        const again = await target.ask({ messages });
        must(again.asked === 0, 'what was stored after the clock was set back is not found');
        must(Number(again.headers.get('x-docmind-cache-age')) >= 0, `its age is ${again.headers.get('x-docmind-cache-age')}`);
      } finally {
        setClock(0);
      }
    },
  },
];
