import { localPack } from '../local/local-pack.js';
import { segmenterOf } from '../text/segments.js';
import { words } from '../text/word-lists.js';
import { unspacedStanding } from '../local/unspaced-follow-up.js';
import { JAPANESE_MARKS } from './japanese.joints.js';
import { JAPANESE_KINDS } from './japanese.kinds.js';

export const STOP_WORDS = words(`
  あり ありま あります ある いくつ いくら いつ います いる か から が くだ くださ ください こと これ さ し した して すか する せ そ その それ た だ だれ っ て で でき できる です
  と という どう どこ どの どれ な なぜ なに なり なる に ね の は ば へ ほど ま まし ました ます ますか まで も もの や よ よう より ら り れ を ん 何 何時 誰
  教え 的 下さい`);
export const DENIALS = words('ず せん ない なかっ なかった なく なし ぬ ません 不可 非 無い 禁止');

export const japanese = localPack({
  tag: 'ja',
  stopWords: STOP_WORDS,
  denials: DENIALS,
  abbreviations: [],
  kinds: JAPANESE_KINDS,
  standing: (text, earlier) => unspacedStanding(JAPANESE_MARKS, text, earlier),
  stem: (word) => word,
  segment: segmenterOf('ja'),
});
