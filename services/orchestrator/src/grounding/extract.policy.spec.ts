import { describe, expect, it } from 'vitest';
import { asksForValue, extractAnswer } from './extract.policy.js';
import { BACKUPS, PORTS, passage } from './passages.fixture.js';

const sources = [passage(PORTS, { documentName: 'ports.md' }), passage(`# Backups\n${BACKUPS}`, { page: 2 })];

describe('extractAnswer', () => {
  it('answers with the best sentence, verbatim, and its document', () => {
    const extracted = extractAnswer(['How long are daily snapshots kept?'], sources);
    expect(extracted?.answer).toBe('Daily snapshots are kept 35 days; weekly a year. [backups.md, page 2]');
    expect(extracted?.citations).toMatchObject([
      { documentName: 'backups.md', page: 2, excerpt: 'Daily snapshots are kept 35 days; weekly a year.' },
    ]);
  });
  it('answers each part of a planned question', () => {
    const extracted = extractAnswer(['How long are daily snapshots kept?', 'On which port does the cache listen?'], sources);
    expect(extracted?.answer).toContain('35 days');
    expect(extracted?.answer).toContain('8899');
    expect(extracted?.citations.map((citation) => citation.documentName).sort()).toEqual(['backups.md', 'ports.md']);
  });
  it('does not answer with a heading', () => {
    expect(extractAnswer(['What about backups of daily snapshots?'], sources)?.answer).toMatch(/^Daily snapshots/);
  });
  it('prefers a sentence with a value where one is asked for', () => {
    const text = 'The upload limit is set by the operator. The upload limit is 32 MiB.';
    expect(extractAnswer(['What is the upload limit?'], [passage(text)])?.answer).toMatch(/^The upload limit is 32 MiB\./);
  });
  it('prefers the value that stands beside its name', () => {
    const console =
      'Without DHCP it uses 192.168.77.10. Open the address in a browser with port 7443. The console then asks for 14 characters.';
    const cookie = 'The web console accepted a cookie for up to 60 minutes after a user signed out.';
    const passages = [passage(console, { heading: 'Open the web console' }), passage(cookie)];
    expect(extractAnswer(['Which port does the web console use?'], passages)?.answer).toContain('port 7443');
  });
  it('knows a verb in its past form', () => {
    const people = 'Maren Holt leads the company. Ivo Lindqvist leads development. Support is led by Anneke Dral, who joined in 2019.';
    expect(extractAnswer(['Who leads support?'], [passage(people)])?.answer).toMatch(/^Support is led by Anneke Dral/);
  });
  it('uses at most three sentences and each once', () => {
    const extracted = extractAnswer(['snapshots?', 'daily snapshots?', 'ports cache?', 'restores?', 'orchestrator?'], sources);
    expect(extracted?.answer.match(/\[/g)?.length).toBeLessThanOrEqual(3);
  });
  it('has no answer where no sentence shares a word', () => {
    expect(extractAnswer(['Who sings opera?'], sources)).toBeUndefined();
  });
});

describe('asksForValue', () => {
  it.each([
    ['How long are snapshots kept?', true],
    ['What is the upload limit?', true],
    ['On which port does it listen?', true],
    ['Who owns the plan?', false],
    ['When are restores tested?', false],
  ])('%s %s', (question, expected) => {
    expect(asksForValue(question)).toBe(expected);
  });
});
