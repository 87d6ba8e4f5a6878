import { createServer } from 'node:http';
import { once } from 'node:events';
import { afterEach, expect, it } from 'vitest';
import { codeOf } from '../lib/load/doors.mjs';
import { Caller } from './caller.mjs';

/** Keeps documents and turns in memory, and does with a question what the test says. */
function door({ answer = () => [200, {}] } = {}) {
  const [documents, turns] = [new Map(), []];
  const routes = {
    'POST /documents': () => {
      const id = `d${documents.size}`;
      documents.set(id, { state: 'indexed' });
      return [201, { document: { id } }];
    },
    'POST /sessions': () => [201, { id: 's' }],
    'POST /query': () => answer(turns),
    'GET /sessions': () => [200, { messages: turns }],
  };
  const server = createServer((request, reply) => {
    const [, first, id] = request.url.split(/[/?]/);
    const [status, body] = routes[`${request.method} /${first}`]?.() ?? onDocument(documents, request.method, id);
    request.resume().on('end', () => reply.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)));
  });
  return { server, documents, turns };
}

function onDocument(documents, method, id) {
  if (method === 'DELETE') documents.delete(id);
  return documents.has(id) ? [200, documents.get(id)] : [method === 'DELETE' ? 200 : 404, {}];
}

let open;
afterEach(() => open?.close());

async function prepared(options) {
  const { server, ...rest } = door(options);
  open = server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const caller = new Caller(`http://127.0.0.1:${server.address().port}`, 3);
  await caller.prepare();
  return { caller, ...rest };
}

const reply = (id, code, grounded = true) => [200, { id, answer: `It is ${code}.`, validation: { grounded }, degraded: [] }];

it('counts what is right, refused, wrong and somebody else’s', async () => {
  const given = [reply('1', codeOf(3, 1)), reply('2', codeOf(3, 1), false), reply('3', codeOf(3, 2)), reply('4', codeOf(5, 1))];
  const { caller } = await prepared({ answer: () => given.shift() });
  for (let n = 0; n < 4; n++) await caller.ask(1);
  expect(caller.counts).toMatchObject({ right: 1, refused: 1, wrong: 1, foreign: 1 });
});

it('tells apart what a part that is away says, and what nobody should', async () => {
  const given = [
    [503, {}],
    [500, {}],
  ];
  const { caller } = await prepared({ answer: () => given.shift() });
  for (let n = 0; n < 2; n++) await caller.ask(1).catch((thrown) => caller.failed(thrown));
  expect(caller.counts).toMatchObject({ unanswered: 1, dishonest: 1 });
});

it('finds a document that was acknowledged and is gone, one that came back, and a turn that was not kept or is there twice', async () => {
  const { caller, documents, turns } = await prepared({ answer: () => reply('1', 1) });
  for (let step = 0; step < 3; step++) await caller.add(step);
  await caller.drop();
  expect(await caller.losses()).toEqual({ lost: 0, back: 0, twice: 0 });
  documents.set('d1', { state: 'indexed' });
  documents.delete('d2');
  await caller.ask(1);
  const answered = (queryId) => turns.push({ role: 'user' }, { role: 'assistant', metadata: { queryId } });
  answered('whose reply was cut off');
  expect(await caller.losses()).toEqual({ lost: 2, back: 1, twice: 0 });
  answered('1');
  answered('1');
  expect(await caller.losses()).toEqual({ lost: 1, back: 1, twice: 1 });
});
