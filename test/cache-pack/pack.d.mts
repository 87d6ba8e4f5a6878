export interface PackCase {
  readonly name: string;
  /** One sentence: what must hold. */
  readonly must: string;
}
export interface Upstream {
  readonly url: string;
  readonly calls: unknown[];
  close(): Promise<void>;
}
export interface TargetOptions {
  readonly url: string;
  readonly model?: string;
  readonly keys?: Readonly<Record<string, string>>;
  readonly namespaceHeader?: string;
  readonly setClock?: (offsetMs: number) => void;
}
export declare class Target {
  constructor(options: TargetOptions, upstream: Upstream);
}
export declare const CASES: readonly PackCase[];
export declare function startUpstream(options?: { port?: number }): Promise<Upstream>;
export declare function runCase(target: Target, which: PackCase): Promise<{ verdict: 'holds' | 'broken' | 'not applicable'; why: string }>;
