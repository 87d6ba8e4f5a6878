// A step of `npm run check`: whatever ships has a licence that lets everybody use it, also in a closed product.
import satisfies from 'spdx-satisfies';
import { isMain, root, say } from '../steps/steps.mjs';
import { shippedFrom } from './shipped.mjs';

const ALLOWED = [
  ...['0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'BSD-2-Clause', 'BSD-3-Clause', 'CC0-1.0', 'ISC', 'MIT', 'MIT-0', 'PostgreSQL', 'Python-2.0'],
  ...['Unlicense', 'Zlib'],
];

/** @returns a line for each package whose licence is not allowed, or can't be read */
export function refused(packages) {
  return packages
    .filter(({ licence }) => !isAllowed(licence))
    .map(({ name, version, licence }) => `${name}@${version}: ${licence} is not among ${ALLOWED.join(', ')}`);
}

function isAllowed(licence) {
  try {
    return satisfies(licence, ALLOWED);
  } catch {
    return false;
  }
}

if (isMain(import.meta.url)) {
  const packages = shippedFrom(root);
  const faults = refused(packages);
  faults.forEach((line) => say(line));
  if (faults.length === 0) say(`${packages.length} packages, all with licences that are allowed`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}
