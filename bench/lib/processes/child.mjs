// The other end of `startNode`, for the benchmarks' own processes. Ends with its parent, however that ends.
import { once } from 'node:events';

export function ready(facts = {}) {
  process.on('disconnect', () => process.exit(0));
  process.send?.({ ready: true, ...facts });
}

/** Answers the parent's questions, one function a question. */
export function answerWith(answers) {
  process.on('message', ({ ask }) => {
    Promise.resolve(answers[ask]()).then(
      (answer) => process.send?.({ answer }),
      (thrown) => {
        process.stderr.write(`${thrown.stack}\n`);
        process.exit(1);
      },
    );
  });
}

/** Any free port of 127.0.0.1. */
export async function listen(server) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${server.address().port}`;
}
