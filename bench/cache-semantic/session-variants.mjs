import { join } from 'node:path';

const spinning = (on) => ({ session: { intra_op: { allow_spinning: on }, inter_op: { allow_spinning: on } } });
const spinningFor = (us) => ({
  session: { intra_op: { allow_spinning: '1', spin_duration_us: us }, inter_op: { allow_spinning: '0' }, force_spinning_stop: '1' },
});
const ONE_THREAD = { intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential', extra: spinning('0') };
const TWO_THREADS = { ...ONE_THREAD, intraOpNumThreads: 2 };

/**
 * What is compared; the first is what the others' vectors are compared with. `busyToo` marks those that are also run while cores are taken.
 * @param {{name: string, path: string}[]} models the embedder's, then other builds of it
 * @param {string} folder for the file that onnxruntime saves
 */
export function variantsOf([{ path: model }, ...others], folder) {
  const saved = join(folder, 'optimised.onnx');
  const variant = (name, options, more = {}) => ({ name, model, options, ...more });
  return [
    variant('one_thread', ONE_THREAD, { busyToo: true }),
    variant('two_threads', TWO_THREADS, { busyToo: true }),
    variant('two_threads_spin_20us', { ...TWO_THREADS, extra: spinningFor('20') }, { busyToo: true }),
    variant('two_threads_spin_200us', { ...TWO_THREADS, extra: spinningFor('200') }, { busyToo: true }),
    variant('two_threads_spin', { ...TWO_THREADS, extra: spinning('1') }, { busyToo: true }),
    variant('optimised_basic', { ...ONE_THREAD, graphOptimizationLevel: 'basic' }),
    variant('optimised_extended', { ...ONE_THREAD, graphOptimizationLevel: 'extended' }),
    variant('parallel_execution', { ...ONE_THREAD, executionMode: 'parallel' }),
    variant('no_arena', { ...ONE_THREAD, enableCpuMemArena: false }),
    variant('no_memory_pattern', { ...ONE_THREAD, enableMemPattern: false }),
    variant('denormals_as_zero', { ...ONE_THREAD, extra: { session: { ...spinning('0').session, set_denormal_as_zero: '1' } } }),
    variant('gelu_approximation', { ...ONE_THREAD, extra: { ...spinning('0'), optimization: { enable_gelu_approximation: '1' } } }),
    variant('output_reused', ONE_THREAD, { reuseOutput: true }),
    variant('saving_optimised', { ...ONE_THREAD, optimizedModelFilePath: saved }),
    { ...variant('saved_optimised', { ...ONE_THREAD, graphOptimizationLevel: 'disabled' }), model: saved },
    ...others.map(({ name, path }) => ({ name, model: path, options: ONE_THREAD })),
  ];
}
