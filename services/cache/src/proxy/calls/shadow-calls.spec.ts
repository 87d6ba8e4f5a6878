import { until } from '@docmind/testing';
import { expect, it } from 'vitest';
import { askThrough, proxyWithFakes, QUESTION } from '../proxy.fixture.js';

const PARAPHRASE = 'What is France’s capital?';

/** A kept answer, and a question that is another one in words only. */
async function withKept(shadowRate = 1) {
  const under = proxyWithFakes({}, { shadowRate });
  under.embedder.set(QUESTION, [1, 0, 0, 0]);
  under.embedder.set(PARAPHRASE, [1, 0.05, 0, 0]);
  under.embedder.set('Lyon', [0, 1, 0, 0]);
  await askThrough(under, 'Paris.');
  const paraphrased = { messages: [{ role: 'user', content: PARAPHRASE }] };
  const calls = () => under.upstream.calls.length;
  const checked = (count: number) => until(() => figures().checked + figures().skipped === count, `${count} checks`);
  const figures = () => under.falseHits.figures();
  return { under, paraphrased, calls, checked, figures };
}

it('answers at once and asks the upstream afterwards, with the caller’s request', async () => {
  const { under, paraphrased, calls, checked, figures } = await withKept();
  expect(await under.ask(paraphrased)).toMatchObject({ result: 'semantic', hit: { answer: 'Paris.' } });
  await until(() => calls() === 2, 'the upstream to be asked');
  expect(under.upstream.last.body).toEqual({ model: 'm', temperature: 0, ...paraphrased });
  under.upstream.last.answer('The capital of France is Paris.');
  await checked(1);
  expect(figures()).toMatchObject({ wrong: 0, estimate: 0 });
  // The fresh answer is kept nowhere.
  expect(await under.ask(paraphrased)).toMatchObject({ result: 'semantic', hit: { answer: 'Paris.' } });
});

it('evicts an answer that turns out wrong, also when it came as a stream', async () => {
  const { under, paraphrased, calls, checked, figures } = await withKept();
  await under.ask({ ...paraphrased, stream: true });
  await until(() => calls() === 2, 'the upstream to be asked');
  expect(under.upstream.last.body).toMatchObject({ stream: true });
  under.upstream.last.answer('Lyon');
  await checked(1);
  expect(figures()).toMatchObject({ wrong: 1 });
  expect((await under.ask()).result).toBe('miss');
});

it('gives way to callers, and counts what it never got to', async () => {
  const { under, paraphrased, calls, checked, figures } = await withKept();
  await under.ask(paraphrased);
  await until(() => calls() === 2, 'the upstream to be asked');
  for (let time = 1; time <= 3; time += 1) {
    const shadow = under.upstream.last;
    expect(await askThrough(under, 'Fine.', { messages: [{ role: 'user', content: `Something else, number ${time}?` }] })).toBe('miss');
    expect(shadow.signal.aborted).toBe(true);
    if (time < 3) await until(() => calls() === 2 * time + 2, 'the check to begin anew');
  }
  await checked(1);
  expect(figures()).toMatchObject({ checked: 0, skipped: 1 });
  expect(await under.ask()).toMatchObject({ result: 'exact' });
});

it('leaves a hit unchecked when the upstream fails', async () => {
  const { under, paraphrased, calls, checked, figures } = await withKept();
  await under.ask(paraphrased);
  await until(() => calls() === 2, 'the upstream to be asked');
  under.upstream.last.start(500).send('{}').end();
  await checked(1);
  expect(figures()).toMatchObject({ checked: 0, skipped: 1 });
});

it('asks nothing for equal questions, for who wants only what is cached, and when it is off', async () => {
  const { under, paraphrased, calls } = await withKept();
  await under.ask();
  await under.ask(paraphrased, { headers: { 'cache-control': 'only-if-cached' } });
  const off = await withKept(0);
  await off.under.ask(off.paraphrased);
  await until(async () => (await under.ask(paraphrased)).result === 'semantic', 'a hit that is checked');
  await until(() => calls() === 2, 'its check');
  expect(off.calls()).toBe(1);
});
