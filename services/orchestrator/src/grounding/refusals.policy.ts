// What an answer says where the documents don't, in the question's language.
import { packOf } from '@docmind/language';

interface Said {
  readonly refused: string;
  /** Where a part of the documents could not be looked up: they may say it there. */
  readonly unsearched: string;
}

const ENGLISH: Said = {
  refused: "The documents don't say.",
  unsearched: 'The documents could not all be searched, and what was found does not say.',
};
const OTHERS: ReadonlyMap<string, Said> = new Map([
  [
    'de',
    {
      refused: 'Das steht nicht in den Dokumenten.',
      unsearched: 'Die Dokumente konnten nicht alle durchsucht werden, und in dem, was gefunden wurde, steht es nicht.',
    },
  ],
  [
    'es',
    {
      refused: 'Los documentos no lo dicen.',
      unsearched: 'No se pudo buscar en todos los documentos, y lo que se encontró no lo dice.',
    },
  ],
  [
    'fr',
    {
      refused: 'Les documents ne le disent pas.',
      unsearched: "Tous les documents n'ont pas pu être consultés, et ce qui a été trouvé ne le dit pas.",
    },
  ],
  ['ja', { refused: '文書には書かれていません。', unsearched: 'すべての文書を検索することはできず、見つかった部分には書かれていません。' }],
  ['zh', { refused: '文档中没有说明。', unsearched: '未能搜索所有文档，已找到的内容中没有说明。' }],
]);

export function refusalOf(question: string): string {
  return saidFor(question).refused;
}

export function unsearchedOf(question: string): string {
  return saidFor(question).unsearched;
}

/** Of one of several questions, beside the answers to the others. */
export function unsaidOf(question: string): string {
  return `${refusalOf(question).slice(0, -1)}: ${question}`;
}

function saidFor(question: string): Said {
  return OTHERS.get(packOf(question).tag) ?? ENGLISH;
}
