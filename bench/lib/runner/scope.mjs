import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a run has opened, closed in reverse order however the run ends. */
export class Scope {
  #endings = [];

  defer(ending) {
    this.#endings.push(ending);
  }

  /** A folder of the system's temporary folder that goes with the run. */
  folder() {
    const path = mkdtempSync(join(tmpdir(), 'docmind-bench-'));
    this.defer(() => rmSync(path, { recursive: true, force: true }));
    return path;
  }

  /** @throws the first failure, after everything was tried */
  async close() {
    const failures = [];
    for (const ending of this.#endings.splice(0).reverse()) {
      try {
        await ending();
      } catch (thrown) {
        failures.push(thrown);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}
