import { localPack } from '../local/local-pack.js';
import { segmenterOf } from '../text/segments.js';
import { words } from '../text/word-lists.js';
import { unspacedStanding } from '../local/unspaced-follow-up.js';
import { CHINESE_MARKS } from './chinese.joints.js';
import { CHINESE_KINDS } from './chinese.kinds.js';

export const STOP_WORDS = words(`
  一个 与 个 为 为什么 之 了 什么 他 以 们 会 何 何时 你 你们 请 请问 呢 和 哪 哪个 哪些 哪里 在 多 多久 多少 她 如何 它 对 就 并 怎么 怎样 我 我们 或 所 把 是 是否
  是多少 有 的 着 而 能 能否 被 要 让 该 谁 这 那 都 里 需要 吗 吧 啊 几 也 从 到 及 其 可以`);
export const DENIALS = words('不 不会 不是 不能 不得 不要 未 没 没有 无 无法 非 禁止 别');

export const chinese = localPack({
  tag: 'zh',
  stopWords: STOP_WORDS,
  denials: DENIALS,
  abbreviations: [],
  kinds: CHINESE_KINDS,
  standing: (text, earlier) => unspacedStanding(CHINESE_MARKS, text, earlier),
  stem: (word) => word,
  segment: segmenterOf('zh'),
});
