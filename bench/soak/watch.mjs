// Looks at the health of each service again and again, from outside.
const LOOK_MS = 250;
const PATIENCE_MS = 2_000;

export class Watch {
  /** @param {Record<string, string>} urls by service */
  constructor(urls) {
    this.urls = urls;
    /** Of each service and endpoint: how often it was asked, and how often it said yes. */
    this.looks = new Map();
    this.timer = setInterval(() => void this.look(), LOOK_MS);
  }

  stop() {
    clearInterval(this.timer);
  }

  async look() {
    const said = await Promise.all(
      Object.entries(this.urls).flatMap(([name, url]) =>
        ['live', 'ready'].map(async (kind) => {
          const isUp = await saysYes(`${url}/health/${kind}`);
          const look = this.looks.get(`${name} ${kind}`) ?? { asked: 0, up: 0 };
          this.looks.set(`${name} ${kind}`, { asked: look.asked + 1, up: look.up + Number(isUp) });
          return kind === 'live' || isUp;
        }),
      ),
    );
    return said.every(Boolean);
  }

  /** @returns milliseconds until all services were ready again, undefined where they were not within the limit */
  async untilReady(limitMs) {
    const startedAt = performance.now();
    while (performance.now() - startedAt < limitMs) {
      if (await this.look()) return performance.now() - startedAt;
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS / 2));
    }
    return undefined;
  }

  /** Of all looks at `live`, or at `ready`. */
  share(kind) {
    const looks = [...this.looks].filter(([name]) => name.endsWith(kind)).map(([, look]) => look);
    return looks.reduce((sum, { up }) => sum + up, 0) / looks.reduce((sum, { asked }) => sum + asked, 0);
  }
}

async function saysYes(url) {
  try {
    const reply = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
    await reply.arrayBuffer();
    return reply.ok;
  } catch {
    return false;
  }
}
