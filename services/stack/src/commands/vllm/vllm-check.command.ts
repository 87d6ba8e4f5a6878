import { AppError } from '@docmind/errors';
import { type GpuSign, signOfGpu } from '@docmind/hardware';
import { say } from '../terminal.js';

/** What to type where no GPU can be used; one line, as it stands last in a container's log. */
export const WITHOUT_GPU =
  'On the CPU: docker compose -f docker-compose.yml -f deploy/compose/cpu.yml up -d --wait (deploy/compose/ollama.yml for an Ollama of this host)';

const SAYS: Readonly<Record<Exclude<GpuSign, 'none' | 'no driver'>, string>> = {
  driver: "NVIDIA's driver is loaded",
  unknown: 'Whether there is a GPU cannot be seen here (WSL); its driver will say',
};

/**
 * Looks for a GPU from where none is handed in: by what the kernel shows every process.
 * @throws AppError FAILED_PRECONDITION saying what to type instead
 */
export function checkForGpu({ root }: { readonly root: string }): void {
  const sign = signOfGpu(root);
  if (sign === 'none') throw new AppError('FAILED_PRECONDITION', `This machine has no NVIDIA GPU. ${WITHOUT_GPU}`);
  if (sign === 'no driver')
    throw new AppError(
      'FAILED_PRECONDITION',
      `There is an NVIDIA GPU without its driver: install it and the container toolkit, or: ${WITHOUT_GPU}`,
    );
  say(SAYS[sign]);
}
