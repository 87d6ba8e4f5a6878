import type { VramPlan } from '@docmind/contracts';
import type { VllmSettingName } from './vllm-service.schema.js';

/** What became of one setting. */
export interface VllmMapping {
  readonly setting: VllmSettingName;
  readonly given: string;
  /** Where it was set: a variable, a place in a file, the plan or our own default. */
  readonly from: string;
  /** passed: as it was. mapped: as what it means today. omitted: vLLM does so anyway. dropped: vLLM refuses it, or it does harm. */
  readonly outcome: 'passed' | 'mapped' | 'omitted' | 'dropped';
  readonly flag?: string;
  readonly value?: string;
  readonly reason: string;
}

export interface VllmArgument {
  readonly flag: string;
  readonly value?: string;
  readonly from: string;
  readonly reason: string;
}

export interface VllmCommand {
  readonly mappings: readonly VllmMapping[];
  readonly arguments: readonly VllmArgument[];
  /** Variables of the engine's process. */
  readonly environment: readonly { readonly name: string; readonly value: string; readonly reason: string }[];
  readonly warnings: readonly string[];
  /** Where card and model's files were at hand. */
  readonly plan: VramPlan | undefined;
  readonly commandLine: readonly string[];
}

/** What is known of model and card when the command line is built. */
export interface VllmContext {
  /** quant_method of the checkpoint, `none` for 16 bit; undefined where the files can't be read. */
  readonly checkpointQuantization: string | undefined;
  readonly computeCapability: number | undefined;
  readonly plan: VramPlan | undefined;
}

/** A rule's verdict on one setting. */
export interface Verdict {
  readonly outcome: VllmMapping['outcome'];
  readonly flag?: string;
  readonly value?: string;
  readonly reason: string;
  /** Something a user should look at. */
  readonly warns?: boolean;
}

export const passed = (flag: string, value: string | number | undefined, reason: string): Verdict => ({
  outcome: 'passed',
  flag,
  value: value === undefined ? undefined : String(value),
  reason,
});
export const mapped = (flag: string, value: string | number | undefined, reason: string): Verdict => ({
  ...passed(flag, value, reason),
  outcome: 'mapped',
  warns: true,
});
export const omitted = (reason: string): Verdict => ({ outcome: 'omitted', reason });
export const dropped = (reason: string): Verdict => ({ outcome: 'dropped', reason, warns: true });
