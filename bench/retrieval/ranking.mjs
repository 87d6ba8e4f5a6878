// How good a ranked list is, where some passages are known to answer.

/** @param {boolean[]} isRelevant of each place, best first; `relevant` is how many there are in all */
export function qualityOf(isRelevant, relevant) {
  const found = (count) => isRelevant.slice(0, count).filter(Boolean).length;
  return {
    recall_5: found(5) / relevant,
    recall_10: found(10) / relevant,
    precision_5: found(5) / 5,
    precision_10: found(10) / 10,
    ndcg_5: ndcg(isRelevant, relevant, 5),
    ndcg_10: ndcg(isRelevant, relevant, 10),
    answered_5: found(5) > 0 ? 1 : 0,
  };
}

/** A place counts less the later it comes; 1 where all that answer come first. */
function ndcg(isRelevant, relevant, count) {
  const gain = (places) => places.reduce((sum, is, at) => sum + (is ? 1 / Math.log2(at + 2) : 0), 0);
  const best = Array.from({ length: Math.min(relevant, count) }, () => true);
  return gain(isRelevant.slice(0, count)) / gain(best);
}

export function meanOf(qualities) {
  const keys = Object.keys(qualities[0] ?? {});
  return Object.fromEntries(keys.map((key) => [key, qualities.reduce((sum, one) => sum + one[key], 0) / qualities.length]));
}
