import { readFileSync } from 'node:fs';
import { it } from 'vitest';
import { english } from './index.js';
it('x', () => {
  const half = process.env.HALF ?? 'fit';
  const all = readFileSync('bench/phrasings/phrasings.jsonl', 'utf8')
    .trim()
    .split('\n')
    .map((l) => JSON.parse(l))
    .filter((l) => l.half === half);
  const out: string[] = [];
  let ok = 0,
    n = 0;
  const fold = (earlier: string[], answer?: string) => {
    let q: string | undefined;
    for (const e of earlier) q = english.talk.standing(english.talk.withoutCourtesy(e), q === undefined ? undefined : { question: q }).text;
    return { question: q as string, answer };
  };
  for (const l of all) {
    let text = '',
      is = '',
      good = false;
    if (l.kind === 'follow-up' || l.kind === 'stands-alone') {
      const r = english.talk.standing(english.talk.withoutCourtesy(l.said), fold(l.earlier, l.answer));
      text = r.text;
      is = r.is;
    } else if (l.kind === 'small-talk' || l.kind === 'mixed') {
      text = english.talk.withoutCourtesy(l.said);
      is = String(english.talk.isAsked(text));
    } else continue;
    const lower = text.toLowerCase();
    if (l.kind === 'stands-alone') good = is === 'alone';
    else if (l.kind === 'small-talk') good = is === 'false';
    else {
      const w = new Set(lower.split(/[^\p{L}\p{N}-]+/u));
      good = l.has.every((h: string) => w.has(h)) && l.hasnt.every((h: string) => !w.has(h));
    }
    n++;
    if (good) ok++;
    out.push(`${good ? 'ok ' : 'BAD'} ${l.kind} [${is}] ${(l.earlier ?? []).join(' | ')} + ${l.said} => ${text}`);
  }
  console.log(out.join('\n') + `\n${ok}/${n}`);
});
