import type { TopicMarks } from '../local/unspaced-follow-up.js';

export const JAPANESE_MARKS: TopicMarks = {
  opens: /^(?:じゃあ|では|それでは|それと|あと)、?/u,
  ends: /は(?:どうですか|どうでしょうか)?[？?。]?$/u,
  topicEnds: /は/u,
  asks: /いくら|いくつ|いつ|どこ|誰|なぜ|どう/u,
};
