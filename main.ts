import { App } from 'cdktf';
import { ConfigError, loadPlatform } from './config';
import { finishOutput } from './stacks/output-folder';
import { buildStacks } from './stacks/platform-app';

// cdktf keeps a stack trace for each reference; mapping them all to TypeScript takes longer than the rest of the synth.
process.setSourceMapsEnabled(false);
try {
  const platform = loadPlatform(); // every problem of the config at once, before anything is written
  const app = new App();
  buildStacks(app, platform);
  app.synth();
  finishOutput(app.outdir, platform);
} catch (error) {
  process.setSourceMapsEnabled(true);
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
