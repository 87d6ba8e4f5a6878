// What an answer says for itself, in the question's language.
import { packOf } from '@docmind/language';

interface Said {
  readonly refused: string;
  /** Where a part of the documents could not be looked up: they may say it there. */
  readonly unsearched: string;
  readonly disagree: string;
  readonly none: string;
}

const ENGLISH: Said = {
  refused: "The documents don't say.",
  unsearched: 'The documents could not all be searched, and what was found does not say.',
  disagree: 'The documents disagree.',
  none: 'There are no documents yet, so nothing could be looked up. Add some, and ask again.',
};
const OTHERS: ReadonlyMap<string, Said> = new Map([
  [
    'de',
    {
      refused: 'Das steht nicht in den Dokumenten.',
      unsearched: 'Die Dokumente konnten nicht alle durchsucht werden, und in dem, was gefunden wurde, steht es nicht.',
      disagree: 'Die Dokumente widersprechen sich.',
      none: 'Es sind noch keine Dokumente da, also konnte nichts nachgesehen werden. Fügen Sie welche hinzu und fragen Sie noch einmal.',
    },
  ],
  [
    'es',
    {
      refused: 'Los documentos no lo dicen.',
      unsearched: 'No se pudo buscar en todos los documentos, y lo que se encontró no lo dice.',
      disagree: 'Los documentos se contradicen.',
      none: 'Aún no hay documentos, así que no se pudo buscar nada. Añada alguno y vuelva a preguntar.',
    },
  ],
  [
    'fr',
    {
      refused: 'Les documents ne le disent pas.',
      unsearched: "Tous les documents n'ont pas pu être consultés, et ce qui a été trouvé ne le dit pas.",
      disagree: 'Les documents se contredisent.',
      none: "Il n'y a pas encore de documents, rien n'a donc pu être consulté. Ajoutez-en, puis redemandez.",
    },
  ],
  [
    'ja',
    {
      refused: '文書には書かれていません。',
      unsearched: 'すべての文書を検索することはできず、見つかった部分には書かれていません。',
      disagree: '文書の内容が食い違っています。',
      none: '文書がまだないため、何も調べられませんでした。追加してから、もう一度お尋ねください。',
    },
  ],
  [
    'zh',
    {
      refused: '文档中没有说明。',
      unsearched: '未能搜索所有文档，已找到的内容中没有说明。',
      disagree: '各文档的说法不一致。',
      none: '还没有文档，因此无法查找。请先添加文档，然后再提问。',
    },
  ],
]);

export function refusalOf(question: string): string {
  return saidFor(question).refused;
}

export function unsearchedOf(question: string): string {
  return saidFor(question).unsearched;
}

export function disagreementOf(question: string): string {
  return saidFor(question).disagree;
}

export function noDocumentsOf(question: string): string {
  return saidFor(question).none;
}

/** Of one of several questions, beside the answers to the others. */
export function unsaidOf(question: string): string {
  return `${refusalOf(question).slice(0, -1)}: ${question}`;
}

function saidFor(question: string): Said {
  return OTHERS.get(packOf(question).tag) ?? ENGLISH;
}
