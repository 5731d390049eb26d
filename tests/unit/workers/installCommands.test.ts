import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { programRoot } from '@/workers/ownProcess';

/** Commands that README, docs and doctor give for engines that are a download, against the packages' own scripts. */
const readme = readFileSync(join(programRoot, 'README.md'), 'utf8');
const source = (name: string) => readFileSync(join(programRoot, 'lib', 'engine', name), 'utf8');
const require = createRequire(import.meta.url);

describe('the command that installs onnx-cuda', () => {
  const script = 'node_modules/onnxruntime-node/script/install.js';
  const command = `node ${script} --onnxruntime-node-install=cuda12`;

  it('is the same in the README and in what the engine says, and its script is there', () => {
    expect(readme).toContain(command);
    expect(source('cudaEngine.ts')).toContain(command);
    expect(existsSync(join(programRoot, script))).toBe(true);
  });

  it('brings the file that the engine looks for', () => {
    const metadata = z
      .object({
        requirements: z.record(z.string(), z.array(z.string())),
        manifests: z.record(z.string(), z.record(z.string(), z.unknown())),
      })
      .parse(require('onnxruntime-node/script/install-metadata.js'));
    expect(metadata.requirements['linux/x64']).toContain('cuda12');
    expect(Object.keys(metadata.manifests['linux/x64:cuda12'] ?? {})).toContain(
      './libonnxruntime_providers_cuda.so',
    );
    expect(source('cudaEngine.ts')).toContain('bin/napi-v6/linux/x64/libonnxruntime_providers_cuda.so');
  });
});

describe('the command that installs tfjs-node-gpu', () => {
  const folder = join(programRoot, 'node_modules', '@tensorflow', 'tfjs-node-gpu');

  it('is the same in the README and in what the engine says, and runs what the package names', ({ skip }) => {
    const command = 'npm --prefix node_modules/@tensorflow/tfjs-node-gpu run install';
    expect(readme).toContain(command);
    expect(source('tfjsBackends.ts')).toContain(command);
    if (!existsSync(folder)) return skip('the optional package is not installed');
    const { scripts, binary } = z
      .object({ scripts: z.record(z.string(), z.string()), binary: z.record(z.string(), z.unknown()) })
      .parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
    expect(scripts['install']).toBe('node scripts/install.js gpu download');
    expect(existsSync(join(folder, 'scripts', 'install.js'))).toBe(true);
    // Where the engine looks for the addon: lib/napi-v*/tfjs_binding.node.
    expect(binary).toMatchObject({
      module_name: 'tfjs_binding',
      module_path: './lib/napi-v{napi_build_version}',
    });
    // The script calls it by its bare name, which npm run finds among the binaries of the folders above.
    expect(existsSync(join(programRoot, 'node_modules', '.bin', 'node-pre-gyp'))).toBe(true);
  });

  it('is for the CUDA that the README names', ({ skip }) => {
    if (!existsSync(folder)) return skip('the optional package is not installed');
    const constants = readFileSync(join(folder, 'scripts', 'deps-constants.js'), 'utf8');
    // TensorFlow 2.9 is built for CUDA 11.2 and cuDNN 8.1 (tensorflow.org, "Tested build configurations").
    expect(constants).toContain("LIBTENSORFLOW_VERSION = '2.9.1'");
    expect(readme).toMatch(/`tfjs-node-gpu` \| NVIDIA GPU[^|]* \| CUDA 11/);
  });
});
