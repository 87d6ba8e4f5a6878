// Reads vitest's JSON report into the counts of the last line, so that nothing that went wrong can hide outside a test.
import { existsSync, readFileSync } from 'node:fs';

/** @returns {{passed: number, failed: number, skipped: number, notes: string[]}} */
export function countTests(reportFile, exitCode) {
  if (!existsSync(reportFile)) return { passed: 0, failed: 1, skipped: 0, notes: ['vitest ended without a report'] };
  const report = JSON.parse(readFileSync(reportFile, 'utf8'));
  const notes = [];
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
  );
  notes.push(...brokenFiles.map((file) => `${file.name} failed outside its tests: ${(file.message ?? '').split('\n')[0]}`));
  let failed = report.numFailedTests + brokenFiles.length;
  if (exitCode !== 0 && failed === 0) {
    failed = 1;
    notes.push(
      `every test passed, yet vitest exited with ${exitCode}: coverage below its floor, or an error outside the tests (see above)`,
    );
  }
  return { passed: report.numPassedTests, failed, skipped: report.numPendingTests + report.numTodoTests, notes };
}

export const lastLine = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`;
