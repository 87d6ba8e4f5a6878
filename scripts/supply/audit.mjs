// `npm run audit`: known weaknesses, high or critical, in what ships. 0: none; 1: some; 77: nobody could be asked, which is not the same as none.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { isMain, root, say } from '../steps/steps.mjs';

const FOLDERS = ['.', 'services/inference/llama'];
const GRAVE = ['high', 'critical'];
/** As `skipped` is known to test harnesses. */
export const NOT_CHECKED = 77;

/**
 * @param output what `npm audit --json` printed
 * @returns {{ faults: string[] } | { notChecked: string }} only a report counts as an answer
 */
export function verdictOf(output) {
  const { auditReportVersion, vulnerabilities, message = 'npm audit gave no report' } = parsed(output);
  if (auditReportVersion === undefined || vulnerabilities === undefined) return { notChecked: message };
  const grave = Object.values(vulnerabilities).filter(({ severity }) => GRAVE.includes(severity));
  return { faults: grave.map((fault) => `${fault.severity}: ${fault.name} ${fault.range}: ${reasonsOf(fault).join('; ')}`) };
}

/** Of a package whose own packages are weak the name of the weak one is the reason. */
function reasonsOf({ via }) {
  return via.map((reason) => (typeof reason === 'string' ? `by ${reason}` : `${reason.title} ${reason.url}`));
}

function parsed(output) {
  try {
    return JSON.parse(output);
  } catch {
    return {};
  }
}

function auditOf(folder) {
  const args = ['audit', '--omit=dev', '--json', '--package-lock-only'];
  const { stdout } = spawnSync('npm', args, { cwd: join(root, folder), encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return verdictOf(stdout ?? '');
}

/** @returns the exit code */
export function audit() {
  const verdicts = FOLDERS.map((folder) => ({ folder, ...auditOf(folder) }));
  for (const { folder, faults, notChecked } of verdicts) {
    if (notChecked) say(`not checked: ${folder}: ${notChecked}`);
    else say(`${folder}: ${faults.length} high or critical${faults.map((line) => `\n  ${line}`).join('')}`);
  }
  if (verdicts.some(({ faults = [] }) => faults.length > 0)) return 1;
  return verdicts.some(({ notChecked }) => notChecked) ? NOT_CHECKED : 0;
}

if (isMain(import.meta.url)) process.exitCode = audit();
