// A process that holds what it is told to until it is killed, and says on stdout how that went.
import { writeSync } from 'node:fs';
import { hold } from './hold.js';

const [, , lock = ''] = process.argv;
try {
  hold({ lock, what: 'The folder', holder: 'another one', instead: 'Take another.', setting: 'A_FOLDER' });
  writeSync(1, 'held\n');
} catch (error) {
  writeSync(1, `${(error as Error).message}\n`);
}
setInterval(() => undefined, 60_000);
