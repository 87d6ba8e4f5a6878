import type { TopicMarks } from '../local/unspaced-follow-up.js';

export const CHINESE_MARKS: TopicMarks = {
  opens: /^(?:那么|那|还有)，?/u,
  ends: /呢[？?]?$/u,
  topicEnds: /是|多少|多久|几|什么|怎么|在哪|为什么|可以|能|需要|有没有/u,
  asks: /多少|多久|什么|怎么|在哪|为什么|谁/u,
};
