import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';

/**
 * Listens for the longest time in which the event loop served nobody else.
 * @param pauseMs between two looks, where another thread needs the processor
 */
export function silences(pauseMs = 0) {
  let longestMs = 0;
  let turns = 0;
  let isOver = false;
  const over = (async () => {
    for (let last = performance.now(); !isOver; turns += 1) {
      await (pauseMs > 0 ? delay(pauseMs) : turn());
      const now = performance.now();
      longestMs = Math.max(longestMs, now - last - pauseMs);
      last = now;
    }
  })();
  return {
    end: async () => {
      isOver = true;
      await over;
      return { longestMs: Math.round(longestMs), turns };
    },
  };
}
