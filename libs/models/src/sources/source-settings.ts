export interface SourceSettings {
  readonly pythonCommand: string;
  /** Added to `pip download`, for instance `--no-index --find-links <folder>`. */
  readonly pipArgs: readonly string[];
  readonly npmCommand: string;
  /** Reads a tarball. */
  readonly tarCommand: string;
  readonly mavenCommand: string;
  readonly mavenArgs: readonly string[];
  /** Ends a run of pip, npm or mvn. */
  readonly commandTimeoutMs: number;
  readonly hubUrl: string;
  /** For gated models. Sent to the hub only, not to where it redirects. */
  readonly hubToken?: string;
  /** Ends a transfer in which nothing arrives. */
  readonly stallTimeoutMs: number;
}

export const DEFAULT_SOURCE_SETTINGS: SourceSettings = {
  pythonCommand: 'python3',
  pipArgs: [],
  npmCommand: 'npm',
  tarCommand: 'tar',
  mavenCommand: 'mvn',
  mavenArgs: [],
  commandTimeoutMs: 900_000,
  hubUrl: 'https://huggingface.co',
  stallTimeoutMs: 30_000,
};
