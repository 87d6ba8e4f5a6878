/** Environment variables that keep libraries from telling their makers, or a service of theirs, what happens on this machine. */
const QUIET: Readonly<Record<string, string>> = {
  // onnxruntime keeps a database of its use in the home folder and sends it over the network.
  ORT_DISABLE_TELEMETRY: '1',
  // LangChain sends every prompt and answer to LangSmith where its user's shell says so, for another project.
  LANGSMITH_TRACING: 'false',
  LANGSMITH_TRACING_V2: 'false',
  LANGCHAIN_TRACING: 'false',
  LANGCHAIN_TRACING_V2: 'false',
};

/** To be called before such a library loads, and in the main thread: a worker's `process.env` is a copy that native code doesn't see. */
export function quietLibraries(): void {
  Object.assign(process.env, QUIET);
}
