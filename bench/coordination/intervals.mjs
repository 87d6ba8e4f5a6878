/** What of `totalMs` lies outside the intervals; where two overlap, as parallel searches do, their time counts once. */
export function timeOutside(totalMs, intervals) {
  let inside = 0;
  let coveredTo = -Infinity;
  for (const { startedAt, endedAt } of [...intervals].sort((a, b) => a.startedAt - b.startedAt)) {
    inside += Math.max(0, endedAt - Math.max(startedAt, coveredTo));
    coveredTo = Math.max(coveredTo, endedAt);
  }
  return totalMs - inside;
}

/** From the end of an agent's work, of all its parallel runs, to the start of the next agent's. */
export function gapsBetween(agents) {
  const gaps = [];
  let current;
  for (const { agent, startedAt, endedAt } of [...agents].sort((a, b) => a.startedAt - b.startedAt)) {
    if (current?.agent === agent) {
      current.endedAt = Math.max(current.endedAt, endedAt);
      continue;
    }
    if (current) gaps.push(startedAt - current.endedAt);
    current = { agent, endedAt };
  }
  return gaps;
}
