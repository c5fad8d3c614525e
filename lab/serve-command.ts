import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import path from 'node:path';
import type { Arguments } from './arguments';
import { putExpected, startProvider, typesIn } from './provider';
import { callCounts, LabError, ROOT, readManifest } from './runner';
import { workFolder } from './work-folder';

/** Starts the simulated AWS and says how to use it by hand. Ends with Ctrl-C. @returns the exit code */
export async function serveCommand({ out, port, faults, work, fresh }: Arguments): Promise<number> {
  const stacks = readManifest(out);
  const folder = workFolder(path.resolve(work ?? path.join(ROOT, '.lab', 'serve')), fresh);
  const provider = await startProvider({
    dir: path.join(folder, 'aws'),
    types: contentsOf(out).flatMap(typesIn),
    faults,
    port,
  }).catch((error: NodeJS.ErrnoException) => {
    throw portTaken(error) ? new LabError(`--port: ${port} is taken. Choose another, or leave it out.`) : error;
  });
  putExpected(provider.world, contentsOf(out));
  // A stack that is synthesized anew may have new types.
  const manifest = path.join(out, 'manifest.json');
  watchFile(manifest, { interval: 500 }, () => {
    try {
      provider.offer(contentsOf(out).flatMap(typesIn));
      putExpected(provider.world, contentsOf(out));
    } catch {
      // Half-written: there will be another event.
    }
  });
  // Listened for before anybody can read that it runs.
  const end = interrupted();
  console.log(instructions(provider.reattach, out, stacks[0]?.name ?? 'foundation', folder));

  await end;
  unwatchFile(manifest);
  const calls = Object.entries(callCounts(provider.calls())).map(([region, count]) => `${region} ${count}`);
  await provider.stop();
  console.log(`\nCalls: ${calls.join(', ') || 'none'}. They are listed in ${path.join(folder, 'aws', 'calls.jsonl')}.`);
  return 0;
}

const contentsOf = (out: string): unknown[] =>
  readManifest(out).map(({ file }) => JSON.parse(readFileSync(file, 'utf8')));

const portTaken = (error: NodeJS.ErrnoException): boolean =>
  /EADDRINUSE|address already in use|No address added/.test(error.message);

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

function instructions(reattach: string, out: string, stack: string, folder: string): string {
  return `The simulated AWS is running. What exists in it is kept in ${folder}. Ctrl-C ends it.
In another shell, for Terraform and cdktf alike:

  export TF_REATTACH_PROVIDERS='${reattach}'

Terraform, one stack at a time, beginning with ${stack} (without the override it would look for the S3 backend):

  cd ${path.join(out, 'stacks', stack)}
  echo '{"terraform":{"backend":{"local":{}}}}' > backend_override.tf.json
  terraform init && terraform apply

cdktf, with state.backend 'local' in the config, without the registry:

  npx cdktf deploy '*' --skip-provider-lock --output ${out}
`;
}
