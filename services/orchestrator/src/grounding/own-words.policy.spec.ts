import { expect, it } from 'vitest';
import { disagreementOf, noDocumentsOf, refusalOf, unsaidOf, unsearchedOf } from './own-words.policy.js';

it.each([
  ['Wie hoch ist die Warmmiete?', 'Das steht nicht in den Dokumenten.', /nicht alle durchsucht/],
  ['Quelle est la hauteur de la tour ?', 'Les documents ne le disent pas.', /n'ont pas pu être consultés/],
  ['¿Cuánto cuesta la entrada para los niños?', 'Los documentos no lo dicen.', /No se pudo buscar/],
  ['駐車場の料金はいくらですか。', '文書には書かれていません。', /検索することはできず/],
  ['停车费是多少？', '文档中没有说明。', /未能搜索/],
  ['How much is the rent?', "The documents don't say.", /could not all be searched/],
])('a refusal speaks the language of the question: %s', (question, answer, unsearched) => {
  expect(refusalOf(question)).toBe(answer);
  expect(unsearchedOf(question)).toMatch(unsearched);
  const all = [answer, unsearchedOf(question), disagreementOf(question), noDocumentsOf(question)];
  expect(new Set(all).size).toBe(all.length);
  expect(unsaidOf(question)).toBe(`${answer.slice(0, -1)}: ${question}`);
});
