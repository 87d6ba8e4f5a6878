// `npm run digests`: writes the digest behind each tag of others' images into the files that name them, on a machine whose Docker reaches the registries.
// Exits with 77, and writes nothing, where one can't be asked for.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram, isMain, root, say } from '../steps/steps.mjs';
import { NOT_CHECKED } from './audit.mjs';

const FILES = ['docker-compose.yml', 'deploy/compose/*.yml', 'deploy/kubernetes/**/*.yaml', 'deploy/docker/Dockerfile'];
/** `image: NAME:TAG`, `${LLAMA_IMAGE:-NAME:TAG}` and `ARG NODE_IMAGE=NAME:TAG`, with or without a digest. Ours, docmind/, are built. */
const IMAGE = /((?:image: |_IMAGE:-|_IMAGE=))(?!docmind\/)([a-z0-9][a-z0-9./-]{0,200}:[\w.-]{1,128})(@sha256:[0-9a-f]{64})?/g;

/** Names with tags, each once. */
export function imagesIn(text) {
  return [...new Set([...text.matchAll(IMAGE)].map(([, , image]) => image))];
}

/** @param digests `sha256:...` by name with tag */
export function withDigests(text, digests) {
  return text.replace(IMAGE, (whole, before, image) => (digests.has(image) ? `${before}${image}@${digests.get(image)}` : whole));
}

export function filesWithImages(folder) {
  const files = execFileSync('git', ['-C', folder, 'ls-files', '-z', ...FILES.map((glob) => `:(glob)${glob}`)], { encoding: 'utf8' });
  return files.split('\0').filter((path) => path !== '');
}

function digestOf(image) {
  const args = ['buildx', 'imagetools', 'inspect', image, '--format', '{{.Manifest.Digest}}'];
  const { status, stdout, stderr } = spawnSync('docker', args, { encoding: 'utf8' });
  const digest = stdout?.trim() ?? '';
  if (status !== 0 || !/^sha256:[0-9a-f]{64}$/.test(digest))
    throw new Error(`${image}: ${stderr?.trim().split('\n')[0] || 'docker buildx gave no digest'}`);
  return digest;
}

function pin() {
  if (findProgram('docker') === undefined) throw new Error('docker is not on PATH');
  const files = filesWithImages(root).map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
  const digests = new Map([...new Set(files.flatMap(({ text }) => imagesIn(text)))].map((image) => [image, digestOf(image)]));
  for (const { path, text } of files) writeFileSync(join(root, path), withDigests(text, digests));
  for (const [image, digest] of digests) say(`${image} is ${digest}`);
}

if (isMain(import.meta.url)) {
  try {
    pin();
  } catch (error) {
    say(`not pinned: ${error.message}`);
    process.exitCode = NOT_CHECKED;
  }
}
