/** Waits for Ctrl-C or SIGTERM, then runs `close`, for as long as the limit. A second signal doesn't wait for it. */
export async function untilStopped(close: () => Promise<void>, limitMs: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const onSignal = () => {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
      const impatient = () => process.exit(130);
      // A terminal's Ctrl-C through `npm run` arrives twice: by the group and passed on by npm.
      setTimeout(() => process.on('SIGINT', impatient).on('SIGTERM', impatient), REPEAT_MS).unref();
      resolve();
    };
    process.on('SIGINT', onSignal);
    process.on('SIGTERM', onSignal);
  });
  const ignore = () => undefined;
  process.on('SIGINT', ignore).on('SIGTERM', ignore);
  setTimeout(() => endHanging(limitMs), limitMs).unref();
  await close();
}

function endHanging(limitMs: number): never {
  process.stderr.write(`Something did not end within ${limitMs} ms and is left behind\n`);
  process.exit(1);
}

const REPEAT_MS = 1_000;
