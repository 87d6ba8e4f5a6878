import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { QueryReply } from '@docmind/contracts';
import { english } from '@docmind/language';
import { repositoryRoot, storedDocument } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { BACKUPS, orchestratorWithFakes, post } from '../orchestrator.fixture.js';
import { documentsCalled, documentsCompared } from './targets.policy.js';

const TEAM = 'The platform team runs the backups of all projects. Mira Patel leads the platform team since March. Lunch is at noon.';
const TRAVEL = ['The travel allowance for meals is 30 euros a day.', 'The travel allowance for meals is 35 euros a day.'] as const;

async function withDocuments() {
  const started = await orchestratorWithFakes();
  const named = { 'backups.md': BACKUPS, 'team.md': TEAM, 'travel-2023.md': TRAVEL[0], 'travel-2024.md': TRAVEL[1] };
  started.fakes.know(...Object.entries(named).map(([name, text]) => ({ name, text })));
  const ask = async (question: string, more: object = {}): Promise<QueryReply> => {
    const response = await post(`${started.service.url}/query`, { question, ...more });
    expect(response.status).toBe(200);
    return (await response.json()) as QueryReply;
  };
  return { ...started, ask };
}

describe('questions about the collection', () => {
  it('are answered by the list itself, which is never kept and never called grounded', async () => {
    const { ask, fakes } = await withDocuments();
    const reply = await ask('Hi! What documents do you have?');
    expect(reply.answer).toMatch(/^There are 4 documents:\n- backups\.md \(read in on 2026-01-01\)\n- team\.md/);
    expect(reply).toMatchObject({
      cache: { result: 'bypass' },
      validation: { mode: 'listing', grounded: false, answers: 'fully' },
      sources: [],
    });
    expect((await ask('Which files are there?', { documents: ['team.md'] })).answer).toMatch(/^There is one document:\n- team\.md/);
    expect(fakes.lookups).toEqual([]);
    expect(fakes.prompts).toEqual([]);
    fakes.know();
    expect((await ask('how many documents are there?')).answer).toBe('There are no documents.');
  });

  it.each([
    ['Welche Dokumente hast du?', /^Es sind 4 Dokumente da:\n- backups\.md \(aufgenommen am 2026-01-01\)/],
    ['Quels documents as-tu ?', /^Il y a 4 documents :\n- backups\.md \(ajouté le/],
    ['¿Qué documentos tienes?', /^Hay 4 documentos:\n- backups\.md \(añadido el/],
    ['Worum geht es in team.md?', /^team\.md: The platform team runs/],
    ['Résume team.md', /^team\.md: The platform team runs/],
    ['Compare travel-2023.md and travel-2024.md', /^travel-2023\.md: .*30 euros.*\ntravel-2024\.md: .*35 euros/],
    ['Compara travel-2023.md con travel-2024.md', /^travel-2023\.md: .*30 euros.*\ntravel-2024\.md: .*35 euros/],
  ])('are answered in the language that they are asked in: %s', async (question, answer) => {
    const { ask, fakes } = await withDocuments();
    expect((await ask(question)).answer).toMatch(answer);
    expect(fakes.prompts).toEqual([]);
  });

  it('say in the language of a question that there are no documents', async () => {
    const { ask, fakes } = await withDocuments();
    fakes.know();
    expect((await ask('Wem gehört das Schwimmbad?')).answer).toMatch(/^Es sind noch keine Dokumente da/);
  });

  it('are answered by no model that makes something up where there are no documents', async () => {
    const { ask, fakes } = await withDocuments();
    fakes.know();
    for (const question of ['How long are daily snapshots kept?', 'Who owns the pool?', 'What is team.md about?', 'pool'])
      expect(await ask(question)).toMatchObject({
        answer: expect.stringMatching(/^There are no documents yet/) as string,
        validation: { mode: 'refused', grounded: false, answers: 'no' },
        sources: [],
        nearest: [],
      });
    expect(fakes.prompts).toEqual([]);
    expect(await ask('Write a poem about the sea')).toMatchObject({ validation: { mode: 'chat', answers: 'unchecked' } });
  });

  it.each([
    ['Hello!', /^I answer questions about your documents.*4 are in\./],
    ['hi, what can you do?', /^I answer questions/],
    ['Guten Tag', /^Ich beantworte Fragen.*4 sind da\.$/],
    ['Was kannst du?', /^Ich beantworte/],
    ['Bonjour, qui êtes-vous ?', /^Je réponds.*Il y en a 4\.$/],
    ['¿Qué puedes hacer?', /^Respondo.*Hay 4\.$/],
  ])('%s is answered by what the product is, not by what a model takes itself for', async (said, answer) => {
    const { ask, fakes } = await withDocuments();
    expect(await ask(said)).toMatchObject({
      answer: expect.stringMatching(answer) as string,
      validation: { mode: 'listing', grounded: false },
      cache: { result: 'bypass' },
    });
    expect([fakes.prompts, fakes.lookups]).toEqual([[], []]);
    fakes.know();
    expect((await ask('Hello!')).answer).toMatch(/None are in yet: add some, and ask\.$/);
  });

  it('say what a document is about in its own sentences, each with its place', async () => {
    const { ask, fakes } = await withDocuments();
    const reply = await ask('What is team.md about?');
    expect(reply).toMatchObject({
      validation: { mode: 'extractive', grounded: true, answers: 'fully' },
      sources: [{ documentName: 'team.md' }],
    });
    expect(reply.answer).toContain('The platform team runs the backups of all projects.');
    expect(reply.answer).not.toContain('Lunch');
    for (const { support, text } of reply.validation.sentences) expect(support?.quote).toBe(text);
    expect((await ask('Summarise the backups')).sources).toMatchObject([{ documentName: 'backups.md' }]);
    expect(fakes.searches).toEqual([]);
    // Of no document: the passages are searched as for any other question.
    await ask('Summarise the opera');
    expect(fakes.searches).toHaveLength(1);
  });

  it('put two documents side by side', async () => {
    const { ask } = await withDocuments();
    const reply = await ask('What is the difference between travel-2023.md and travel-2024.md?');
    expect(reply.answer).toBe(`travel-2023.md: ${TRAVEL[0]}\ntravel-2024.md: ${TRAVEL[1]}`);
    expect(reply.sources).toHaveLength(2);
  });
});

interface Phrasing {
  readonly half: 'fit' | 'unseen';
  readonly kind: string;
  readonly said: string;
  readonly asks?: string;
  readonly documents?: string[];
}
const SHELF = [
  'team.md',
  'lease-flat-3b.pdf',
  'retention-policy.md',
  'employee-handbook.pdf',
  'release-notes.txt',
  'travel-policy-2023.md',
];
const shelf = [...SHELF, 'travel-policy-2024.md', 'menus/canteen.md'].map((path) => storedDocument({ id: path, path }));
const phrasings = readFileSync(join(repositoryRoot(), 'bench/phrasings/phrasings.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Phrasing)
  .filter(({ kind }) => kind.includes('collection'));

function isRight({ said, asks, documents }: Phrasing): boolean {
  const request = english.talk.collectionRequest(english.talk.withoutCourtesy(said));
  if (request === undefined || request.asks === 'list') return request?.asks === asks;
  const found = request.asks === 'compare' ? documentsCompared(request.of, shelf) : documentsCalled(request.of, shelf);
  if (asks === undefined) return found.length === 0;
  return request.asks === asks && JSON.stringify(found.map(({ name }) => name)) === JSON.stringify(documents);
}

/** See docs/conversations.md. */
const UNSEEN_MISSED = 0;

describe('a question about the collection is known', () => {
  it.each(phrasings.filter(({ half }) => half === 'fit'))('$said', (phrasing) => expect(isRight(phrasing)).toBe(true));

  it('in most phrasings that the rules were not written for', () => {
    const missed = phrasings.filter(({ half }) => half === 'unseen').filter((phrasing) => !isRight(phrasing));
    expect(missed.length).toBeLessThanOrEqual(UNSEEN_MISSED);
  });
});
