// `npm run docmind`: the command as it was built, and words where it was not.
import { existsSync } from 'node:fs';

const cli = new URL('../services/stack/dist/cli.js', import.meta.url);
if (existsSync(cli)) await import(cli);
else {
  console.error('docmind is not built yet: npm run quickstart installs, builds and starts it; npm run build only builds');
  process.exitCode = 1;
}
