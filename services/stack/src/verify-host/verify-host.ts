import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { HardwareInfo } from '@docmind/contracts';
import { AppError, toAppError } from '@docmind/errors';
import { openClient } from '../client/open-client.js';
import { readGates } from '../commands/gates.command.js';
import { say } from '../commands/terminal.js';
import { engineDoor, metricsDoor } from '../settings/client-settings.js';
import { accuracyChecks, type Answers, answerQuestions } from './accuracy.js';
import { type Check, held, judged, noData } from './check.js';
import { documentChecks } from './documents.js';
import { EngineDoor } from './engine-door.js';
import { engineLogChecks } from './engine-log.policy.js';
import { overflowChecks, pressureChecks, switchChecks } from './limits.js';
import { expectFolder, forThisHost, type HostReport, readReport, shown, writeReport } from './report.js';
import { Prompts, speedChecks } from './speed.js';
import { VramWatch } from './vram.js';
import { type Stage, STAGES, type VerifyOptions, workOf } from './work.policy.js';

/** Of an engine that doesn't tell its own. */
const UNTOLD_WINDOW_TOKENS = 4_096;

/**
 * What the specification asks of a host, tried on the stack that runs there.
 * @throws AppError FAILED_PRECONDITION where something fails, so that a script can ask too
 */
export async function verifyHost(options: VerifyOptions): Promise<void> {
  const earlier = options.earlier === undefined ? undefined : await readReport(options.earlier);
  const engineLog = options.engineLog === undefined ? undefined : await logOf(options.engineLog);
  if (options.json !== undefined) await expectFolder(options.json);
  const report = await examine(options, engineLog, earlier);
  say(`\n${shown(report, earlier)}`);
  if (options.json !== undefined) await writeReport(options.json, report);
  const failed = report.checks.filter(({ verdict }) => verdict === 'fail');
  if (failed.length > 0) throw new AppError('FAILED_PRECONDITION', `${failed.length} fail: ${failed.map(({ id }) => id).join(', ')}`);
}

async function examine(options: VerifyOptions, engineLog: string | undefined, earlier: HostReport | undefined): Promise<HostReport> {
  const door = new EngineDoor(options.engineUrl ?? engineDoor(), options.key);
  const hardware = await door.hardware();
  const backend = await door.active();
  const hasGpu = hardware.device === 'gpu';
  say(
    `${backend.model} on ${backend.kind}; ${hasGpu ? hardware.gpus.map(({ name }) => name).join(', ') : `no GPU (${hardware.reason}): a short run`}`,
  );
  const vram = new VramWatch(door, 'at rest');
  await vram.start();
  const { checks, answers } = await measured(door, vram, options, hasGpu);
  const all = [
    ...hardwareChecks(hardware),
    ...engineLogChecks(engineLog),
    ...checks,
    ...(await vram.stop()),
    ...accuracyChecks(answers, earlier?.answers),
    ...(await gateChecks(options)),
  ];
  const gpus = hardware.gpus.map(({ name }) => name);
  return { at: new Date().toISOString(), gpus, model: backend.model, engine: backend.kind, checks: forThisHost(all, hasGpu), answers };
}

interface Measured {
  readonly checks: Check[];
  readonly answers: Answers;
}

async function measured(door: EngineDoor, vram: VramWatch, options: VerifyOptions, hasGpu: boolean): Promise<Measured> {
  const windowTokens = await door.tokens('How long is the window?').then(
    (counted) => counted.windowTokens,
    () => undefined,
  );
  const work = workOf(options, hasGpu, windowTokens ?? UNTOLD_WINDOW_TOKENS);
  const prompts = await Prompts.for(door);
  let answers: Answers = {};
  const runs: Readonly<Record<Stage, () => Promise<Check[]>>> = {
    speed: () => speedChecks(door, work.speed, (says) => say(`      ${says}`)),
    overflow: () => overflowChecks(door, prompts, windowTokens),
    pressure: () => pressureChecks(door, prompts, work.burst),
    documents: () => documentChecks(openClient(options)),
    switch: () => switchChecks(door, options.switch),
    questions: async () => {
      answers = await answerQuestions(door, work.questions);
      return [];
    },
  };
  const checks: Check[] = [];
  const stages = options.only ?? STAGES;
  for (const [index, stage] of stages.entries()) {
    say(`${index + 1}/${stages.length}   ${stage}`);
    await vram.enter(stage);
    checks.push(
      ...(await runs[stage]().catch((thrown: unknown) => [held(stage, `${stage} could be tried`, false, toAppError(thrown).message)])),
    );
  }
  return { checks, answers };
}

function hardwareChecks({ device, gpus, reason }: HardwareInfo): Check[] {
  if (device === 'cpu') return [noData('gpu', 'a GPU that an engine can use', reason)];
  return gpus.flatMap(({ index, name, fp8, fp8KvCache, flashInfer, totalBytes = null, reason: why }) => [
    judged({ id: `gpu-${index}`, what: `GPU ${index}: ${name}`, unit: 'bytes', value: totalBytes, note: why }),
    held(`gpu-${index}-fp8`, `GPU ${index}: FP8, FP8 KV cache and FlashInfer`, fp8 && fp8KvCache && flashInfer, why),
  ]);
}

/** What fails of the last hour, this run included; the rest is `docmind gates`' to tell. */
async function gateChecks({ metricsUrl, key }: VerifyOptions): Promise<Check[]> {
  try {
    const { gates, counts } = await readGates(metricsUrl ?? metricsDoor(), key);
    const failed = gates.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id);
    const note = `${counts.pass} pass, ${counts.noData} have no data${failed.length > 0 ? `; failing: ${failed.join(', ')}` : ''}`;
    return [
      judged({ id: 'gates', what: 'gates that fail (docmind gates)', unit: 'count', value: counts.fail, target: { atMost: 0 }, note }),
    ];
  } catch (thrown) {
    return [noData('gates', 'gates that fail (docmind gates)', toAppError(thrown).message)];
  }
}

async function logOf(file: string): Promise<string> {
  if (file === '-') return text(process.stdin);
  return readFile(file, 'utf8').catch((cause: unknown) => {
    throw new AppError('NOT_FOUND', `${file} can't be read: --engine-log takes what vLLM printed when it started`, { cause });
  });
}
